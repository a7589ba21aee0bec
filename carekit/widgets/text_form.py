"""A question that counts in plain words, for front ends that can show no card."""

from __future__ import annotations

from carekit.common.languages import Lang
from carekit.questions.kinds import kind_of
from carekit.questions.views.without_key import Asked
from carekit.widgets.assets import words


def in_words(question: Asked, seed: str, lang: Lang, variant: int | None = None) -> str:
    """Return a question with the ids of what can be answered, and a line that shows how.

    Its parts stand in the order in which the card of the same ``seed`` has them.
    """
    seen = question.for_browser(seed)
    kind = kind_of(question)
    lines = [question.ask[lang], *kind.in_words(seen, lang)]
    drawn = "" if variant is None else f", variant={variant}"
    call = f'quiz.answer("{question.id}", {kind.answer_form(question)}{drawn})'
    return "\n".join([*lines, "", words("graded")["text-form"][lang].format(call=call)])
