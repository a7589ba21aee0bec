// A widget's model where no kernel is: it holds the traits, and hands what the widget sends to a
// function in the place of Python. What it offers is what the widgets use of anywidget's model.
/** @import { AnyModel } from "@anywidget/types" */
/** @import { Traits } from "../../../widgets/static/types.js" */

/**
 * @template {Traits} T
 */
export class OfflineModel {
  /** @type {Map<string, Set<(content?: unknown) => void>>} */
  #hears = new Map();
  /** @type {T} */
  #traits;
  #receive;

  /**
   * @param {T} traits
   * @param {(content: Record<string, unknown>, model: OfflineModel<T>) => void} receive
   */
  constructor(traits, receive) {
    this.#traits = traits;
    this.#receive = receive;
  }

  /** @template {keyof T} K @param {K} name @returns {T[K]} */
  get(name) {
    return this.#traits[name];
  }

  /** @template {keyof T & string} K @param {K} name @param {T[K]} value */
  set(name, value) {
    this.#traits[name] = value;
    this.#tell(`change:${name}`);
  }

  /** Python would write it down; here `set` has done all there is to do. */
  save_changes() {}

  /** @param {string} event @param {(content?: unknown) => void} hear */
  on(event, hear) {
    const there = this.#hears.get(event) ?? new Set();
    this.#hears.set(event, there.add(hear));
  }

  /** @param {string} event @param {(content?: unknown) => void} hear */
  off(event, hear) {
    this.#hears.get(event)?.delete(hear);
  }

  /** From the widget. @param {Record<string, unknown>} content */
  send(content) {
    // Python answers later; a widget that is still being drawn relies on it.
    queueMicrotask(() => this.#receive(content, this));
  }

  /** To the widget. @param {Record<string, unknown>} content */
  say(content) {
    this.#tell("msg:custom", content);
  }

  /** What a widget takes: the same object, under the type that it knows. */
  get forWidget() {
    return /** @type {AnyModel<T>} */ (/** @type {unknown} */ (this));
  }

  /** @param {string} event @param {unknown} [content] */
  #tell(event, content) {
    for (const hear of this.#hears.get(event) ?? []) hear(content);
  }
}
