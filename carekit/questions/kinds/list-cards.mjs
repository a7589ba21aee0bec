// Writes cards.js and judges.js: the drawing of each kind of question and its judge in the browser,
// under the name of its folder. So a new kind is in the browser once its folder is there; `npm run
// build` begins with this.
import { existsSync, readdirSync, writeFileSync } from "node:fs";

const here = new URL("./", import.meta.url);

for (const [module, list] of [
  ["card", "CARDS"],
  ["judge", "JUDGES"],
]) {
  const names = readdirSync(here)
    .filter((name) => existsSync(new URL(`${name}/${module}.js`, here)))
    .sort();
  const lines = [
    "// Made by list-cards.mjs from the folders beside it; `npm run build` makes it again.",
    ...names.map((name) => `import { ${name} } from "./${name}/${module}.js";`),
    "",
    `export const ${list} = {`,
    ...names.map((name) => `  ${name},`),
    "};",
    "",
  ];
  writeFileSync(new URL(`${module}s.js`, here), lines.join("\n"));
}
