// What style cannot know before the page does: which languages there are, their fonts, and which of
// them are read from right to left.
/** @import { Language } from "../types.js" */

const ID = "care-languages";

/** Writes the rules of the course's languages into the page, once. @param {Language[]} languages */
export function styleFor(languages) {
  const rules = languages.flatMap(rulesFor).join("\n");
  const there = document.getElementById?.(ID);
  if (there?.textContent === rules || !document.head) return;
  const style = there ?? document.createElement("style");
  style.id = ID;
  style.textContent = rules;
  if (!there) document.head.append(style);
}

/**
 * The rules of one language: its words are hidden where others are read, its glyphs are those of
 * its script, and it turns what is written from right to left.
 *
 * @param {Language} language
 */
export function rulesFor({ tag, sans, direction }) {
  const rules = [
    `html[data-care-lang]:not([data-care-lang~="${tag}"])
      :is(.jp-RenderedMarkdown, .care-twin, .care-paper) [lang="${tag}"] { display: none; }`,
  ];
  if (sans.length) {
    const fonts = sans.map((name) => `"${name}"`).join(", ");
    rules.push(
      `:lang(${tag}) { --care-fonts: -apple-system, "Segoe UI", ${fonts}, sans-serif;
        --care-leading: 1.7; --care-code-fonts: var(--jp-code-font-family, monospace); }`,
      `.care-pick:has(option:lang(${tag}):checked) { font-family: ${fonts}, sans-serif; }`,
    );
  }
  if (direction === "rtl") {
    rules.push(
      `html[data-care-lang="${tag}"] :is(.care, .jp-RenderedMarkdown:has(> [lang="${tag}"],
        > * > .care-head)) { direction: rtl; }`,
      `.care pre, .care code, .jp-RenderedMarkdown :is(pre, code) { direction: ltr; }`,
    );
  }
  return rules;
}
