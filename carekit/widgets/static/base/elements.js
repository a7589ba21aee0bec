// Making elements, and where they are on the page.
/** @import { Lang } from "../types.js" */
import { languageOf } from "./languages.js";

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {Record<string, string | number>} [attributes]
 */
export function make(tag, className, attributes = {}) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}

/**
 * An element that says one thing in one language, whatever language is read.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {string} said
 * @param {string} [lang]
 */
export function plain(tag, className, said, lang) {
  const node = make(tag, className, lang ? { lang } : {});
  node.textContent = said;
  return node;
}

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} attributes
 */
export function makeSvg(tag, attributes) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}

const ICONS = {
  right: "M4 10.5l4 4 8-9",
  wrong: "M5 5l10 10M15 5L5 15",
  partly: "M4 10h12",
  up: "M4 12l6-6 6 6",
  down: "M4 8l6 6 6-6",
};

/** @param {string} name @returns {name is keyof typeof ICONS} */
export const isIcon = (name) => name in ICONS;

/** @param {keyof typeof ICONS} name */
export function icon(name) {
  const svg = makeSvg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true", class: "care-icon" });
  svg.append(makeSvg("path", { d: ICONS[name] }));
  return svg;
}

// Every widget on the page has its own copy of this module: counting from one point would give
// two fields one id, and a label would then name the other widget's field.
let ids = Math.floor(Math.random() * 1e9);

/** An id that no other element of the page has. */
export function newId() {
  ids += 1;
  return `care-${ids}`;
}

/**
 * Words are plain text with `code` and **bold**; building nodes keeps markup from being run.
 *
 * @param {string} said
 */
export function marked(said) {
  return said.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.length > 2 && part.startsWith("`")) return plain("code", "", part.slice(1, -1));
    if (part.length > 4 && part.startsWith("**")) return plain("strong", "", part.slice(2, -2));
    return part;
  });
}

/**
 * The attribute of an element whose language is read from right to left.
 *
 * @param {Lang} lang
 * @returns {Record<string, string>}
 */
const turned = (lang) => (languageOf(lang).direction === "rtl" ? { dir: "rtl" } : {});

/**
 * The part of an element that is in one language.
 *
 * @param {Lang} lang
 * @param {(string | Node)[]} inside
 */
export function run(lang, ...inside) {
  const node = make("span", "care-run", { lang, ...turned(lang) });
  node.append(...inside);
  return node;
}

/**
 * What was just told must be seen: a verdict may come below the fold. Nothing moves where it is not.
 *
 * @param {Element} node
 */
export function bringIntoView(node) {
  requestAnimationFrame(() => node.scrollIntoView({ block: "nearest" }));
}

/**
 * JupyterLab takes keys such as "b" and ArrowDown for itself wherever they bubble up to it.
 * `within` says where in the root they are kept from it; without it, everywhere.
 *
 * @param {HTMLElement} root
 * @param {string} [within]
 */
export function keepKeys(root, within = "*") {
  root.addEventListener("keydown", (event) => {
    if (/** @type {Element} */ (event.target).closest(within)) event.stopPropagation();
  });
}

/**
 * Text above may grow or shrink; whoever pressed the button must find it under the pointer.
 *
 * @param {Element} anchor
 * @param {() => void} change
 */
export function holdStill(anchor, change) {
  const before = anchor.getBoundingClientRect().top;
  change();
  requestAnimationFrame(() => {
    let box = anchor.parentElement;
    while (box && !scrolls(box)) box = box.parentElement;
    if (box) box.scrollTop += anchor.getBoundingClientRect().top - before;
  });
}

/** @param {Element} box */
function scrolls(box) {
  return box.scrollHeight > box.clientHeight && /auto|scroll/.test(getComputedStyle(box).overflowY);
}
