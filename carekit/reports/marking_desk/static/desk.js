// @ts-check
// The marking desk in the browser: it shows a sheet, sends marks one after the other and goes on
// to the next answer without waiting for them. What a mark is worth is decided by the server.

/**
 * @typedef {Record<string, string>} Said  words by language
 * @typedef {{points: number, comment: string}} Mark
 * @typedef {{key: string, html: string, count: number, group: number, mark: Mark | null,
 *   earlier: Mark | null, names: string[]}} Card
 * @typedef {{answers: number, same: number, kappa: number | null, low: number | null,
 *   high: number | null}} Agreement
 * @typedef {{done: number, total: number, agreement: Agreement | null,
 *   apart: {html: string, first: number, second: number}[]}} Compared
 * @typedef {{task: {id: string, title: Said, question: string, scheme: string, model: string,
 *   most: number, levels: number[]}, cards: Card[], unanswered: number,
 *   comments: {text: string, count: number}[], compared: Compared | null,
 *   tasks: {id: string, title: Said, done: number, total: number}[]}} Sheet
 * @typedef {{languages: {tag: string, label: string, direction: string}[], chosen: string,
 *   words: Record<string, Said>, title: Said, marker: string, second: boolean, chinese: boolean,
 *   lost: number}} Words
 */

const KEY = "care-mark-key";
const FEWEST = 10;
const MOST_COMMENTS = 9;

/** @param {string} id @returns {HTMLElement} */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const comment = /** @type {HTMLTextAreaElement} */ (at("comment"));
const points = /** @type {HTMLInputElement} */ (at("points"));
const keysOn = /** @type {HTMLInputElement} */ (at("keys-on"));

/** @type {Words} */
let words;
/** @type {Sheet} */
let sheet;
let lang = "en";
let now = 0;
let waiting = 0;
/** @type {{key: string, gaps: Record<string, string | number>, kind: string} | null} */
let notice = null;
/** @type {Promise<void>} */
let queue = Promise.resolve();

/** @param {string} key @param {Record<string, string | number>} [gaps] */
function say(key, gaps = {}) {
  const said = words.words[key]?.[lang] ?? key;
  return said.replace(/\{(\w+)\}/g, (whole, name) => String(gaps[name] ?? whole));
}

/** @param {number} value */
const number = (value) => String(Math.round(value * 100) / 100);

/**
 * @param {string} what
 * @param {Record<string, unknown>} [asked]
 */
async function ask(what, asked = {}) {
  let answer;
  try {
    answer = await fetch(`/api/${what}`, {
      method: "POST",
      headers: { Authorization: `Key ${sessionStorage.getItem(KEY) ?? ""}` },
      body: JSON.stringify({ ...asked, lang }),
    });
  } catch {
    throw new Error(say("no-server"));
  }
  if (answer.status === 403) throw new Error("key");
  const made = answer.ok || answer.status === 409 ? await answer.json() : {};
  if (!answer.ok) throw new Error(made.why ?? `${answer.status} ${answer.statusText}`);
  return made;
}

/**
 * @param {string} key
 * @param {Record<string, string | number>} [gaps]
 * @param {"good" | "bad"} [kind]
 */
function tell(key, gaps = {}, kind = "bad") {
  notice = key ? { key, gaps, kind } : null;
  drawNotice();
}

function drawNotice() {
  at("notice").hidden = !notice;
  at("notice").className = notice?.kind ?? "";
  at("notice").textContent = notice ? say(notice.key, notice.gaps) : "";
}

/** @param {string} tag @param {string} text @param {Record<string, string>} [attributes] */
function made(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** @param {string} text @param {() => void} pressed */
function button(text, pressed) {
  const element = made("button", text, { type: "button" });
  element.addEventListener("click", pressed);
  return element;
}

const card = () => sheet.cards[now];
const done = () => sheet.cards.reduce((sum, one) => sum + (one.mark ? one.count : 0), 0);
const total = () => sheet.cards.reduce((sum, one) => sum + one.count, 0);

function drawFrame() {
  document.documentElement.lang = lang;
  const chosen = words.languages.find((one) => one.tag === lang);
  document.documentElement.dir = chosen?.direction ?? "ltr";
  document.title = `${say("desk")} · ${words.title[lang]}`;
  at("title").textContent = words.title[lang] ?? "";
  at("who").textContent = words.second ? say("second", { name: words.marker }) : say("desk");
  for (const element of document.querySelectorAll("[data-say]")) {
    element.textContent = say(/** @type {HTMLElement} */ (element).dataset.say ?? "");
  }
  at("languages").replaceChildren(
    made("legend", say("language")),
    ...(words.languages.length > 1 ? words.languages : []).map((one) => {
      const element = button(one.label, () => choose(one.tag));
      element.lang = one.tag;
      element.setAttribute("aria-pressed", String(one.tag === lang));
      return element;
    }),
  );
  const keys = [
    [`0–${sheet.task.levels.length - 1}`, "key-level"],
    ["c", "key-comment"],
    ["Shift+1–9", "key-reuse"],
    ["p", "key-points"],
    ["← →", "key-move"],
    ["n", "next-open"],
    ["u", "undo"],
    ["[ ]", "key-task"],
  ];
  at("keys").replaceChildren(
    ...keys.flatMap(([key, what]) => {
      const term = made("dt", "");
      term.append(made("kbd", key ?? ""));
      return [term, made("dd", say(what ?? ""))];
    }),
  );
}

function drawTasks() {
  at("tasks").setAttribute("aria-label", say("tasks"));
  at("tasks").replaceChildren(
    ...(sheet.tasks.length > 1 ? sheet.tasks : []).map((one) => {
      const here = one.id === sheet.task.id;
      const count = here ? `${done()}/${total()}` : `${one.done}/${one.total}`;
      const element = button(`${one.title[lang]} · ${count}`, () => open(one.id));
      element.setAttribute("aria-current", String(here));
      return element;
    }),
  );
  const gaps = { done: done(), total: total() };
  at("progress").textContent = say("progress", gaps);
  const meter = /** @type {HTMLProgressElement} */ (at("meter"));
  meter.max = Math.max(1, total());
  meter.value = done();
  meter.setAttribute("aria-label", say("progress", gaps));
  at("saved").textContent = say(waiting ? "saving" : "saved", { count: waiting });
}

function drawBeside() {
  at("scheme").innerHTML = sheet.task.scheme;
  if (!sheet.task.scheme) at("scheme").textContent = say("no-scheme");
  at("question").innerHTML = sheet.task.question;
  at("model").innerHTML = sheet.task.model;
  at("question-part").hidden = !sheet.task.question;
  at("model-part").hidden = !sheet.task.model;
  const notes = sheet.unanswered ? [say("unanswered", { count: sheet.unanswered })] : [];
  if (!words.chinese) notes.push(say("no-chinese"));
  at("notes").textContent = notes.join(" ");
  const both = sheet.compared;
  at("compared").hidden = !both;
  if (both) {
    at("agreement").textContent = compared(both);
    at("apart").replaceChildren(
      ...both.apart.map((one) => {
        const part = made("div", "", { class: "other", dir: "auto" });
        part.innerHTML = one.html;
        const gaps = { first: number(one.first), second: number(one.second) };
        part.prepend(made("p", say("apart", gaps), { class: "soft", dir: "ltr" }));
        return part;
      }),
    );
  }
}

/** @param {Compared} both */
function compared(both) {
  const told = both.agreement;
  if (!told) return say("agreement-waits", { done: both.done, total: both.total });
  const few = told.answers < FEWEST ? ` ${say("agreement-few", { fewest: FEWEST })}` : "";
  const gaps = { answers: told.answers, same: told.same };
  if (told.kappa === null) return say("agreement-none", gaps) + few;
  const kappa = told.kappa.toFixed(2);
  if (told.low === null || told.high === null)
    return say("agreement-no-interval", { ...gaps, kappa }) + few;
  const [low, high] = [told.low.toFixed(2), told.high.toFixed(2)];
  return say("agreement-is", { ...gaps, kappa, low, high }) + few;
}

function drawCard() {
  const one = card();
  for (const id of ["levels", "own", "library", "answer"]) at(id).hidden = !one;
  comment.hidden = !one;
  at("answer-title").textContent = say("answer");
  if (!one) {
    at("at").textContent = "";
    at("told").textContent = "";
    at("state").textContent = say("nothing-here");
    at("state").className = "open";
    return;
  }
  at("at").textContent = say("answer-at", { at: now + 1, count: sheet.cards.length });
  const told = [];
  if (one.count > 1) told.push(say("same", { count: one.count }));
  if (now > 0 && sheet.cards[now - 1]?.group === one.group) told.push(say("alike"));
  if (one.names.length) told.push(say("names", { names: one.names.join(", ") }));
  at("told").textContent = told.join(" · ");
  at("answer").innerHTML = one.html;
  const earlier = one.earlier && !one.mark;
  at("state").textContent = one.mark
    ? say("marked", { points: number(one.mark.points) })
    : one.earlier
      ? say("earlier", { points: number(one.earlier.points) })
      : say("unmarked");
  at("state").className = one.mark ? "given" : "open";
  const given = one.mark?.points ?? null;
  at("levels").replaceChildren(
    made("legend", say("levels")),
    ...sheet.task.levels.map((worth, level) => {
      const element = button("", () => give(worth));
      element.append(made("kbd", String(level)), say("level", { points: number(worth) }));
      element.setAttribute("aria-pressed", String(given === worth));
      return element;
    }),
  );
  at("points-label").textContent = say("own-points", { most: number(sheet.task.most) });
  points.max = String(sheet.task.most);
  points.value = given !== null && !sheet.task.levels.includes(given) ? number(given) : "";
  comment.value = (one.mark ?? (earlier ? one.earlier : null))?.comment ?? "";
  drawLibrary();
}

function drawLibrary() {
  const some = sheet.comments.slice(0, MOST_COMMENTS);
  at("library").hidden = !some.length || !card();
  at("comments").replaceChildren(
    ...some.map((one, place) => {
      const row = document.createElement("li");
      const element = button("", () => reuse(place));
      const count = one.count ? say("used", { count: one.count }) : say("elsewhere");
      element.append(
        made("kbd", `⇧${place + 1}`),
        made("span", one.text, { class: "text", dir: "auto" }),
        made("span", count, { class: "soft" }),
      );
      row.append(element);
      return row;
    }),
  );
}

function drawAll() {
  drawFrame();
  drawTasks();
  drawBeside();
  drawCard();
  drawNotice();
}

/** @param {number} place */
function go(place) {
  now = Math.min(Math.max(place, 0), Math.max(0, sheet.cards.length - 1));
  drawCard();
}

/** Go to the next card that has no mark, from the one after this and round to it. */
function goOpen() {
  const count = sheet.cards.length;
  for (let step = 1; step <= count; step += 1) {
    const place = (now + step) % count;
    if (!sheet.cards[place]?.mark) return go(place);
  }
  drawCard();
}

/** @param {number} place */
function reuse(place) {
  const text = sheet.comments[place]?.text;
  if (text === undefined) return;
  comment.value =
    comment.value.trim() && comment.value !== text ? `${comment.value.trim()} ${text}` : text;
}

/** @param {string} text @param {number} count */
function used(text, count) {
  if (!text) return;
  const known = sheet.comments.find((one) => one.text === text);
  if (known) known.count += count;
  else sheet.comments.push({ text, count });
  sheet.comments.sort((one, other) => other.count - one.count);
}

/**
 * Give the card points, show the next one at once, and send the mark behind those that wait.
 * @param {number} worth
 */
function give(worth) {
  const one = card();
  if (!one) return;
  const task = sheet.task.id;
  const before = one.mark;
  const text = comment.value.trim();
  one.mark = { points: worth, comment: text };
  used(text, one.count);
  waiting += 1;
  tell("");
  queue = queue.then(async () => {
    try {
      const asked = { task, key: one.key, points: worth, comment: text };
      const { inTheWay } = await ask("mark", asked);
      if (inTheWay) {
        const gaps = {
          points: inTheWay.points === null ? "–" : number(inTheWay.points),
          comment: inTheWay.comment || say("none"),
        };
        failed(one, inTheWay.points === null ? null : inTheWay, "in-the-way", gaps, text);
      }
    } catch (error) {
      refuse(error, one, before, text);
    }
    waiting -= 1;
    drawTasks();
    // What was not saved stays on the page until its marker has read it.
    const told = notice?.kind === "bad";
    if (!waiting && !told && sheet.cards.every((each) => each.mark)) await refresh();
  });
  drawTasks();
  goOpen();
  at("answer-title").focus({ preventScroll: true });
}

/**
 * Come back to a card whose mark was not saved, with what its marker wrote.
 * @param {Card} one @param {Mark | null} mark @param {string} key
 * @param {Record<string, string>} gaps @param {string} text
 */
function failed(one, mark, key, gaps, text) {
  one.mark = mark;
  used(text, -one.count);
  const place = sheet.cards.indexOf(one);
  if (place >= 0) {
    go(place);
    comment.value = text;
  }
  tell(key, gaps);
}

/** @param {unknown} error @param {Card} one @param {Mark | null} before @param {string} text */
function refuse(error, one, before, text) {
  const why = error instanceof Error ? error.message : String(error);
  failed(one, before, "failed", { why }, text);
}

async function undo() {
  await queue;
  try {
    const { task } = await ask("undo");
    if (task === null) return tell("nothing-to-undo");
    const marked = new Set(sheet.cards.filter((one) => one.mark).map((one) => one.key));
    const sameTask = task === sheet.task.id;
    await open(task);
    const back = sheet.cards.findIndex((one) => !one.mark && marked.has(one.key));
    if (sameTask && back >= 0) go(back);
    tell("undone", {}, "good");
  } catch (error) {
    tell("failed", { why: error instanceof Error ? error.message : String(error) });
  }
}

/** Read the sheet again and stay at the card. */
async function refresh() {
  const here = card()?.key;
  sheet = await ask("sheet", { task: sheet.task.id });
  const place = sheet.cards.findIndex((one) => one.key === here);
  now = Math.max(0, place);
  drawTasks();
  drawBeside();
  drawCard();
  if (sheet.cards.length) tell("done", {}, "good");
}

/** @param {string} task */
async function open(task) {
  await queue;
  sheet = await ask("sheet", { task });
  now = Math.max(
    0,
    sheet.cards.findIndex((one) => !one.mark),
  );
  notice = null;
  drawAll();
}

/** @param {number} step */
function openBeside(step) {
  const place = sheet.tasks.findIndex((one) => one.id === sheet.task.id) + step;
  const other = sheet.tasks[place];
  if (other) open(other.id);
}

/** @param {string} tag */
function choose(tag) {
  const text = comment.value;
  lang = tag;
  drawAll();
  comment.value = text;
  const pressed = document.querySelector('#languages [aria-pressed="true"]');
  if (pressed instanceof HTMLElement) pressed.focus();
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const inField = event.target === comment || event.target === points;
  if (inField) {
    const leaves = event.key === "Escape" || (event.key === "Enter" && !event.shiftKey);
    if (leaves && !event.isComposing && event.target === comment) {
      event.preventDefault();
      comment.blur();
    } else if (event.key === "Escape") points.blur();
    return;
  }
  if (!keysOn.checked || event.ctrlKey || event.altKey || event.metaKey) return;
  // By the place of the key: on some keyboards a digit needs Shift.
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  /** @type {Record<string, () => void>} */
  const moves = {
    ArrowLeft: () => go(now - 1),
    ArrowRight: () => go(now + 1),
    n: goOpen,
    u: undo,
    c: () => comment.focus(),
    p: () => points.focus(),
    "[": () => openBeside(-1),
    "]": () => openBeside(1),
  };
  const level = digit === undefined ? undefined : sheet.task.levels[Number(digit)];
  const move = moves[event.key];
  if (digit !== undefined && event.shiftKey) reuse(Number(digit) - 1);
  else if (level !== undefined && !event.repeat) give(level);
  else if (move) move();
  else return;
  event.preventDefault();
}

async function begin() {
  if (location.hash.length > 1) {
    sessionStorage.setItem(KEY, location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
  }
  words = await ask("words");
  lang = words.chosen;
  sheet = await ask("sheet");
  now = Math.max(
    0,
    sheet.cards.findIndex((one) => !one.mark),
  );
  drawAll();
  if (words.lost) tell("lost", { count: words.lost });
  document.addEventListener("keydown", pressed);
  at("previous").addEventListener("click", () => go(now - 1));
  at("next").addEventListener("click", () => go(now + 1));
  at("next-open").addEventListener("click", goOpen);
  at("undo").addEventListener("click", undo);
  at("own").addEventListener("submit", (event) => {
    event.preventDefault();
    give(points.valueAsNumber);
  });
  addEventListener("beforeunload", (event) => {
    if (waiting) event.preventDefault();
  });
}

begin().catch((error) => {
  at("notice").hidden = false;
  // Without the key there are no words yet, so this one sentence is in English.
  at("notice").textContent =
    error.message === "key" ? "Open the address that care mark printed." : error.message;
});

export {};
