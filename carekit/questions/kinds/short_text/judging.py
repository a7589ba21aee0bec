"""What typed words are worth, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from carekit.questions.kinds.short_text.comparing import one_mistake_away, same_text
from carekit.questions.kinds.short_text.model import LONGEST, ShortText
from carekit.questions.shown_question import Shown, WrittenQuestion
from carekit.questions.verdicts import Note, NotRead, Verdict

CLOSE, SPELLING = "close", "check-spelling"
"""What the card says of a near miss that is listed, and of a typing mistake."""


def judge(question: ShortText, answer: Sequence[str]) -> Verdict:
    """Return the verdict on the typed text: right, close, foreseen, or anything else.

    Raises NotRead for a text that is too long, ValueError for more than one.
    """
    typed = _one_text(answer)
    if same_text(typed, question.accept.every, question.fold):
        return Verdict(1.0, right=True, notes=(Note(None, right=True, says=question.why),))
    for near in question.near:
        if same_text(typed, near.accept.every, question.fold):
            note = Note(None, right=near.right, says=near.why)
            ideas = (near.misconception,) if near.misconception else ()
            remark = None if near.right else CLOSE
            return Verdict(float(near.right), near.right, (note,), ideas, remark=remark)
    for slip in question.slips:
        if same_text(typed, slip.accept.every, question.fold):
            note = Note(None, right=False, says=slip.why)
            return Verdict(0.0, right=False, notes=(note,), misconceptions=(slip.misconception,))
    if one_mistake_away(typed, question.accept.every, question.fold):
        if question.typing_mistake == "right":
            return Verdict(1.0, right=True, notes=(Note(None, right=True, says=question.why),))
        return Verdict(0.0, right=False, notes=(), remark=SPELLING)
    # The reason would tell the answer, and another try may follow: see ``last_word``.
    says = (question.when_wrong or next(iter(question.hints), None)) if typed else None
    return Verdict(0.0, right=False, notes=(Note(None, right=False, says=says),) if says else ())


def last_word(question: ShortText, verdict: Verdict) -> Verdict:
    """Return the verdict with the reason in full, which names the answer.

    What was listed, as a near miss or as foreseen, keeps the reason of its own.
    """
    if verdict.right or verdict.misconceptions or verdict.remark == CLOSE:
        return verdict
    return replace(verdict, notes=(Note(None, right=False, says=question.why),))


def solution(question: ShortText) -> list[str]:
    """Return the first accepted answer in English."""
    return [question.accept.every[0]]


def as_written(entry: WrittenQuestion) -> Iterator[str]:
    """Yield every accepted word, in all languages."""
    for words in entry.get("accept", {}).values():
        yield from words


def refuse(_question: Shown, answer: Sequence[str]) -> None:
    """Raise NotRead for a text that is too long, ValueError for none or more than one."""
    if not _one_text(answer):
        raise ValueError("nothing is written; write a word or a short phrase")


def _one_text(answer: Sequence[str]) -> str:
    if len(answer) > 1:
        raise ValueError(f"one text can be written, not {len(answer)}")
    text = "".join(answer).strip()
    if len(text) > LONGEST:
        raise NotRead("too-long", f"{text[:20]}…")
    return text
