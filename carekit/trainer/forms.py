"""What exams say of a class: each answer's score, and how much was gained between two forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from carekit.bank import Bank, Item, load_banks
from carekit.blueprint import blueprints, forms, lengths
from carekit.exams import log_file, results, results_file, sitting
from carekit.exams import release as give_back
from carekit.files import ContentError, Fault, refuse, shown
from carekit.record import Record

COLUMNS = ("learner", "form", "concept", "question", "bloom", "score", "minutes")


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


def sat_in_any_length(root: Path, folder: Path, name: str) -> list[tuple[Form, dict[str, Path]]]:
    """Return what ``begun_in_any_length`` does. Raises ContentError also where nobody began."""
    found = begun_in_any_length(root, folder, name)
    if not found:
        files = " or ".join(log_file(one) for one in lengths(blueprints(root), name))
        raise ContentError(f"{shown(folder)}: no {files} of any learner; collect them first")
    return found


def begun_in_any_length(root: Path, folder: Path, name: str) -> list[tuple[Form, dict[str, Path]]]:
    """Return a form and its short ones, each with the folder of every learner who began it.

    ``folder`` holds one folder for each learner; the logs may lie anywhere in it. Who began several
    is counted with the first of them. Forms that nobody began are left out. Raises ContentError
    for an unknown form, or where a learner handed in two logs of one.
    """
    banks: Mapping[str, Bank] | None = None
    found: list[tuple[Form, dict[str, Path]]] = []
    seen: set[str] = set()
    for one in lengths(blueprints(root), name):
        places = {who: at for who, at in _begun(folder, one).items() if who not in seen}
        seen |= set(places)
        if places:
            banks = banks or load_banks(root)
            found.append((form_of(root, one, banks), places))
    return found


def _begun(folder: Path, form: str) -> dict[str, Path]:
    found: dict[str, Path] = {}
    faults = []
    for path in sorted(folder.glob(f"*/**/{log_file(form)}")):
        learner = path.relative_to(folder).parts[0]
        if learner in found:
            says = f"{learner} has another one in {shown(found[learner])}; remove one of them"
            faults.append(Fault(path, 1, "", says))
        found[learner] = path.parent
    refuse(faults)
    return found


def scores(form: Form, places: Mapping[str, Path]) -> tuple[pd.DataFrame, list[str]]:
    """Return one row per learner and question, and the learners who have not handed in.

    Columns are COLUMNS: ``score`` is 0..1, ``minutes`` the time from the start to the end of the
    whole form. Only forms that were handed in are scored.
    """
    rows, still_open = [], []
    for learner, folder in places.items():
        stands = sitting(Record(folder, log=log_file(form.name)).read().statements, form.name)
        if stands.started is None or stands.handed_in is None:
            still_open.append(learner)
            continue
        took = (stands.handed_in - stands.started).total_seconds() / 60
        for name, one in results(stands, form.questions, form.ids).items():
            question = form.questions[name]
            told = (form.concepts[name], name, question.bloom, one["score"], took)
            rows.append((learner, form.name, *told))
    return pd.DataFrame(rows, columns=list(COLUMNS)), still_open


def release(form: Form, places: Mapping[str, Path]) -> tuple[list[Path], list[str]]:
    """Write each learner's results beside the log; return the files, and who is still at work."""
    made, still_open = [], []
    for learner, folder in places.items():
        try:
            give_back(folder, form.name, form.questions, form.ids)
        except ContentError:
            still_open.append(learner)
        else:
            made.append(folder / results_file(form.name))
    return made, still_open


def gains(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return how much of what was missing before is there after: g = (post − pre) / (1 − pre).

    Both tables are those of ``scores``. One row per learner and concept who has both, and one with
    the concept "" for each learner's whole form, and one with the learner "" for the class.
    Columns: learner, concept, pre, post (shares 0..1), gain (NaN where pre is 1).
    """
    both = sorted(set(before["learner"]) & set(after["learner"]))
    tables = [table[table["learner"].isin(both)] for table in (before, after)]
    by = ["learner", "concept"]
    each = pd.concat([_shares(t, by) for t in tables], axis=1, keys=["pre", "post"])
    whole = pd.concat([_shares(t, ["learner"]) for t in tables], axis=1, keys=["pre", "post"])
    parts = [each.reset_index(), whole.reset_index().assign(concept="")]
    if both:
        means = {"learner": "", "concept": "", **whole.mean().to_dict()}
        parts.append(pd.DataFrame([means]))
    found = pd.concat(parts, ignore_index=True)
    room = (1 - found["pre"]).where(found["pre"] < 1)
    return found.assign(gain=(found["post"] - found["pre"]) / room)[[*by, "pre", "post", "gain"]]


def _shares(table: pd.DataFrame, by: list[str]) -> pd.Series:
    return table.groupby(by)["score"].mean()
