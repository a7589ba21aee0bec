"""Questions that count, as a learner may see them: what is asked and offered, and no key.

A learner's copy of a course holds them in ``course_data/quizzes/asked/``. In a trainer's copy the
full bank is on the disk; there each question is reduced to the same fields, straight from the file
and before anything else sees it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from carekit.common.course import Slug
from carekit.common.files import ContentError, read_yaml, shown
from carekit.common.languages import Text
from carekit.questions.judging import refuse
from carekit.questions.kinds import NAMES
from carekit.questions.kinds.hotspot.picture import Length, Picture
from carekit.questions.loading import concept_of
from carekit.questions.models import Entry
from carekit.questions.placeholders import filled
from carekit.questions.shown_question import Seen
from carekit.questions.variants import variant_for
from carekit.questions.views.browser import for_browser
from carekit.questions.views.learner_bank import reduced

QUIZZES = Path("course_data") / "quizzes"
ASKED = QUIZZES / "asked"
USES_WITHOUT_KEY = ("graded", "exam")


class Offer(Entry):
    """One option or part: its id and its words, and where it lies in a picture."""

    id: Slug
    say: Text
    pin: Literal["first", "last"] | None = None
    at: list[Length] | None = None


class AskedGap(Entry):
    """One gap: options to take one of, or none where a word is typed."""

    id: Slug
    choices: list[Offer] = Field(default_factory=list)


class Asked(Entry):
    """A question without its key, with the figures filled into its texts.

    Where numbers are drawn, ``variants`` holds the figures of each draw and the texts still name
    them; ``numbered`` fills them in.
    """

    concept: Slug
    id: Slug
    kind: str
    use: Literal["graded", "exam"]
    bloom: str
    ask: Text
    hints: list[Text] = Field(default_factory=list)
    choices: list[Offer] = Field(default_factory=list)
    left: list[Offer] = Field(default_factory=list)
    right: list[Offer] = Field(default_factory=list)
    items: list[Offer] = Field(default_factory=list)
    text: Text | None = None
    gaps: list[AskedGap] = Field(default_factory=list)
    picture: Picture | None = None
    unit: Text | None = None
    variants: list[dict[str, object]] = Field(default_factory=list)

    def variant(self, seed: str, kept: int | None = None) -> int | None:
        """Return which variant belongs to a seed, or the one that was kept; None for no draw."""
        if not self.variants:
            return None
        number = variant_for(seed) if kept is None else kept
        return number % len(self.variants)

    def numbered(self, variant: int | None) -> Asked:
        """Return the question with the figures of one variant in its texts."""
        if variant is None:
            return self
        return filled(self, self.variants[variant]).model_copy(update={"variants": []})

    def refuse(self, answer: Sequence[str]) -> None:
        """Raise ValueError for an answer that nobody can mean; which ones are right stays unknown.

        For a typed text that cannot be read it is verdicts.NotRead.
        """
        refuse(self, answer)

    def for_browser(self, seed: str) -> Seen:
        """Return the question as cards are drawn; the order of its options hangs on the seed."""
        return for_browser(self, seed)


def counts(question: object) -> bool:
    """Return whether a question's key must not reach a learner."""
    return isinstance(question, dict) and question.get("use") in USES_WITHOUT_KEY


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
    for _, path in sorted(one for one in files.items() if concept in (None, concept_of(one[1]))):
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
        where = f"{shown(path)}:{document.line(('questions', number))}: {full.get('id')}"
        if full.get("kind") not in NAMES:
            raise ContentError(
                f"{where}: kind {full.get('kind')} cannot count; "
                f"write `use: practice` or one of the kinds {', '.join(NAMES)}"
            )
        try:
            found[str(full.get("id"))] = _read(bank.get("concept"), reduced(full))
        except ContentError as error:
            raise ContentError(f"{where}: {error}") from None
    return found


def _read(concept: object, question: dict[str, object]) -> Asked:
    given = question.pop("given", None)
    question.pop("term", None)
    try:
        return filled(
            Asked.model_validate({"concept": concept, **question}),
            given if isinstance(given, dict) else {},
        )
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        place = ".".join(map(str, wrong["loc"]))
        raise ContentError(f"{place}: {wrong['msg']}; correct it") from None
