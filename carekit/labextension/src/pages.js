// The extension itself: what JupyterLab and Notebook 7 load, and what it hangs on each page.
/** @import { App, ContentsTracker, Lumino, LuminoWidget, NotebookPackage } from "./jupyterlab.js" */
/** @import { NotebookPanel, NotebookTracker, Services, ShareScope } from "./jupyterlab.js" */
/** @import { Course } from "./course.js" */
import { startIn, useLanguages } from "../../widgets/static/base/languages.js";
import { startInSize } from "../../widgets/static/reader/text-size.js";
import { inReadingLanguage } from "./contents-list.js";
import { Server } from "./course.js";
import { linker } from "./links.js";
import { CoursePanel } from "./panel.js";
import { followRuns, isRed, show } from "./runs.js";
import { watchSaving } from "./saving.js";
import { shared, useShared } from "./shared.js";
import { drawStrip } from "./strip.js";
import { addStyle } from "./style.js";

const PANEL = "carekit-my-course";

/**
 * @typedef {object} Parts
 * @property {App} app
 * @property {NotebookTracker} tracker
 * @property {ContentsTracker | null} contents
 * @property {{ autosave: boolean } | null} documents
 * @property {Lumino} lumino
 * @property {NotebookPackage["NotebookActions"]} actions
 * @property {Server} server
 */

/** @param {Parts} parts */
function start(parts) {
  const { app, tracker, contents, server } = parts;
  addStyle();
  const panel = new CoursePanel();
  /** @type {LuminoWidget | null} */
  let side = null;
  /** @type {Map<NotebookPanel, Course>} */
  const courses = new Map();
  /** @type {Map<NotebookPanel, ReturnType<typeof drawStrip>>} */
  const strips = new Map();

  const openPanel = () => {
    if (!side) return;
    if (side.isVisible) app.shell.collapseLeft?.();
    else app.shell.activateById(PANEL);
  };
  const contentsOf = (/** @type {NotebookPanel} */ page) => {
    const list = courses.has(page) ? contents?.get(page) : null;
    if (list) inReadingLanguage(list, page);
  };

  /** @param {NotebookPanel} page */
  const drawPanel = (page) => {
    const course = courses.get(page);
    if (!course) return;
    if (!side) {
      side = new parts.lumino.Widget({ node: panel.node });
      side.id = PANEL;
      side.title.caption = course.map.words["my-course"][document.documentElement.lang] ?? "";
      side.title.iconClass = "care-course-icon jp-SideBar-tabIcon";
      app.shell.add(side, "left", { rank: 50 });
    }
    panel.show(course, {
      link: linker(app, course, leave),
      here: () => here()?.context.path ?? "",
    });
    course.look(0);
  };
  const here = () => tracker.currentWidget;
  /** What was done on the page that is left is on the disk before the next one opens. */
  const leave = async () => {
    const page = here();
    if (page?.context.model.dirty && !page.context.model.readOnly) {
      await page.context.save().catch(() => {});
    }
  };

  /** @param {NotebookPanel} page */
  const dress = async (page) => {
    const course = await server.course(page.context.path);
    if (!course || page.isAttached === undefined || strips.has(page)) return;
    useLanguages(course.map.languages);
    startIn(course.map.lang);
    startInSize();
    courses.set(page, course);
    page.node.dataset.careStrip = "";
    /** @type {ReturnType<typeof drawStrip>} */
    let strip;
    const saving = watchSaving(page, {
      savesItself: () => parts.documents?.autosave !== false,
      told(state) {
        strip?.saved(state);
        if (state === "saved") course.look();
      },
    });
    strip = drawStrip(course, {
      path: page.context.path,
      link: linker(app, course, leave),
      openPanel,
      save: () => void saving.save(),
    });
    strip.saved("saved");
    strips.set(page, strip);
    hang(parts, page, strip.node);
    // A verdict or a saved answer shows on a card: then the standing may be another one.
    const cards = new MutationObserver(() => course.look());
    cards.observe(page.content.node, { subtree: true, attributeFilter: ["data-is"] });
    page.disposed.connect(() => {
      cards.disconnect();
      strip.stop();
      strips.delete(page);
      courses.delete(page);
    });
    contentsOf(page);
    if (page === here() || !here()) drawPanel(page);
    course.look(0);
  };

  const dressed = (/** @type {NotebookPanel} */ page) => void dress(page);
  tracker.forEach(dressed);
  tracker.widgetAdded.connect((_, page) => dressed(page));
  tracker.currentChanged.connect((_, page) => {
    if (page) drawPanel(page);
  });
  // JupyterLab makes a contents list when its page is shown first.
  const lists = () =>
    requestAnimationFrame(() => {
      for (const page of courses.keys()) contentsOf(page);
    });
  app.shell.currentChanged?.connect(lists);
  void app.restored.then(lists);

  followRuns(parts.actions, (notebook, red) => {
    for (const [page, strip] of strips) {
      if (page.content !== notebook) continue;
      const first = () => {
        const cell = red.find(isRed) ?? red[0];
        notebook.activeCellIndex = notebook.widgets.indexOf(cell);
        void show(notebook, cell);
      };
      strip.ran(red.length, first);
      if (red.length) first();
      courses.get(page)?.look();
    }
  });
  addCommands(app, strips, here, openPanel);
}

/**
 * Keys for what the strip has: the panel, the strip itself, the page before and the page after.
 *
 * @param {App} app
 * @param {Map<NotebookPanel, ReturnType<typeof drawStrip>>} strips
 * @param {() => NotebookPanel | null} here
 * @param {() => void} openPanel
 */
function addCommands(app, strips, here, openPanel) {
  /** @param {string} selector */
  const inStrip = (selector) => {
    const page = here();
    const strip = page && strips.get(page);
    return /** @type {HTMLElement | null} */ (strip?.node.querySelector(selector) ?? null);
  };
  const commands = [
    ["my-course", "Course: My Course", "Alt Shift M", openPanel],
    ["strip", "Course: Go to the Strip", "Alt Shift S", () => inStrip("a, button")?.focus()],
    ["previous", "Course: Previous Page", "Alt Shift P", () => inStrip("a.care-previous")?.click()],
    ["next", "Course: Next Page", "Alt Shift N", () => inStrip("a.care-next")?.click()],
  ];
  for (const [name, label, keys, execute] of /** @type {[string, string, string, () => void][]} */ (
    commands
  )) {
    const command = `carekit:${name}`;
    app.commands.addCommand(command, { label: () => label, execute });
    app.commands.addKeyBinding({ command, keys: [keys], selector: "body", args: {} });
  }
}

/**
 * Hangs a strip above a page. Lumino lays out by the height that a style names, and the strip's
 * height follows its words and the window, so it is measured.
 *
 * @param {Parts} parts
 * @param {NotebookPanel} page
 * @param {HTMLElement} strip
 */
function hang({ lumino }, page, strip) {
  const outer = document.createElement("div");
  outer.className = "care-strip-place";
  outer.append(strip);
  const widget = new lumino.Widget({ node: outer });
  page.contentHeader.addWidget(widget);
  const measure = new ResizeObserver(() => {
    outer.style.minHeight = `${Math.ceil(strip.getBoundingClientRect().height)}px`;
    page.contentHeader.fit?.();
  });
  measure.observe(strip);
  page.disposed.connect(() => measure.disconnect());
}

/** What JupyterLab loads: its table of packages comes first, then it asks for the plugin. */
const container = {
  /** @param {ShareScope} scope */
  init: (scope) => useShared(scope),
  get: async () => {
    /** @type {NotebookPackage} */
    const notebook = await shared("@jupyterlab/notebook");
    /** @type {Services} */
    const services = await shared("@jupyterlab/services");
    const [lumino, toc, docmanager] = await Promise.all(
      ["@lumino/widgets", "@jupyterlab/toc", "@jupyterlab/docmanager"].map(shared),
    );
    const plugin = {
      id: "carekit:pages",
      autoStart: true,
      requires: [notebook.INotebookTracker],
      optional: [toc?.ITableOfContentsTracker, docmanager?.IDocumentManager].filter(Boolean),
      /** @param {App} app @param {NotebookTracker} tracker @param {any[]} found */
      activate(app, tracker, ...found) {
        const [contents, documents] = toc ? found : [null, ...found];
        const server = new Server(services.ServerConnection, app.serviceManager.serverSettings);
        start({
          app,
          tracker,
          contents: contents ?? null,
          documents: documents ?? null,
          lumino,
          actions: notebook.NotebookActions,
          server,
        });
      },
    };
    const module = { __esModule: true, default: plugin };
    return () => module;
  },
};
window._JUPYTERLAB = window._JUPYTERLAB ?? {};
window._JUPYTERLAB.carekit = container;
