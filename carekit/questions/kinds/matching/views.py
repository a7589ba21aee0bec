"""Pairs, in the browser, on paper and in words."""

from __future__ import annotations

from collections.abc import Iterator

from carekit.common.languages import Lang, Text
from carekit.questions import plain_text
from carekit.questions.kinds.matching.model import Matching, ShownMatching
from carekit.questions.markup import in_languages, in_order, listed
from carekit.questions.options import said
from carekit.questions.shown_question import Seen, SeenPart
from carekit.questions.shuffling import shuffled


def for_browser(question: ShownMatching, seed: str) -> Seen:
    """Return both sides, and the order of the right one."""
    left: list[SeenPart] = [{"id": part.id, "say": part.say.by_lang()} for part in question.left]
    order = shuffled(sorted(part.id for part in question.right), seed)
    return {"left": left, "right": said(question.right), "order": order}


def on_paper(seen: Seen) -> str:
    """Return the left side with blanks, and the right side with letters to put there."""
    left = listed(seen["left"], "___")
    letters = (chr(ord("A") + place) for place in range(26))
    right = "".join(
        f"<li>{next(letters)}. {in_languages(part['say'], 'span', '{}', '<br>')}</li>"
        for part in in_order(seen["right"], seen["order"])
    )
    return f'{left}<ul style="list-style: none">{right}</ul>'


def in_words(seen: Seen, lang: Lang) -> list[str]:
    """Return both sides with their ids."""
    left = plain_text.listed(seen["left"], [part["id"] for part in seen["left"]], lang)
    return ["", *left, "", *plain_text.listed(seen["right"], seen["order"], lang)]


def answer_form(question: ShownMatching) -> str:
    """Return a list of pairs without their right sides."""
    pairs = ", ".join(f'"{part.id}=…"' for part in question.left)
    return f"[{pairs}]"


def beside(question: Matching) -> Iterator[tuple[str, Text]]:
    """Yield the parts of both sides."""
    for part in (*question.left, *question.right):
        yield part.id, part.say
