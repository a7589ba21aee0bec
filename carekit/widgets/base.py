"""The base of all widgets: languages, messages from the browser, paper, notices, the record."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from carekit.common.course import learner_folder, reading_lang, remember_lang
from carekit.common.files import shown
from carekit.common.interface_text import language_for_browser
from carekit.common.languages import Lang, as_lang, languages
from carekit.learner.event_log import NotSaved, Record
from carekit.questions.shown_question import Seen
from carekit.questions.views.html import on_paper
from carekit.widgets.assets import words_for_browser

MimeBundle = tuple[dict[str, Any], dict[str, Any]]
"""What a display shows by media type, and what is said about it by media type."""


class Widget(anywidget.AnyWidget):
    """A widget that holds its words in all languages, so that switching needs no Python."""

    words = traitlets.Dict().tag(sync=True)
    lang = traitlets.Unicode().tag(sync=True)
    languages: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)

    def __init__(self, root: Path, said_in: Sequence[str] = (), **traits: object) -> None:
        """Start in the language the learner chose last.

        ``said_in`` names the widgets whose words this one has; of two with
        the same key the later one wins.
        """
        self._root = root
        said = {key: text for name in said_in for key, text in words_for_browser(name).items()}
        shown_in = [language_for_browser(one) for one in languages()]
        lang = str(reading_lang(root))
        super().__init__(words=said, lang=lang, languages=shown_in, **traits)
        self.on_msg(lambda _widget, content, _buffers: self.receive(content))

    def _in_print(self) -> str | None:
        """Return the HTML that a print or a page without a kernel shows, or None for nothing."""
        return None

    def _repr_mimebundle_(self, **kwargs: Any) -> MimeBundle | None:
        """Return the live view and, where the widget has words for it, what paper shows."""
        bundle = super()._repr_mimebundle_(**kwargs)
        paper = self._in_print()
        if bundle is not None and paper is not None:
            bundle[0]["text/html"] = paper
        return bundle

    def _ipython_display_(self) -> None:
        """Show the card, and below it what a print shows instead.

        They are two outputs, because of one a page that was saved or exported shows the live card
        only, which is nothing where no kernel runs. Where the card lives, its style hides the
        words.
        """
        from IPython.display import display

        data, metadata = self._repr_mimebundle_() or ({"text/plain": repr(self)}, {})
        paper = data.get("text/html")
        if paper:
            del data["text/html"]
        display(data, metadata=metadata, raw=True)
        if paper:
            display({"text/html": f'<div class="care-twin">{paper}</div>'}, raw=True)

    def receive(self, content: dict[str, Any]) -> None:
        """Do what the browser asks, or nothing when it asks for something unknown."""
        lang = as_lang(content.get("lang"))
        if lang is None:
            return
        if content.get("do") == "lang":
            self._remember(lang)
        else:
            self._do(content, lang)

    def _do(self, content: dict[str, object], lang: Lang) -> None:
        """Do what only one kind of widget can; most have nothing of their own."""

    def _remember(self, lang: Lang) -> None:
        self.lang = str(lang)
        try:
            remember_lang(self._root, lang)
        except OSError:
            # Only the next start is poorer for it; the choice holds in this browser.
            return


class QuestionCards(Widget):
    """A widget that asks questions: it has them on paper too, and notices above them."""

    questions: traitlets.List[Seen] = traitlets.List().tag(sync=True)
    notices: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)

    def _in_print(self) -> str:
        return on_paper(self.questions)


def learner_record(root: Path) -> Record:
    """Return the record of whoever learns here, in the learner's own folder."""
    return Record(learner_folder(root), actor=actor())


def actor() -> str:
    """Return who learns here: the hub's user, or ``learner`` on a machine of one's own."""
    return os.environ.get("JUPYTERHUB_USER", "learner")


def sentence(says: str, **values: str) -> dict[str, Any]:
    """Return a sentence as the browser takes it: its key in the words, and its gaps."""
    return {"says": says, "values": values}


def not_saved(*, full: bool, place: Path) -> dict[str, Any]:
    """Return the notice that ``place`` could not be written: the disk is full, or it is closed."""
    return sentence("disk-full" if full else "not-saved", path=shown(place))


def statement_not_saved(error: NotSaved, record: Record) -> dict[str, Any]:
    """Return the notice that a line of the learner's record could not be written."""
    return not_saved(full=error.full, place=record.folder)
