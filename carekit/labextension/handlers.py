"""What the browser's half asks Jupyter's server: the course, where the learner stands, words."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError, authenticated

from carekit.common.course import card, learner_folder, reading_lang, remember_lang
from carekit.common.files import ContentError, shown
from carekit.common.interface_text import language_for_browser, words_for_browser
from carekit.common.languages import Lang, as_lang, languages, languages_of
from carekit.labextension.course_pages import CoursePage, course_pages
from carekit.learner.collected_words import collect, is_collected
from carekit.learner.event_log import NOBODY, NotSaved, Record

NAMESPACE = "carekit"
_CARD = Path("course_data") / "course.yml"
# The field of the strip and the card of a word say what the reader bar says.
_SAID_IN = {
    "pages": None,
    "reader": None,
    "quiz": ("waiting",),
    "review": ("not-saved", "disk-full"),
}


@dataclass(frozen=True)
class CourseMap:
    """What the browser knows of a course before anything is run.

    ``prefix`` is the course folder as the server's file browser names it, with a slash at its end,
    or empty; pages' paths begin there. ``lang`` is the language that was read last.
    """

    id: str
    title: dict[str, str]
    prefix: str
    lang: str
    languages: tuple[dict[str, Any], ...]
    words: dict[str, dict[str, str]]
    pages: tuple[CoursePage, ...]


def course_folder(top: Path, place: str) -> Path | None:
    """Return the course that a file of the server lies in, or None.

    ``top`` is the server's folder, ``place`` the file's path below it. A course whose languages
    are not those that this server speaks (``care start`` starts it inside the course) is none.
    """
    top = top.resolve()
    # By its name alone: a link inside the folder leads where whoever laid it wanted.
    here = Path(os.path.normpath(top / place))
    for folder in here.parents:
        if not folder.is_relative_to(top):
            return None
        if (folder / _CARD).is_file():
            return folder if languages_of(folder).langs == languages() else None
    return None


def course_map(top: Path, root: Path) -> CourseMap:
    """Return what the browser knows of a course below the server's folder."""
    above = root.relative_to(top.resolve()).as_posix()
    return CourseMap(
        card(root).id,
        card(root).title.by_lang(),
        "" if above == "." else f"{above}/",
        str(reading_lang(root)),
        tuple(language_for_browser(lang) for lang in languages()),
        words_of_pages(),
        course_pages(root),
    )


def words_of_pages() -> dict[str, dict[str, str]]:
    """Return the words on the strip, in the panel and on the card of a word, by key."""
    found: dict[str, dict[str, str]] = {}
    for part, keys in _SAID_IN.items():
        said = words_for_browser(part)
        found |= {key: said[key] for key in keys} if keys else said
    return found


def _standing(root: Path) -> object:
    from carekit.labextension.learner_standing import course_standing

    return asdict(course_standing(root, datetime.now().astimezone()))


def _lexicon(root: Path) -> object:
    from carekit.learner.review_cards import Deck
    from carekit.vocabulary.lookup import lexicon

    return asdict(lexicon(root, Deck(root).things))


def about_word(root: Path, name: str) -> dict[str, object]:
    """Return the recordings of a word as data URLs, and whether it was collected before."""
    from carekit.vocabulary.audio_clips import clips_of
    from carekit.vocabulary.clip_url import as_data_url

    clips = clips_of(root).get(name, {})
    sounds = {spoken: as_data_url(path) for spoken, path in clips.items()}
    before = is_collected(Record(learner_folder(root)), name)
    return {"about": name, "clips": sounds, "added": "before" if before else None}


def add_word(root: Path, record: Record, name: str, lang: Lang) -> dict[str, object]:
    """Collect a word, and return what the browser tells of it."""
    from carekit.learner.review_cards import Deck

    if name not in Deck(root).things:
        return {"about": name}
    try:
        added = collect(record, name, lang)
    except NotSaved as error:
        says = "disk-full" if error.full else "not-saved"
        told = {"says": says, "values": {"path": shown(record.folder)}}
        return {"about": name, "trouble": told}
    return {"about": name, "added": "now" if added else "before"}


class CourseHandler(APIHandler):
    """What all answers share: the course is found by the path of a file in it."""

    def _root(self, place: object) -> Path:
        """Return the course of a file. Raises HTTPError 404 where it lies in none."""
        root = course_folder(self._top, str(place or ""))
        if root is None:
            raise HTTPError(404, "this file lies in no course of carekit's")
        return root

    @property
    def _top(self) -> Path:
        return Path(self.settings["server_root_dir"]).expanduser()

    async def _answer(self, made: Callable[[], object]) -> None:
        """Send what a function returns; it runs beside the server, which goes on meanwhile."""
        try:
            found = await asyncio.to_thread(made)
        except ContentError as error:
            raise HTTPError(409, str(error)) from None
        self.finish(json.dumps(found, ensure_ascii=False))


class MapHandler(CourseHandler):
    """The course: its pages, languages and words."""

    @authenticated
    async def get(self) -> None:
        """Send the ``CourseMap`` of the course that ``path`` lies in, or null: most files do not.

        An answer that is no error keeps the browser's console quiet.
        """
        root = course_folder(self._top, self.get_query_argument("path", ""))
        await self._answer(lambda: asdict(course_map(self._top, root)) if root else None)


class StandingHandler(CourseHandler):
    """Where the learner stands."""

    @authenticated
    async def get(self) -> None:
        """Send the ``CourseStanding`` of the course that ``path`` lies in."""
        root = self._root(self.get_query_argument("path", ""))
        await self._answer(lambda: _standing(root))


class LexiconHandler(CourseHandler):
    """What can be looked up."""

    @authenticated
    async def get(self) -> None:
        """Send the ``Lexicon`` of the course that ``path`` lies in."""
        root = self._root(self.get_query_argument("path", ""))
        await self._answer(lambda: _lexicon(root))


class ReaderHandler(CourseHandler):
    """What the reader bar asks of a kernel: keep the language, open a word, collect it."""

    @authenticated
    async def post(self) -> None:
        """Do what ``do`` says (``lang``, ``open`` or ``add``) and send what is to be told."""
        asked = self.get_json_body() or {}
        root, lang = self._root(asked.get("path")), as_lang(asked.get("lang"))
        name = str(asked.get("id", ""))
        match asked.get("do"):
            case "lang" if lang:
                await self._answer(lambda: _keep(root, lang))
            case "open":
                await self._answer(lambda: about_word(root, name))
            case "add" if lang:
                record = Record(learner_folder(root), actor=_actor())
                await self._answer(lambda: add_word(root, record, name, lang))
            case _:
                raise HTTPError(400, "`do` is one of lang, open and add, with a language")


def _actor() -> str:
    """Return who learns here, as the widgets call them: the hub's user, or nobody by name."""
    return os.environ.get("JUPYTERHUB_USER", NOBODY)


def _keep(root: Path, lang: Lang) -> dict[str, object]:
    try:
        remember_lang(root, lang)
    except OSError:
        # Only the next start is poorer for it; the choice holds in this browser.
        return {"kept": False}
    return {"kept": True}


def routes(base_url: str) -> list[tuple[str, type[CourseHandler]]]:
    """Return the addresses that this half answers, below the server's own."""
    handlers = {
        "course": MapHandler,
        "standing": StandingHandler,
        "lexicon": LexiconHandler,
        "reader": ReaderHandler,
    }
    return [(url_path_join(base_url, NAMESPACE, name), one) for name, one in handlers.items()]
