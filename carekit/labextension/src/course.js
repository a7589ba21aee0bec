// The course that a notebook lies in, and where the learner stands in it: asked of the server once,
// and kept for all open pages.
/** @import { Language, Text, Words } from "../../widgets/static/types.js" */
/** @import { Lexicon } from "../../widgets/static/reader/lexicon.js" */
/** @import { ServerSettings, Services } from "./jupyterlab.js" */

/** @typedef {{ path: string, kind: "lesson" | "set" | "test", id: string, title: Text }} Page */
/**
 * @typedef {object} CourseMap
 * @property {string} id
 * @property {Text} title
 * @property {string} prefix
 * @property {string} lang
 * @property {Language[]} languages
 * @property {Words} words
 * @property {Page[]} pages
 */
/** @typedef {"" | "not-begun" | "under-way" | "answered" | "handed-in" | "done"} State */
/** @typedef {{ got: number, most: number }} Points */
/**
 * @typedef {object} PageStanding
 * @property {string} path
 * @property {State} state
 * @property {number} done
 * @property {number} of
 * @property {string} due
 * @property {string} handed_in
 * @property {Points | null} points
 */
/** @typedef {{ pages: PageStanding[], review: number }} Standing */

/** How long after the last sign of a new answer the server is asked, in milliseconds. */
const LULL = 700;

export class Course {
  /** @param {CourseMap} map @param {Server} server */
  constructor(map, server) {
    this.map = map;
    this.server = server;
    /** @type {Standing | null} null until the server has said it */
    this.standing = null;
    /** @type {Set<() => void>} */
    this.hears = new Set();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.wait = undefined;
    /** @type {Promise<Lexicon> | undefined} */
    this.words = undefined;
  }

  /** @param {() => void} hear called whenever the standing is another one */
  watch(hear) {
    this.hears.add(hear);
    return () => this.hears.delete(hear);
  }

  /** Asks where the learner stands, once for all that has just happened. */
  look(after = LULL) {
    clearTimeout(this.wait);
    this.wait = setTimeout(async () => {
      const found = await this.server.ask("standing", this.here);
      if (!found) return;
      this.standing = found;
      for (const hear of this.hears) hear();
    }, after);
  }

  /** A path that lies in the course. */
  get here() {
    return `${this.map.prefix}course_data/course.yml`;
  }

  lexicon() {
    this.words ??= this.server.ask("lexicon", this.here);
    return this.words;
  }

  /** @param {Record<string, unknown>} content */
  tell(content) {
    return this.server.tell({ ...content, path: this.here });
  }

  /** The standing of a page, as far as it is known. @param {Page} page */
  of(page) {
    return this.standing?.pages.find(({ path }) => path === page.path) ?? null;
  }
}

/** The server's half. What it does not answer is null: a page goes on without it. */
export class Server {
  /** @param {Services["ServerConnection"]} connection @param {ServerSettings} settings */
  constructor(connection, settings) {
    this.connection = connection;
    this.settings = settings;
    /** @type {Map<string, Promise<Course | null>>} by folder */
    this.courses = new Map();
    /** @type {Map<string, Course>} by the folder of the course */
    this.known = new Map();
  }

  /**
   * The course that a notebook lies in, or null.
   *
   * @param {string} path
   */
  course(path) {
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    const found = this.courses.get(folder) ?? this.find(path);
    this.courses.set(folder, found);
    return found;
  }

  /** @param {string} path */
  async find(path) {
    /** @type {CourseMap | null} */
    const map = await this.ask("course", path);
    if (!map) return null;
    const course = this.known.get(map.prefix) ?? new Course(map, this);
    this.known.set(map.prefix, course);
    return course;
  }

  /** @param {string} what @param {string} path @returns {Promise<any>} */
  ask(what, path) {
    return this.request(`${what}?path=${encodeURIComponent(path)}`, { method: "GET" });
  }

  /** @param {Record<string, unknown>} content */
  tell(content) {
    return this.request("reader", { method: "POST", body: JSON.stringify(content) });
  }

  /** @param {string} place @param {RequestInit} init */
  async request(place, init) {
    const { connection, settings } = this;
    try {
      const url = `${settings.baseUrl}carekit/${place}`;
      const answer = await connection.makeRequest(url, init, settings);
      return answer.ok ? await answer.json() : null;
    } catch {
      // The server is starting or has ended; JupyterLab itself tells the learner of that.
      return null;
    }
  }
}
