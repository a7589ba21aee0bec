"""A class that never was: submissions made from ``content/sample_class/``.

``people.yml`` is the register of the class; ``<set>.yml`` says what a good learner hands in for one
set, and how each of the others differs.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

from pydantic import AwareDatetime, Field, model_validator

from carekit.common.course import Slug
from carekit.common.files import ContentError, Fault, read_model, read_yaml, refuse, write_atomic
from carekit.common.languages import ENGLISH, Lang
from carekit.common.strict_model import StrictModel
from carekit.grading.sample_class.accidents import Accident, happen, place
from carekit.learner.graded_answers import FILE, Saved, file_of
from carekit.questions.views.without_key import asked

REGISTER = "people"


class SamplePerson(StrictModel):
    """One person of the class; ``hours_early`` is when they hand in, negative where late.

    ``quizzes`` is how many questions of each lesson's quiz they got right, ``exams`` how many of
    each exam that they sat.
    """

    id: Slug
    name: str
    place: str
    role: Literal["staff", "lead"]
    reads: Lang
    hours_early: float
    quizzes: int | None = Field(default=None, ge=0)
    exams: dict[Slug, int] = Field(default_factory=dict)


class SampleRoster(StrictModel):
    """Everybody in the class, whether they hand something in or not."""

    people: list[SamplePerson] = Field(min_length=1)

    def names(self) -> dict[str, str]:
        """Return the names by id."""
        return {person.id: person.name for person in self.people}


class Learner(StrictModel):
    """One learner's work on one set: what they wrote and ticked, and what happened to it.

    ``answers`` replaces the good answer of a cell, ``change`` only words in it; the cells of
    ``left`` are as released, from one who did not get that far. ``quiz`` holds the answer to each
    question of a quiz as a card saves it. ``file`` is what the notebook is called where it has
    another name than the set's, ``cut`` a file of which only the first half arrived. ``loses`` is
    what a fair human takes off the automatic points, by check; ``mark`` what they give for the
    written answer.
    """

    id: Slug
    answers: dict[Slug, str] = Field(default_factory=dict)
    change: dict[Slug, dict[str, str]] = Field(default_factory=dict)
    left: list[Slug] = Field(default_factory=list)
    quiz: dict[Slug, list[str]] = Field(default_factory=dict)
    blank: bool = False
    accident: Accident | None = None
    file: str = ""
    cut: bool = False
    loses: dict[Slug, float] = Field(default_factory=dict)
    mark: float | None = None

    @model_validator(mode="after")
    def _one_way_to_differ(self) -> Learner:
        ways = {"answers": set(self.answers), "change": set(self.change), "left": set(self.left)}
        for one, other in combinations(ways, 2):
            if both := sorted(ways[one] & ways[other]):
                raise ValueError(f"{both[0]} stands under {one} and under {other}; keep one")
        return self


class SampleClass(StrictModel):
    """The class of one set; ``answers`` and ``quiz`` hold where a learner says nothing else.

    ``read`` says that a person has read the written answers and given the marks, ``cell_seconds``
    how long a cell may run.
    """

    set: Slug
    due: AwareDatetime
    read: bool = False
    cell_seconds: float = Field(default=15.0, gt=0)
    answers: dict[Slug, str]
    quiz: dict[Slug, list[str]] = Field(default_factory=dict)
    learners: list[Learner] = Field(min_length=1)

    def of(self, few: Collection[str] | None) -> SampleClass:
        """Return the class with a few of its learners, by id; with all for None."""
        kept = [learner for learner in self.learners if few is None or learner.id in few]
        return self.model_copy(update={"learners": kept})


def load_register(root: Path) -> SampleRoster:
    """Return the register of the class. Raises ContentError for a person who stands there twice."""
    path = _path(root, REGISTER)
    try:
        stat = path.stat()
    except FileNotFoundError:
        raise ContentError(f"{path}: no such file; write who is in the class") from None
    return _register(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4)
def _register(path: Path, _changed: int, _size: int) -> SampleRoster:
    register = read_model(path, SampleRoster)
    refuse(list(_twice(path, "people", [person.id for person in register.people])))
    return register


def load_class(root: Path, set_id: str) -> SampleClass:
    """Return the sample class of a set.

    Raises ContentError for a file that is missing or wrong, a learner who stands there twice or
    not in the register, and a change of words that the good answer does not have.
    """
    path = _path(root, set_id)
    sample = read_model(path, SampleClass)
    faults = list(_twice(path, "learners", [learner.id for learner in sample.learners]))
    known = load_register(root).names()
    for number, learner in enumerate(sample.learners):
        for says in _wrong(sample, learner, known):
            line = read_yaml(path).line(("learners", number))
            faults.append(Fault(path, line, learner.id, says))
    refuse(faults)
    return sample


def _wrong(sample: SampleClass, learner: Learner, known: Mapping[str, str]) -> Iterator[str]:
    if learner.id not in known:
        yield f"not in {REGISTER}.yml; add the person"
    for cell in learner.left:
        if cell not in sample.answers:
            yield f"there is no good {cell} to leave out; correct the name"
    for cell, words in learner.change.items():
        for old in words:
            if old not in sample.answers.get(cell, ""):
                yield f"the good {cell} has no {old!r}; copy it from there"


def sets_of(root: Path, course: Sequence[str]) -> list[str]:
    """Return the sets of a course for which the class handed something in."""
    return [name for name in course if _path(root, name).is_file()]


def _twice(path: Path, field: str, ids: list[str]) -> Iterator[Fault]:
    for number, name in enumerate(ids):
        if name in ids[:number]:
            line = read_yaml(path).line((field, number))
            yield Fault(path, line, name, "stands here twice; rename one")


def _path(root: Path, name: str) -> Path:
    return root / "content" / "sample_class" / f"{name}.yml"


def received(root: Path, sample: SampleClass, learner: Learner) -> datetime:
    """Return when a learner's work arrived."""
    person = next(one for one in load_register(root).people if one.id == learner.id)
    return (sample.due - timedelta(hours=person.hours_early)).astimezone(UTC)


def written(sample: SampleClass, learner: Learner) -> dict[str, str]:
    """Return what a learner wrote, by cell."""
    if learner.blank:
        return {}
    found = {**sample.answers, **learner.answers}
    for cell, words in learner.change.items():
        for old, new in words.items():
            found[cell] = found[cell].replace(old, new)
    return {cell: answer for cell, answer in found.items() if cell not in learner.left}


def submission(root: Path, sample: SampleClass, learner: Learner, released: bytes) -> bytes:
    """Return what one learner handed in, made from the released notebook; same bytes every time.

    Raises ContentError when the class names a cell that the release does not have.
    """
    import nbformat

    notebook = nbformat.reads(released.decode("utf-8"), as_version=4)
    faults = []
    for name, answer in written(sample, learner).items():
        try:
            notebook.cells[place(notebook, name)]["source"] = answer.rstrip("\n")
        except KeyError:
            faults.append(_no_cell(root, sample, learner, name))
    if learner.accident:
        try:
            happen(notebook, learner.accident)
        except KeyError:
            faults.append(_no_cell(root, sample, learner, str(learner.accident.cell)))
    refuse(faults)
    text: str = nbformat.writes(notebook)
    made = (text.rstrip("\n") + "\n").encode("utf-8")
    return made[: len(made) // 2] if learner.cut else made


def _no_cell(root: Path, sample: SampleClass, learner: Learner, name: str) -> Fault:
    path = _path(root, sample.set)
    says = f"the release has no cell {name}; correct the name"
    return Fault(path, 1, learner.id, says)


def ticked(root: Path, sample: SampleClass, learner: Learner) -> str:
    """Return the answers file of one learner, or "" where they answered no question of a quiz."""
    taken = {} if learner.blank else {**sample.quiz, **learner.quiz}
    # A set's questions lie in its own concept's file, all others need not be read.
    known = asked(root, sample.set)
    known = known if known.keys() >= taken.keys() else asked(root)
    saved, found = received(root, sample, learner) - timedelta(minutes=20), {}
    for name, answer in taken.items():
        if not answer:
            continue  # a question that this learner left open
        if name not in known:
            raise ContentError(f"{_path(root, sample.set)}: no question {name}; correct the name")
        # Where numbers are drawn, everybody in the class had the first ones.
        variant = 0 if known[name].variants else None
        found[name] = Saved(answer=answer, saved=saved, lang=ENGLISH, variant=variant)
    return file_of(found) if found else ""


def hand_in(root: Path, sample: SampleClass, released: bytes, folder: Path) -> list[Path]:
    """Write every submission as nbgrader collects it: ``folder/<learner>/<set>/<set>.ipynb``.

    Beside it lies what the learner answered in cards; the file's time is when it arrived. Returns
    the paths of the notebooks.
    """
    paths = []
    for learner in sample.learners:
        path = folder / learner.id / sample.set / (learner.file or f"{sample.set}.ipynb")
        _write(path, submission(root, sample, learner, released), root, sample, learner)
        if answers := ticked(root, sample, learner):
            _write(path.with_name(FILE), answers, root, sample, learner)
        paths.append(path)
    return paths


def good_answer(root: Path, set_id: str, released: bytes) -> dict[str, bytes]:
    """Return the files of one who wrote and ticked what the class of a set has for good.

    Where the class says so, that is written as learners write: longer, and slower, than the
    solution of whoever made the set. Returns {} for a set that the class did not do.
    """
    if not sets_of(root, [set_id]):
        return {}
    sample = load_class(root, set_id)
    one = Learner(id=sample.learners[0].id)
    files = {f"{set_id}.ipynb": submission(root, sample, one, released)}
    answers = ticked(root, sample, one)
    return {**files, FILE: answers.encode()} if answers else files


def _write(path: Path, data: Any, root: Path, sample: SampleClass, learner: Learner) -> None:
    write_atomic(path, data)
    arrived = received(root, sample, learner).timestamp()
    os.utime(path, (arrived, arrived))
