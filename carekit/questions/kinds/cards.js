// Made by list-cards.mjs from the folders beside it; `npm run build` makes it again.
import { cloze } from "./cloze/card.js";
import { hotspot } from "./hotspot/card.js";
import { judgement } from "./judgement/card.js";
import { matching } from "./matching/card.js";
import { multiple } from "./multiple/card.js";
import { numeric } from "./numeric/card.js";
import { ordering } from "./ordering/card.js";
import { short_text } from "./short_text/card.js";
import { single } from "./single/card.js";

export const CARDS = {
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
