"""The reader bar: the language of the notebook, the size of its words, and words to look up."""

from __future__ import annotations

from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

from carekit.common.course import find_root
from carekit.common.languages import Lang, languages
from carekit.learner.collected_words import collect, is_collected
from carekit.learner.event_log import NotSaved, Record
from carekit.learner.review_cards import Deck
from carekit.vocabulary.audio_clips import clips_of
from carekit.vocabulary.clip_url import as_data_url
from carekit.vocabulary.lookup import lexicon
from carekit.widgets.assets import drawn_by, words_for_browser
from carekit.widgets.base import Widget, learner_record, statement_not_saved

# What goes wrong here is told in the words of the widgets where it goes wrong as well.
_SHARED = {"quiz": ("waiting",), "review": ("not-saved", "disk-full")}


def reader() -> Reader:
    """Return the bar that switches the language of the notebook's text and of all widgets."""
    return Reader(find_root())


class Reader(Widget):
    """One row of buttons and a field; language and size hold for the next start.

    The lexicon is sent once and when the browser asks: reading the word files takes a second, and
    a notebook that is only graded never needs them. Looking up then works without the kernel,
    which only gives the clips of a word and takes it into the review.
    """

    _esm = drawn_by("reader", "js")
    _css = drawn_by("reader", "css")

    def __init__(self, root: Path, record: Record | None = None) -> None:
        """Start in the language the learner chose last."""
        super().__init__(root, ["reader"])
        shared = {widget: words_for_browser(widget) for widget in _SHARED}
        extra = {key: shared[widget][key] for widget, keys in _SHARED.items() for key in keys}
        self.words = {**self.words, **extra}
        self._record = record or learner_record(root)

    @cached_property
    def _things(self) -> frozenset[str]:
        return Deck(self._root).things

    def _do(self, content: dict[str, object], lang: Lang) -> None:
        name = str(content.get("id"))
        match content.get("do"):
            case "lexicon":
                made = lexicon(self._root, self._things)
                self.send({"lexicon": asdict(made)})
            case "open":
                clips = clips_of(self._root).get(name, {})
                sounds = {spoken: as_data_url(path) for spoken, path in clips.items()}
                added = "before" if is_collected(self._record, name) else None
                self.send({"about": name, "clips": sounds, "added": added})
            case "add" if name in self._things:
                self.send({"about": name, **self._add(name, lang)})

    def _add(self, name: str, lang: Lang) -> dict[str, Any]:
        """Take a word or term into the review, once, and return what to tell the browser."""
        try:
            return {"added": "now" if collect(self._record, name, lang) else "before"}
        except NotSaved as error:
            return {"trouble": statement_not_saved(error, self._record)}

    def __repr__(self) -> str:
        """Return one line; it is what a front end without widgets shows."""
        return " · ".join(lang.label for lang in languages())
