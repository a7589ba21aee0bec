"""Questions in plain HTML for print and preview: every language, every option, no key."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from carekit.lang import Lang
from carekit.widgets.words import words_for_browser

_BOXES = {"single": "○", "multiple": "☐"}


def on_paper(questions: list[dict[str, Any]]) -> str:
    """Return questions, as they are sent to the browser, as one HTML fragment."""
    items = "".join(f"<li>{_question(question)}</li>" for question in questions)
    note = _languages(words_for_browser("quiz")["run-to-answer"], "p", "<em>{}</em>")
    return f'<div class="care-paper"><ol>{items}</ol>{note}</div>'


def _question(question: dict[str, Any]) -> str:
    ask = _languages(question["ask"], "p", "<strong>{}</strong>")
    if "choices" not in question:
        line = f"________ {_languages(question.get('unit', {}), 'span', '{}', ' ')}"
        return f"{ask}<p>{line}</p>"
    box = _BOXES.get(question["kind"], "☐")
    by_id = {choice["id"]: choice for choice in question["choices"]}
    options = (_languages(by_id[name]["say"], "span", "{}", "<br>") for name in question["order"])
    lines = "".join(
        f'<li style="list-style: none">{box} <span style="display: inline-block; '
        f'vertical-align: top">{option}</span></li>'
        for option in options
    )
    return f"{ask}<ul>{lines}</ul>"


def _languages(text: dict[str, str], tag: str, frame: str, between: str = "") -> str:
    """Return one element for each language, marked with it."""
    return between.join(
        f'<{tag} lang="{lang}">{frame.format(_marked(text[lang]))}</{tag}>'
        for lang in Lang
        if lang in text
    )


def _marked(said: str) -> str:
    """Return escaped words with `code` and **bold** as elements."""
    html = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(said))
    return re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", html)
