"""A question that counts in plain words, for front ends that can show no card."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from carekit.common.languages import Lang
from carekit.questions import gaps_in
from carekit.questions.views.without_key import Asked
from carekit.widgets.assets import words


def in_words(question: Asked, seed: str, lang: Lang, variant: int | None = None) -> str:
    """Return a question with the ids of what can be answered, and a line that shows how.

    Its parts stand in the order in which the card of the same ``seed`` has them.
    """
    seen = question.for_browser(seed)
    lines = [question.ask[lang]]
    if "picture" in seen:
        lines.append(seen["picture"]["alt"][lang])
    if "text" in seen:
        lines.append(_with_gaps(seen["text"][lang]))
    for name in ("left", "right", "choices", "items"):
        if name in seen:
            order = [part["id"] for part in seen["left"]] if name == "left" else seen["order"]
            lines += ["", *_listed(seen[name], order, lang)]
    for gap in seen.get("gaps", []):
        if "choices" in gap:
            lines += ["", f"[{gap['id']}]", *_listed(gap["choices"], gap["order"], lang)]
    drawn = "" if variant is None else f", variant={variant}"
    call = f'quiz.answer("{question.id}", {_example(question)}{drawn})'
    return "\n".join([*lines, "", words("graded")["text-form"][lang].format(call=call)])


def _with_gaps(said: str) -> str:
    for name in gaps_in(said):
        said = said.replace(f"(({name}))", f"[{name}]")
    return said


def _listed(parts: Iterable[dict[str, Any]], order: list[str], lang: Lang) -> list[str]:
    by_id = {part["id"]: part["say"][lang] for part in parts}
    return [f"  {name}: {by_id[name]}" for name in order]


def _example(question: Asked) -> str:
    """Return the form of an answer, without any that is possible."""
    gaps = ", ".join(f'"{gap.id}=…"' for gap in question.gaps)
    pairs = ", ".join(f'"{part.id}=…"' for part in question.left)
    forms = {"numeric": '"…"', "cloze": f"[{gaps}]", "matching": f"[{pairs}]"}
    several = '["…", "…"]' if question.kind in ("multiple", "ordering") else '["…"]'
    return forms.get(question.kind, several)
