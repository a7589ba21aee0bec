"""What every widget of ours does with languages: know one, offer three, remember the choice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from carekit.course import reading_lang, remember_lang
from carekit.lang import Lang, as_lang
from carekit.widgets.words import words_for_browser


class Multilingual(anywidget.AnyWidget):
    """A widget that holds its words in all languages, so that switching needs no Python."""

    words = traitlets.Dict().tag(sync=True)
    lang = traitlets.Unicode().tag(sync=True)

    def __init__(self, root: Path, name: str = "", **traits: Any) -> None:
        """Start in the language the learner chose last; ``name`` is the widget's in ui.yml.

        A widget without words of its own has no ``name``.
        """
        self._root = root
        said = words_for_browser(name) if name else {}
        super().__init__(words=said, lang=reading_lang(root).value, **traits)
        self.on_msg(self._receive)

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

    def _receive(self, _: Any, content: dict[str, Any], __: Any) -> None:
        """Do what the browser asks, or nothing when it asks for something unknown."""
        lang = as_lang(content.get("lang"))
        if lang is None:
            return
        if content.get("do") == "lang":
            self._remember(lang)
        else:
            self._do(content, lang)

    def _do(self, content: dict[str, Any], lang: Lang) -> None:
        """Do what only one kind of widget can; most have nothing of their own."""

    def _remember(self, lang: Lang) -> None:
        self.lang = lang.value
        try:
            remember_lang(self._root, lang)
        except OSError:
            # Only the next start is poorer for it; the choice holds in this browser.
            return
