"""The folder of pages: one folder for each language, and the files that all of them use."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from carekit.authoring.build import build
from carekit.authoring.build.lesson import make_lesson
from carekit.authoring.build.refusals import say
from carekit.authoring.build.targets import targets
from carekit.authoring.offline_pages.cells import PageCells, page_cells
from carekit.authoring.offline_pages.prose import Folder
from carekit.authoring.offline_pages.run_lesson import Lesson, run_lesson
from carekit.common.course import card
from carekit.common.files import ContentError, Fault, refuse, shown, write_atomic
from carekit.common.interface_text import language_for_browser, words_for_browser
from carekit.common.kit_words import texts
from carekit.common.languages import Lang, languages
from carekit.questions.loading import load_banks
from carekit.vocabulary.audio_clips import FOLDER as CLIPS
from carekit.vocabulary.audio_clips import MANIFEST, clips_of
from carekit.vocabulary.glossary import Term, load_terms
from carekit.vocabulary.lookup import lexicon

HERE = Path(__file__).parent
MARK = "carekit-pages.json"
"""This file lists what was written into a folder; only that is written over or taken away."""

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class WrittenPages:
    """What was written: the page to open, and the cells that ended with an error, by lesson."""

    first: Path
    raised: dict[str, list[str]]


@dataclass(frozen=True)
class _Page:
    name: str
    title: str
    cells: PageCells


def write_pages(
    root: Path,
    out: Path,
    langs: Sequence[Lang] = (),
    *,
    order: Sequence[str] = (),
    progress: Progress | None = None,
) -> WrittenPages:
    """Write the course's lessons as pages into ``out``, in each of ``langs``; all by default.

    Lessons are made from their texts and run, each in a kernel of its own. ``order`` names lessons
    in the order of the pages; those it does not name come behind them. A question that counts
    is on no page. Raises ContentError for a mistake in a text or a bank, for a course
    without lessons, and where ``out`` holds something else than such pages; then nothing is
    written.
    """
    _refuse_other_folder(out)
    chosen = list(langs) or list(languages())
    terms, banks = load_terms(root), load_banks(root)
    wanted = [target for target in targets(root) if target.kind == "lesson"]
    places = {name: place for place, name in enumerate(order)}
    wanted.sort(key=lambda target: places.get(Path(target.path).stem, len(places)))
    if not wanted:
        raise ContentError(say("no-lessons", folder=shown(root / "content" / "lessons")))
    _refuse_old_words(root)
    notebooks = _made(root, [target.made_from for target in wanted], terms)
    lessons = []
    for done, (target, notebook) in enumerate(zip(wanted, notebooks, strict=True)):
        if progress:
            progress(done, len(wanted), target.path)
        lessons.append(run_lesson(root, Path(target.path).stem, notebook, chosen[0]))
    files = dict(_shared(root))
    words = texts("offline-pages")
    for lang in chosen:
        folder = Folder([one.name for one in lessons], root / "notebooks", words, lang)
        made = [_page(one, page_cells(one, banks, folder)) for one in lessons]
        files |= _Drawer(root, lang, chosen, folder).written(made)
    if len(chosen) > 1:
        start = _environment().get_template("start.html.j2")
        html = start.render(langs=chosen, title=card(root).title)
        files["index.html"] = html.encode()
    _put(out, files)
    first = out / ("index.html" if len(chosen) > 1 else f"{chosen[0]}/index.html")
    return WrittenPages(first, {one.name: one.raised for one in lessons if one.raised})


def _put(out: Path, files: Mapping[str, bytes]) -> None:
    """Write the files, and take away those of the last time that are no more."""
    for name in _listed(out) or []:
        if name not in files and ".." not in Path(name).parts:
            (out / name).unlink(missing_ok=True)
    for name, data in files.items():
        write_atomic(out / name, data)
    write_atomic(out / MARK, json.dumps({"files": sorted(files)}, indent=1) + "\n")


def _listed(out: Path) -> list[str] | None:
    """Return what was written into a folder the last time, or None where that is not known."""
    try:
        files = json.loads((out / MARK).read_text(encoding="utf-8"))["files"]
        return [name for name in files if isinstance(name, str)]
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _refuse_old_words(root: Path) -> None:
    """Stop where charts would say other words than their texts have now: they read made files."""
    words = [target.path for target in targets(root) if target.kind == "words"]
    stale = build(root, check=True, only=words).stale
    refuse([Fault(root / path, 1, "", say("not-made")) for path in stale])


def _made(root: Path, paths: Sequence[str], terms: Mapping[str, Term]) -> list[bytes]:
    """Return the notebook of each text. Raises ContentError with the mistakes of all texts."""
    found, errors = [], []
    for path in paths:
        try:
            found.append(make_lesson(root, root / path, terms))
        except ContentError as error:
            errors.append(str(error))
    if errors:
        raise ContentError("\n".join(errors))
    return found


def _refuse_other_folder(out: Path) -> None:
    if out.is_file() or (out.is_dir() and any(out.iterdir()) and _listed(out) is None):
        raise ContentError(say("not-ours", folder=shown(out)))


def _page(lesson: Lesson, cells: PageCells) -> _Page:
    title = next((part.heading for part in cells.parts if part.heading), lesson.name)
    return _Page(lesson.name, title, cells)


def _shared(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what the pages of all languages load: script, style, words to look up, their sounds."""
    for name in ("page.js", "page.css"):
        yield f"assets/{name}", (HERE / "made" / name).read_bytes()
    clips = clips_of(root) if (root / CLIPS / MANIFEST).is_file() else {}
    sounds: dict[str, dict[str, str]] = {}
    for thing, by_lang in clips.items():
        for spoken, path in by_lang.items():
            copy = f"assets/audio/{path.relative_to(root / CLIPS).as_posix()}"
            sounds.setdefault(thing, {})[spoken] = f"../{copy}"
            yield copy, path.read_bytes()
    told = {"lexicon": asdict(lexicon(root)), "sounds": sounds}
    yield "assets/lexicon.js", f"globalThis.careLexicon = {_json(told)};\n".encode()


class _Drawer:
    """Draws the pages of one language."""

    def __init__(self, root: Path, lang: Lang, langs: Sequence[Lang], folder: Folder) -> None:
        self._root, self._lang, self._langs = root, lang, langs
        self._words = {key: text[lang] for key, text in folder.words.items()}

    def written(self, pages: list[_Page]) -> dict[str, bytes]:
        """Return every page, the contents and what the search looks through, by path."""
        drawn = {"index.html": self._drawn(pages, "index", page=None, before=None, after=pages[0])}
        for at, page in enumerate(pages):
            before = pages[at - 1] if at else None
            after = pages[at + 1] if at + 1 < len(pages) else None
            html = self._drawn(pages, page.name, page=page, before=before, after=after)
            drawn[f"{page.name}.html"] = html
        found = [entry for page in pages for entry in _searched(page)]
        drawn["search.js"] = f"globalThis.careSearch = {_json(found)};\n"
        return {f"{self._lang}/{name}": said.encode() for name, said in drawn.items()}

    def _drawn(self, pages: list[_Page], name: str, **more: Any) -> str:
        page: _Page | None = more["page"]
        told = {
            "course": card(self._root).id,
            "lang": self._lang,
            # All of them: a look-up card says what a word is called in each.
            "languages": [language_for_browser(one) for one in languages()],
            "words": {one: words_for_browser(one) for one in ("quiz", "reader")},
            "page": self._words,
            "cards": page.cells.cards if page else {},
        }
        return (
            _environment()
            .get_template("page.html.j2")
            .render(
                lang=self._lang,
                others=[one for one in self._langs if one != self._lang],
                course=card(self._root).title[self._lang],
                words=self._words,
                pages=pages,
                name=name,
                data=_json(told),
                **more,
            )
        )


def _searched(page: _Page) -> list[dict[str, str]]:
    """Return what the search finds on a page: each cell's words, below the heading they stand."""
    found, heading = [], page.title
    for part in page.cells.parts:
        heading = part.heading or heading
        if part.words:
            at = f"{page.name}.html#{part.id}"
            found.append({"at": at, "page": page.title, "under": heading, "says": part.words})
    return found


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
    )


def _json(data: object) -> str:
    # Inside a page `</script` would end the element that holds it.
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
