"""Questions that count, as a learner may see them: what is asked and offered, and no key.

A learner's copy of a course holds them in ``course_data/quizzes/asked/``. In a trainer's copy the
full bank is on the disk; there each question is reduced to the same fields, straight from the file
and before anything else sees it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from carekit.bank.entries import Entry
from carekit.course import Slug
from carekit.files import ContentError, read_yaml, shown
from carekit.lang import Text
from carekit.scoring import parse_number

QUIZZES = Path("course_data") / "quizzes"
ASKED = QUIZZES / "asked"
USES_WITHOUT_KEY = ("graded", "exam")
# What a question that counts may show before it is answered. A new kind of question adds its
# fields here once it is clear that they are no part of the key.
SHOWN = ("id", "kind", "use", "bloom", "term", "given", "ask", "hints", "choices", "unit")
SHOWN += ("left", "right")
# Lists of parts, and what may be seen of one part.
PARTS = ("choices", "left", "right")
CHOICE_SHOWN = ("id", "say")
# Of these kinds it is known which fields are the key.
KINDS = ("single", "multiple", "judgement", "matching", "numeric")
_PLACEHOLDER = re.compile(r"\{\{\s*(.*?)\s*\}\}")


class Offer(Entry):
    """One option: its id and its words."""

    id: Slug
    say: Text


class Asked(Entry):
    """A question without its key, with the figures filled into its texts."""

    concept: Slug
    id: Slug
    kind: Literal["single", "multiple", "judgement", "matching", "numeric"]
    use: Literal["graded", "exam"]
    bloom: str
    ask: Text
    hints: list[Text] = Field(default_factory=list)
    choices: list[Offer] = Field(default_factory=list)
    left: list[Offer] = Field(default_factory=list)
    right: list[Offer] = Field(default_factory=list)
    unit: Text | None = None

    @property
    def offered(self) -> tuple[str, ...]:
        """Return the ids of the options, in the order in which they are shown."""
        return tuple(offer.id for offer in self.choices)

    def refuse(self, answer: Sequence[str]) -> None:
        """Raise ValueError for an answer that nobody can mean; which ones are right stays unknown.

        That is an option that is not on offer, several where one is asked for, or, as
        scoring.NotANumber, a text that is not one number.
        """
        if self.kind == "matching":
            self._refuse_pairs(answer)
            return
        if not self.choices:
            parse_number("".join(answer), self.unit.by_lang().values() if self.unit else ())
            return
        strange = [one for one in answer if one not in self.offered]
        if strange or not answer:
            found = ", ".join(strange) or "nothing"
            raise ValueError(f"{found} is not on offer; take of: {', '.join(self.offered)}")
        if self.kind != "multiple" and len(set(answer)) > 1:
            raise ValueError(f"one option can be taken, not {len(set(answer))}")

    def _refuse_pairs(self, answer: Sequence[str]) -> None:
        pairs = [tuple(part.split("=")) for part in answer]
        known = {(one.id, other.id) for one in self.left for other in self.right}
        sides = [len({pair[at] for pair in pairs if pair in known}) for at in (0, 1)]
        if not pairs or min(sides) < len(pairs):
            listed = ", ".join(one.id for one in self.left)
            raise ValueError(f"write each of {listed} at most once, as left=right")

    def for_browser(self) -> dict[str, Any]:
        """Return the question in the form in which all cards are drawn."""
        seen: dict[str, Any] = {
            "id": self.id,
            "kind": self.kind,
            "ask": self.ask.by_lang(),
            "hints": [hint.by_lang() for hint in self.hints],
        }
        if self.choices:
            seen["choices"] = [{"id": one.id, "say": one.say.by_lang()} for one in self.choices]
            seen["order"] = list(self.offered)
        if self.left:
            for name in ("left", "right"):
                parts = getattr(self, name)
                seen[name] = [{"id": one.id, "say": one.say.by_lang()} for one in parts]
            seen["order"] = [one.id for one in self.right]
        if self.unit:
            seen["unit"] = self.unit.by_lang()
        return seen


def counts(question: Any) -> bool:
    """Return whether a question's key must not reach a learner."""
    return isinstance(question, dict) and question.get("use") in USES_WITHOUT_KEY


def reduced(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a learner may see of a question that counts; once is as good as twice."""
    seen = {key: value for key, value in question.items() if key in SHOWN}
    for name in PARTS:
        if not isinstance(seen.get(name), list):
            # Anything else under such a name is a mistake, and might be the key.
            seen.pop(name, None)
        else:
            # Sorted, because an author tends to write the right option first.
            seen[name] = [
                {key: part[key] for key in CHOICE_SHOWN if key in part}
                for part in sorted(seen[name], key=lambda part: str(part.get("id")))
            ]
    return seen


def asked(root: Path, concept: str | None = None) -> dict[str, Asked]:
    """Return every question of a course, or of one concept, that counts, by id, without its key.

    Raises ContentError where a file cannot be read, or where a kind cannot be asked without its
    key.
    """
    folder = root / QUIZZES
    files = {path.stem: path for path in folder.glob("*.yml")}
    # In a learner's copy the full file has practice questions only; the others lie beside it.
    files |= {path.stem: path for path in (root / ASKED).glob("*.yml")}
    found: dict[str, Asked] = {}
    for _, path in sorted(one for one in files.items() if concept in (None, one[0])):
        stat = path.stat()
        found |= _of_file(path, stat.st_mtime_ns, stat.st_size)
    return found


@lru_cache(maxsize=64)
def _of_file(path: Path, _changed: int, _size: int) -> dict[str, Asked]:
    document = read_yaml(path)
    bank = document.data if isinstance(document.data, dict) else {}
    found: dict[str, Asked] = {}
    for number, full in enumerate(bank.get("questions") or []):
        if not counts(full):
            continue
        question = reduced(full)
        where = f"{shown(path)}:{document.line(('questions', number))}: {question.get('id')}"
        if question.get("kind") not in KINDS:
            raise ContentError(
                f"{where}: kind {question.get('kind')} cannot count yet, only practise; "
                f"write `use: practice` or one of the kinds {', '.join(KINDS)}"
            )
        if full.get("draw"):
            raise ContentError(
                f"{where}: numbers drawn for each learner cannot count yet, only practise; "
                "write them out, or write `use: practice`"
            )
        found[str(question.get("id"))] = _read(bank.get("concept"), question, where)
    return found


def _read(concept: Any, question: dict[str, Any], where: str) -> Asked:
    given = question.pop("given", None) or {}
    question.pop("term", None)
    try:
        return Asked.model_validate({"concept": concept, **_filled(question, given)})
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        place = ".".join(map(str, wrong["loc"]))
        raise ContentError(f"{where}: {place}: {wrong['msg']}; correct it") from None


def _filled(node: Any, given: Mapping[str, Any]) -> Any:
    if isinstance(node, str):
        return _PLACEHOLDER.sub(lambda found: str(given.get(found[1], found[0])), node)
    if isinstance(node, dict):
        return {key: _filled(value, given) for key, value in node.items()}
    if isinstance(node, list):
        return [_filled(value, given) for value in node]
    return node
