"""What a file of jupyterquiz holds: its four types of question, read strictly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from carekit.common.files import ContentError, Fault, refuse, shown

Finite = Annotated[float, Field(allow_inf_nan=False)]


class _Old(BaseModel):
    # What jupyterquiz knows besides, such as the width of a field, is kept to be reported.
    model_config = ConfigDict(extra="allow", strict=True, frozen=True)

    @property
    def more(self) -> dict[str, object]:
        """Return the fields that say how a question looks, or that jupyterquiz itself ignores."""
        return dict(self.model_extra or {})


class OldAnswer(_Old):
    """One answer: of a choice, a number, a range, a text, or what is said to any other answer."""

    type: str | None = None
    answer: str | None = None
    code: str | None = None
    value: Finite | None = None
    range: list[Finite] | None = Field(default=None, min_length=2, max_length=2)
    correct: bool | None = None
    feedback: str | None = None
    match_case: bool = False
    fuzzy_threshold: float | None = Field(default=None, ge=0, le=1)


class OldQuestion(_Old):
    """One question with its answers."""

    question: str
    type: Literal["multiple_choice", "many_choice", "numeric", "string"]
    code: str | None = None
    precision: int | None = Field(default=None, ge=1, le=20)
    answers: list[OldAnswer] = Field(min_length=1)

    @property
    def otherwise(self) -> str | None:
        """Return what is said to an answer that is not listed, where a question says it."""
        said = (one.feedback for one in self.answers if one.type == "default")
        return next(said, None)

    @property
    def listed(self) -> list[OldAnswer]:
        """Return the answers without the one that stands for all others."""
        return [one for one in self.answers if one.type != "default"]


def read_questions(path: Path) -> list[OldQuestion]:
    """Return the questions of a file of jupyterquiz.

    Raises ContentError that names file, question and field of every mistake.
    """
    try:
        said = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ContentError(f"{shown(path)}: no such file; correct the name") from None
    except UnicodeDecodeError as error:
        raise ContentError(f"{shown(path)}: not UTF-8 ({error.reason}); save it again") from None
    except json.JSONDecodeError as error:
        raise ContentError(Fault(path, error.lineno, "", f"not JSON: {error.msg}")) from None
    if not isinstance(said, list) or not said:
        raise ContentError(Fault(path, 1, "", "must be a list of questions, in [ and ]"))
    found, faults = [], []
    for number, entry in enumerate(said, 1):
        try:
            question = OldQuestion.model_validate(entry)
        except ValidationError as error:
            said_of = error.errors(include_url=False)
            faults += [_fault(path, number, item["loc"], item["msg"]) for item in said_of]
            continue
        missing = [_fault(path, number, at, says) for at, says in _missing(question)]
        faults += missing
        if not missing:
            found.append(question)
    refuse(faults)
    return found


def _fault(path: Path, number: int, at: tuple[int | str, ...], says: str) -> Fault:
    # jupyterquiz numbers nothing; an author counts from one.
    steps = [str(step + 1) if isinstance(step, int) else step for step in at]
    said = says[0].lower() + says[1:]
    return Fault(path, 1, ".".join([f"question {number}", *steps]), f"{said}; correct it")


def _missing(question: OldQuestion) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Yield where an answer lacks what its question's type needs."""
    for number, one in enumerate(question.answers):
        here: tuple[int | str, ...] = ("answers", number)
        if one.type == "default" and question.type in ("numeric", "string"):
            continue
        if one.correct is None:
            yield (*here, "correct"), "is missing; write true or false"
        if question.type == "numeric" and one.value is None and one.range is None:
            yield here, "needs `value`, `range` or `type: default`"
        if question.type == "string" and not (one.answer or "").strip():
            yield (*here, "answer"), "is missing"
        if question.type.endswith("choice") and not (one.answer or one.code):
            yield here, "needs `answer` or `code`"
