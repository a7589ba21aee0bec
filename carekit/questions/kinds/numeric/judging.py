"""What a typed number is worth, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from carekit.questions.kinds.numeric.model import Numeric, ShownNumber
from carekit.questions.kinds.numeric.reading import parse_number
from carekit.questions.shown_question import WrittenQuestion
from carekit.questions.verdicts import Note, Verdict


def judge(question: Numeric, answer: Sequence[str]) -> Verdict:
    """Return the verdict on the typed text. Raises NotANumber where it is not one number."""
    units = question.unit.by_lang().values() if question.unit else ()
    value = parse_number("".join(answer), units)
    if question.is_right(value):
        return Verdict(1.0, right=True, notes=(Note(None, right=True, says=question.why),))
    if slip := question.slip_of(value):
        note = Note(None, right=False, says=slip.why)
        return Verdict(0.0, right=False, notes=(note,), misconceptions=(slip.misconception,))
    # The reason would tell the result, and another try may follow: see ``last_word``.
    says = question.when_wrong or next(iter(question.hints), None)
    notes = (Note(None, right=False, says=says),) if says else ()
    return Verdict(0.0, right=False, notes=notes)


def last_word(question: Numeric, verdict: Verdict) -> Verdict:
    """Return the verdict with the reason in full, which names the result."""
    if not verdict.right and not verdict.misconceptions:
        return replace(verdict, notes=(Note(None, right=False, says=question.why),))
    return verdict


def solution(question: Numeric) -> list[str]:
    """Return the number, to twelve digits."""
    return [f"{question.answer:.12g}"]


def key_line(question: Numeric) -> str:
    """Return the number with its unit and tolerance."""
    unit = f" {question.unit['en']}" if question.unit else ""
    return f"{solution(question)[0]}{unit}, give or take {question.tolerance:g}"


def as_written(entry: WrittenQuestion) -> Iterator[str]:
    """Yield the number, or the expression that comes to it."""
    answer = entry.get("answer")
    if isinstance(answer, str):
        yield answer.removeprefix("=").strip()
    elif answer is not None:
        yield from (str(answer), f"{answer:g}")


def refuse(question: ShownNumber, answer: Sequence[str]) -> None:
    """Raise NotANumber unless the text is one number."""
    parse_number("".join(answer), question.unit.by_lang().values() if question.unit else ())
