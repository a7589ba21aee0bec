"""Who got which item right, and in which language they read it: without names, to be put together.

One class is too small to tell whether a translation is unfair. What each class answered is written
as a table of zeros and ones that names nobody, and the tables of several classes are read together.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from carekit.common.files import ContentError, shown
from carekit.common.messages import Messages
from carekit.common.spreadsheet import table
from carekit.grading.item_scores import ItemScores
from carekit.learner.reading_language import read_in
from carekit.reports.accepted_exams import SatForm

say = Messages("kept-answers")
LANGUAGE = "language"
MOST_MISSING = 0.1
"""An item without a score for a larger share of a class is left out, rather than these learners."""


@dataclass(frozen=True)
class RightAnswers:
    """A row of ``right`` for each learner: 1 all points, 0 fewer, NaN no score.

    ``languages`` has the language that each learner read, in the same order, "" where nobody can
    say.
    """

    right: pd.DataFrame
    languages: tuple[str, ...]

    @property
    def by_learner(self) -> Mapping[str, str]:
        """Return the language by the row's label."""
        return dict(zip(map(str, self.right.index), self.languages, strict=True))


def of_exam(sat: SatForm, told: pd.DataFrame) -> RightAnswers:
    """Return the answers of a form, from the table of its scores (``exam_results.scores``)."""
    points = told.pivot_table(index="learner", columns="question", values="score")
    points = points.reindex(columns=list(sat.form.ids))
    langs = (read_in(sat.sittings[who].languages.values()) for who in points.index)
    return RightAnswers(_right(points), tuple(langs))


def of_set(scored: ItemScores) -> RightAnswers:
    """Return the answers of a set: the questions of its quizzes and its other graded cells."""
    shares = scored.points / pd.Series(dict(scored.most))
    langs = tuple(scored.languages.get(str(who), "") for who in shares.index)
    return RightAnswers(_right(shares), langs)


def _right(shares: pd.DataFrame) -> pd.DataFrame:
    kept = shares.loc[:, shares.isna().mean() <= MOST_MISSING]
    return kept.ge(1 - 1e-9).astype(float).where(kept.notna())


def pooled(parts: Sequence[RightAnswers]) -> RightAnswers:
    """Return the answers of several classes to the items that all of them have."""
    shared = [name for name in parts[0].right if all(name in one.right for one in parts)]
    right = pd.concat([one.right[shared] for one in parts], ignore_index=True)
    return RightAnswers(right, tuple(lang for one in parts for lang in one.languages))


def as_csv(answers: RightAnswers) -> bytes:
    """Return the answers as a CSV that names nobody; its rows are sorted by what they hold."""
    rows = [
        (lang, *("" if one != one else f"{one:.0f}" for one in row))
        for lang, row in zip(answers.languages, answers.right.to_numpy().tolist(), strict=True)
        if lang
    ]
    return table((LANGUAGE, *map(str, answers.right.columns)), sorted(rows))


def read_csv(path: Path) -> RightAnswers:
    """Return what ``as_csv`` wrote. Raises ContentError that names row and column of a mistake."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    if not rows or rows[0][:1] != [LANGUAGE] or len(rows[0]) < 2:
        raise ContentError(say("answers-not-kept", file=shown(path)))
    names, found = rows[0][1:], []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(rows[0]):
            raise ContentError(say("answers-row", file=shown(path), row=number))
        for name, one in zip(names, row[1:], strict=True):
            if one not in ("", "0", "1"):
                raise ContentError(say("answers-value", file=shown(path), row=number, column=name))
        found.append([float(one) if one else float("nan") for one in row[1:]])
    right = pd.DataFrame(found, columns=names, dtype=float)
    return RightAnswers(right, tuple(row[0] for row in rows[1:]))
