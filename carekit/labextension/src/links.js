// Links to pages of the course: real addresses, opened in the front end that is there.
/** @import { App } from "./jupyterlab.js" */
/** @import { Course, Page } from "./course.js" */
import { make } from "../../widgets/static/base/elements.js";

/** What the front end's page says of itself. @returns {Record<string, string>} */
export function pageFacts() {
  const told = document.getElementById("jupyter-config-data")?.textContent;
  return told ? JSON.parse(told) : {};
}

/**
 * The address of a file; Notebook 7 has a page for each, JupyterLab one for all; a
 * learner's window shows one document at a time.
 *
 * @param {string} path
 * @param {Record<string, string>} facts
 */
export function addressOf(path, { baseUrl = "/", notebookPage, mode }) {
  const way = path.split("/").map(encodeURIComponent).join("/");
  const lab = mode === "single-document" ? "doc/tree" : "lab/tree";
  return `${baseUrl}${notebookPage ? "notebooks" : lab}/${way}`;
}

/**
 * Makes links to pages. `leave` is awaited first: what was done on the page that is left is saved.
 *
 * @param {App} app
 * @param {Course} course
 * @param {() => Promise<void>} leave
 */
export function linker(app, course, leave) {
  const facts = pageFacts();
  /** @param {Page} page @param {string} className */
  return (page, className) => {
    const path = course.map.prefix + page.path;
    const link = make("a", className, { href: addressOf(path, facts) });
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      await leave();
      if (facts.notebookPage) location.assign(link.href);
      else await app.commands.execute("docmanager:open", { path });
    });
    return link;
  };
}
