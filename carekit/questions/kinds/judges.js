// Made by list-cards.mjs from the folders beside it; `npm run build` makes it again.
import { cloze } from "./cloze/judge.js";
import { hotspot } from "./hotspot/judge.js";
import { judgement } from "./judgement/judge.js";
import { matching } from "./matching/judge.js";
import { multiple } from "./multiple/judge.js";
import { numeric } from "./numeric/judge.js";
import { ordering } from "./ordering/judge.js";
import { short_text } from "./short_text/judge.js";
import { single } from "./single/judge.js";

export const JUDGES = {
  cloze,
  hotspot,
  judgement,
  matching,
  multiple,
  numeric,
  ordering,
  short_text,
  single,
};
