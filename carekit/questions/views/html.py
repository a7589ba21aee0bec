"""Questions in plain HTML for print: every language, every option, no key."""

from __future__ import annotations

from carekit.common.interface_text import words_for_browser
from carekit.questions.kinds import KINDS
from carekit.questions.markup import in_languages
from carekit.questions.shown_question import Seen


def on_paper(questions: list[Seen]) -> str:
    """Return questions, as they are sent to the browser, as one HTML fragment."""
    # A question that runs over the edge of a page is hard to answer.
    keep = 'style="break-inside: avoid"'
    items = "".join(f"<li {keep}>{_question(question)}</li>" for question in questions)
    note = in_languages(words_for_browser("quiz")["run-to-answer"], "p", "<em>{}</em>")
    return f'<div class="care-paper"><ol>{items}</ol>{note}</div>'


def _question(question: Seen) -> str:
    ask = in_languages(question["ask"], "p", "<strong>{}</strong>")
    return ask + KINDS[question["kind"]].on_paper(question)
