"""What the browser's half is told: the course, where the learner stands, words, the language.

Nothing here knows Jupyter's server, which imports it when the first page asks: a server that
starts does not wait for it.
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from carekit.common.course import card, learner_folder, reading_lang, remember_lang
from carekit.common.files import shown
from carekit.common.interface_text import language_for_browser, words_for_browser
from carekit.common.languages import Lang, as_lang, languages, languages_of
from carekit.labextension.course_pages import CoursePage, course_pages
from carekit.learner.collected_words import collect, is_collected
from carekit.learner.event_log import NOBODY, NotSaved, Record

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


def standing(root: Path) -> object:
    """Return where the learner of a course stands now, as data."""
    from carekit.labextension.learner_standing import course_standing

    return asdict(course_standing(root, datetime.now().astimezone()))


def words_to_look_up(root: Path) -> object:
    """Return the ``Lexicon`` of a course, as data."""
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


def reader_answer(root: Path, asked: dict[str, object]) -> object:
    """Do what the strip asks as a reader bar asks its kernel, and return what is to be told.

    ``do`` is ``lang`` (keep the language), ``open`` (what there is of a word) or ``add`` (collect
    it). Raises ValueError for anything else, and for a language that is none of the course's.
    """
    lang, name = as_lang(str(asked.get("lang"))), str(asked.get("id", ""))
    match asked.get("do"):
        case "lang" if lang:
            return _keep(root, lang)
        case "open":
            return about_word(root, name)
        case "add" if lang:
            return add_word(root, Record(learner_folder(root), actor=_actor()), name, lang)
    raise ValueError("`do` is one of lang, open and add, with a language of the course")
