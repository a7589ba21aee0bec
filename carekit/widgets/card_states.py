"""What a card shows of one answer, as the browser takes it. ``turn`` tells two equal ones apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from carekit.learner.event_log import LogStatement
from carekit.learner.graded_answers import Saved
from carekit.questions.verdicts import NotRead, Verdict
from carekit.widgets.base import sentence


def judged(
    turn: int,
    answer: Sequence[str],
    *,
    verdict: Verdict,
    saved: LogStatement | None = None,
    trouble: dict[str, object] | None = None,
) -> dict[str, Any]:
    """Return the state of an answer that was judged; ``trouble`` says why it was not saved."""
    return {
        "turn": turn,
        "answer": list(answer),
        "score": verdict.score,
        "right": verdict.right,
        "missed": verdict.missed,
        **({"remark": verdict.remark} if verdict.remark else {}),
        "notes": [
            {
                "option": note.option,
                "right": note.right,
                "credit": note.credit,
                "says": note.says.by_lang(),
            }
            for note in verdict.notes
        ],
        "saved": saved and saved.timestamp.isoformat(),
        "trouble": trouble,
    }


def kept(turn: int, answer: Sequence[str], saved: Saved | None = None) -> dict[str, Any]:
    """Return the state of an answer that is kept for whoever grades."""
    return {
        "turn": turn,
        "answer": list(answer),
        "saved": saved.saved.isoformat() if saved else None,
        "fault": None,
        "trouble": None,
    }


def unread(turn: int, answer: Sequence[str], fault: NotRead) -> dict[str, Any]:
    """Return the state of a text that cannot be read, to be corrected; it counts as no try."""
    return {"turn": turn, "answer": list(answer), "fault": fault_of(fault)}


def fault_of(fault: NotRead) -> dict[str, Any]:
    """Return why a text cannot be read, in the words of the cards."""
    return sentence(fault.reason, found=fault.found)
