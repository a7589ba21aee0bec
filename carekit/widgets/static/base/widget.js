// The base of all widgets: it begins in the right language, draws, listens, and cleans up.
/** @import { RenderProps } from "@anywidget/types" */
/** @import { Mounted, Told, Traits } from "../types.js" */
import "./base.css";
import { keepKeys, make, newId } from "./elements.js";
import { languageSwitch } from "./language-switch.js";
import { courseLangs, startIn, useLanguages } from "./languages.js";
import { Painter, paragraph } from "./painter.js";

/**
 * What a widget's module exports; `draw` makes and returns what stands on the page.
 *
 * @template {Traits} Model
 * @param {(mounted: Mounted<Model>) => HTMLElement} draw
 */
export function widget(draw) {
  /** @param {RenderProps<Model>} props */
  const render = ({ model, el }) => {
    useLanguages(model.get("languages"));
    startIn(model.get("lang"));
    const painter = new Painter();
    const ends = [() => painter.stop()];
    el.append(
      draw({
        model,
        painter,
        words: model.get("words"),
        on(event, hear) {
          model.on(event, hear);
          ends.push(() => model.off(event, hear));
        },
        atEnd: (stop) => ends.push(stop),
      }),
    );
    return () => {
      for (const end of ends) end();
    };
  };
  return { render };
}

/**
 * The frame of a widget, whose keys are its own.
 *
 * @param {string} className
 * @param {Record<string, string>} [attributes]
 */
export function makeRoot(className, attributes = {}) {
  const root = make("div", `care ${className}`, attributes);
  keepKeys(root);
  return root;
}

/**
 * The first line of a card: its title, what is given, and the languages.
 *
 * @template {Traits} Model
 * @param {Mounted<Model>} mounted
 * @param {HTMLElement} root what the title is the title of
 * @param {HTMLElement[]} between
 */
export function heading({ model, painter, words }, root, ...between) {
  const head = make("div", "care-top");
  const title = paragraph(painter, words.title, "care-title");
  title.id = newId();
  root.setAttribute("aria-labelledby", title.id);
  head.append(title, ...between, languageSwitch(painter, model, words.language, courseLangs()));
  return head;
}

/**
 * Notices that concern the whole card, as Python gives them: a damaged file, a full disk.
 *
 * @template {Traits & { notices: Told[] }} Model
 * @param {Mounted<Model>} mounted
 */
export function noticeList({ model, painter, words, on }) {
  const node = make("div", "care-notices", { role: "status" });
  const draw = () => {
    const notices = model.get("notices").map(({ says, values }) => {
      return painter.words(make("p"), words[says], values);
    });
    node.replaceChildren(...notices);
  };
  on("change:notices", draw);
  draw();
  return node;
}
