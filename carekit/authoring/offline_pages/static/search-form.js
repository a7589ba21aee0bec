// The field above each page: results stand below it while one types.
/** @import { Passage } from "./search.js" */
import { make } from "../../../widgets/static/base/elements.js";
import { excerpt, find, MOST } from "./search.js";

/** @param {HTMLFormElement} form @param {Passage[]} passages @param {Record<string, string>} words */
export function searchForm(form, passages, words) {
  const field = /** @type {HTMLInputElement} */ (form.querySelector("input"));
  const count = /** @type {HTMLElement} */ (form.querySelector(".page-count"));
  const list = /** @type {HTMLElement} */ (form.querySelector(".page-found"));
  const look = () => {
    const found = find(passages, field.value);
    list.replaceChildren(...found.slice(0, MOST).map((one) => entry(one, field.value)));
    form.classList.toggle("page-open", Boolean(field.value.trim()));
    const says = found.length ? words.found : words["found-none"];
    const told = says
      .replace("{count}", String(found.length))
      .replace("{said}", field.value.trim());
    count.textContent = field.value.trim() ? told : "";
  };
  const close = () => {
    field.value = "";
    look();
  };
  form.hidden = false;
  field.addEventListener("input", look);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.focus();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close();
    field.focus();
  });
  // A result on the same page only moves the page.
  list.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("a")) close();
  });
}

/** @param {Passage} passage @param {string} asked */
function entry({ at, page, under, says }, asked) {
  const item = make("li");
  const link = make("a", "", { href: at });
  const title = make("strong");
  title.textContent = under === page ? page : `${page} › ${under}`;
  const text = make("span");
  const { before, word, after } = excerpt(says, asked);
  const mark = make("mark");
  mark.textContent = word;
  text.append(before, ...(word ? [mark] : []), after);
  link.append(title, text);
  item.append(link);
  return item;
}
