"""A class that never was: submissions made from ``content/sample_class/<set>.yml``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from carekit.answers import FILE, Saved, file_of
from carekit.bank.asked import asked
from carekit.course import Slug
from carekit.files import ContentError, Fault, read_model, read_yaml, refuse, write_atomic
from carekit.grading.accidents import Accident, happen, place
from carekit.lang import Lang

# When every answer to a quiz was saved; the same bytes in every run.
SAVED = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


class Learner(BaseModel):
    """One learner: what they wrote and ticked, what happened, what a fair human takes off.

    ``quiz`` holds the answer to each question of a quiz as a card saves it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    name: str
    answers: dict[Slug, str] = Field(default_factory=dict)
    quiz: dict[Slug, list[str]] = Field(default_factory=dict)
    blank: bool = False
    accident: Accident | None = None
    loses: dict[Slug, float] = Field(default_factory=dict)


class SampleClass(BaseModel):
    """The class of one set; ``answers`` and ``quiz`` hold where a learner says nothing else."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    set: Slug
    answers: dict[Slug, str]
    quiz: dict[Slug, list[str]] = Field(default_factory=dict)
    learners: list[Learner] = Field(min_length=1)


def load_class(root: Path, set_id: str) -> SampleClass:
    """Return the sample class of a set.

    Raises ContentError for a file that is missing or wrong, or a learner who stands there twice.
    """
    path = _path(root, set_id)
    sample = read_model(path, SampleClass)
    seen: set[str] = set()
    faults = []
    for number, learner in enumerate(sample.learners):
        if learner.id in seen:
            line = read_yaml(path).line(("learners", number))
            faults.append(Fault(path, line, learner.id, "stands here twice; rename one"))
        seen.add(learner.id)
    refuse(faults)
    return sample


def _path(root: Path, set_id: str) -> Path:
    return root / "content" / "sample_class" / f"{set_id}.yml"


def submission(root: Path, sample: SampleClass, learner: Learner, released: bytes) -> bytes:
    """Return what one learner handed in, made from the released notebook; same bytes every time.

    Raises ContentError when the class names a cell that the release does not have.
    """
    import nbformat

    notebook = nbformat.reads(released.decode("utf-8"), as_version=4)
    written = {} if learner.blank else {**sample.answers, **learner.answers}
    faults = []
    for name, answer in written.items():
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
    return (nbformat.writes(notebook).rstrip("\n") + "\n").encode("utf-8")


def _no_cell(root: Path, sample: SampleClass, learner: Learner, name: str) -> Fault:
    path = _path(root, sample.set)
    says = f"the release has no cell {name}; correct the name"
    return Fault(path, 1, learner.id, says)


def ticked(root: Path, sample: SampleClass, learner: Learner) -> str:
    """Return the answers file of one learner, or "" where they answered no question of a quiz."""
    taken = {} if learner.blank else {**sample.quiz, **learner.quiz}
    known = asked(root) if taken else {}
    found = {}
    for name, answer in taken.items():
        if name not in known:
            raise ContentError(f"{_path(root, sample.set)}: no question {name}; correct the name")
        # Where numbers are drawn, everybody in the class had the first ones.
        variant = 0 if known[name].variants else None
        found[name] = Saved(answer=answer, saved=SAVED, lang=Lang.EN, variant=variant)
    return file_of(found) if found else ""


def hand_in(root: Path, sample: SampleClass, released: bytes, folder: Path) -> list[Path]:
    """Write every submission as nbgrader collects it: ``folder/<learner>/<set>/<set>.ipynb``.

    Beside it lies what the learner answered in cards. Returns the paths of the notebooks.
    """
    written = []
    for learner in sample.learners:
        path = folder / learner.id / sample.set / f"{sample.set}.ipynb"
        write_atomic(path, submission(root, sample, learner, released))
        if answers := ticked(root, sample, learner):
            write_atomic(path.with_name(FILE), answers)
        written.append(path)
    return written
