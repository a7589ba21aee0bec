// Writes cards.js: the drawing of each kind of question, under the name of its folder. So a new kind
// is in the browser once its folder is there; `npm run build` begins with this.
import { existsSync, readdirSync, writeFileSync } from "node:fs";

const here = new URL("./", import.meta.url);
const names = readdirSync(here)
  .filter((name) => existsSync(new URL(`${name}/card.js`, here)))
  .sort();
const lines = [
  "// Made by list-cards.mjs from the folders beside it; `npm run build` makes it again.",
  ...names.map((name) => `import { ${name} } from "./${name}/card.js";`),
  "",
  "export const CARDS = {",
  ...names.map((name) => `  ${name},`),
  "};",
  "",
];
writeFileSync(new URL("cards.js", here), lines.join("\n"));
