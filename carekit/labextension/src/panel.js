// The panel "My course": every lesson, set and test, how far it is done, when it is due, and the
// points that were given back.
/** @import { Text } from "../../widgets/static/types.js" */
/** @import { Course, Page } from "./course.js" */
/** @import { Linker } from "./strip.js" */
import { make } from "../../widgets/static/base/elements.js";
import { Painter, paragraph } from "../../widgets/static/base/painter.js";
import { filledText } from "../../widgets/static/base/text.js";
import { makeRoot } from "../../widgets/static/base/widget.js";
import { dueWord, goOn, momentIn, pointsIn, reviewPage, tally } from "./way.js";

/** @typedef {{ link: Linker, here: () => string, now?: () => Date }} PanelOptions */

export class CoursePanel {
  constructor() {
    this.painter = new Painter();
    this.node = makeRoot("care-course", { role: "region" });
    /** @type {Course | null} */
    this.course = null;
    /** @type {PanelOptions | null} */
    this.options = null;
    this.stop = () => {};
  }

  /** Shows a course from now on. @param {Course} course @param {PanelOptions} options */
  show(course, options) {
    this.options = options;
    if (course !== this.course) {
      this.stop();
      this.course = course;
      const stop = course.watch(() => this.draw());
      this.stop = () => void stop();
    }
    this.draw();
  }

  draw() {
    const { course, options, painter, node } = this;
    if (!course || !options) return;
    const focused = node.contains(document.activeElement)
      ? document.activeElement?.getAttribute("href")
      : null;
    painter.clear(node);
    const { map, standing } = course;
    const { words } = map;
    painter.label(node, words["my-course"]);
    node.append(painter.words(make("h2", "care-course-title"), map.title));
    if (standing) {
      const { done, of } = tally(standing);
      node.append(
        paragraph(painter, filledText(words["done-of-pages"], { done, of }), "care-course-sum"),
      );
      const next = goOn(map, standing);
      if (next) node.append(this.line(words["go-on-with"], next));
      const page = reviewPage(map);
      if (standing.review && page) {
        const due = painter.words(options.link(page, "care-course-due"), words["review-due"], {
          due: standing.review,
        });
        const review = make("p");
        review.append(due);
        node.append(review);
      }
    }
    const list = make("ol", "care-course-pages");
    list.append(...map.pages.map((page) => this.entry(page)));
    node.append(list);
    // Drawn anew under who is walking through it, the list keeps the place.
    if (focused) {
      for (const link of node.querySelectorAll("a")) {
        if (link.getAttribute("href") === focused) link.focus({ preventScroll: true });
      }
    }
  }

  /** @param {Text} said @param {Page} page */
  line(said, page) {
    const { painter, options } = this;
    const node = make("p", "care-course-next");
    node.append(painter.words(make("span"), said), " ");
    node.append(painter.words(/** @type {PanelOptions} */ (options).link(page, ""), page.title));
    return node;
  }

  /** @param {Page} page */
  entry(page) {
    const { painter } = this;
    const course = /** @type {Course} */ (this.course);
    const options = /** @type {PanelOptions} */ (this.options);
    const { words, prefix } = course.map;
    const stands = course.of(page);
    const item = make("li", "care-course-page");
    item.dataset.state = stands?.state ?? "";
    item.dataset.kind = page.kind;
    const link = painter.words(options.link(page, ""), page.title);
    if (prefix + page.path === options.here()) link.setAttribute("aria-current", "page");
    const mark = make("span", "care-course-mark", { "aria-hidden": "true" });
    const about = make("span", "care-course-about");
    // A lesson says that it is one in its title.
    if (page.kind !== "lesson") {
      about.append(painter.words(make("span", "care-course-kind"), words[`kind-${page.kind}`]));
    }
    if (stands?.state) {
      const said = stands.of && stands.state === "under-way" ? "under-way-of" : stands.state;
      const { done, of, handed_in: at } = stands;
      const when = (/** @type {string} */ lang) => momentIn(at, lang);
      about.append(painter.words(make("span"), words[`is-${said}`], { done, of, when }));
    }
    const due = stands ? dueWord(stands, (options.now ?? (() => new Date()))()) : "";
    if (stands && due) {
      const when = (/** @type {string} */ lang) => momentIn(stands.due, lang);
      about.append(painter.words(make("span", `care-${due}`), words[due], { when }));
    }
    if (stands?.points) {
      const { points } = stands;
      const got = (/** @type {string} */ lang) => pointsIn(points, lang).got;
      const most = (/** @type {string} */ lang) => pointsIn(points, lang).most;
      about.append(painter.words(make("span", "care-points"), words.points, { got, most }));
    }
    const text = make("div");
    text.append(link, about);
    item.append(mark, text);
    return item;
  }
}
