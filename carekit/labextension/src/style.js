// The style of the strip and the panel, and of what they share with the cards.
import base from "../../widgets/static/base/base.css";
import entry from "../../widgets/static/reader/entry-card.css";
import reader from "../../widgets/static/reader.css";
import own from "./pages.css";

export function addStyle() {
  const style = document.createElement("style");
  style.id = "care-pages";
  style.textContent = [base, reader, entry, own].join("\n");
  document.head.append(style);
}
