"""What exams say of a class: each answer's score, and the results that are given back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from carekit.learner.exam_attempt import FormStatements, results, results_file
from carekit.learner.exam_attempt import release as give_back
from carekit.questions import Bank, Item, load_banks
from carekit.questions.exam_forms import blueprints, forms, lengths

COLUMNS = ("learner", "form", "concept", "question", "bloom", "score", "minutes", "started")


@dataclass(frozen=True)
class Form:
    """One exam form with its full questions, and the concept of each."""

    name: str
    ids: tuple[str, ...]
    questions: Mapping[str, Item]
    concepts: Mapping[str, str]


def form_of(root: Path, name: str, banks: Mapping[str, Bank] | None = None) -> Form:
    """Return a form with its keys. Raises ContentError where the course has no such form.

    ``banks`` are the course's full ones, for who has read them already.
    """
    known = blueprints(root)
    lengths(known, name)
    banks = load_banks(root) if banks is None else banks
    full = {one.id: (bank.concept, one) for bank in banks.values() for one in bank.questions}
    # What is drawn hangs on ids, uses and levels alone, which full questions have as well.
    drawn = {
        name: _Drawn(one.id, one.use, one.bloom, concept) for name, (concept, one) in full.items()
    }
    ids = forms(known[name], drawn)[name]
    return Form(name, ids, {i: full[i][1] for i in ids}, {i: full[i][0] for i in ids})


@dataclass(frozen=True)
class _Drawn:
    id: str
    use: str
    bloom: str
    concept: str


def scores(form: Form, sittings: Mapping[str, FormStatements]) -> tuple[pd.DataFrame, list[str]]:
    """Return one row per learner and question, and the learners who have not handed in.

    Columns are COLUMNS: ``score`` is 0..1, ``minutes`` the time from the start to the end of the
    whole form, ``started`` when that was. Only forms that were handed in are scored.
    """
    rows, still_open = [], []
    for learner, stands in sittings.items():
        if stands.started is None or stands.handed_in is None:
            still_open.append(learner)
            continue
        took = (stands.handed_in - stands.started).total_seconds() / 60
        for name, one in results(stands, form.questions, form.ids).items():
            question = form.questions[name]
            told = (form.concepts[name], name, question.bloom, one["score"], took, stands.started)
            rows.append((learner, form.name, *told))
    return pd.DataFrame(rows, columns=list(COLUMNS)), still_open


def release(
    form: Form, sittings: Mapping[str, FormStatements], folder: Path
) -> tuple[list[Path], list[str], dict[str, str]]:
    """Write ``<folder>/<learner>/<form>/`` with each learner's results.

    Returns the files, who is still at work, and by learner why nothing could be written.
    """
    made, still_open, failed = [], [], {}
    for learner, stands in sittings.items():
        if stands.handed_in is None:
            still_open.append(learner)
            continue
        place = folder / learner / form.name
        try:
            give_back(place, form.name, stands, form.questions, form.ids)
        except Exception as error:
            failed[learner] = f"{type(error).__name__}: {error}"
        else:
            made.append(place / results_file(form.name))
    return made, still_open, failed
