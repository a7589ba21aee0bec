"""The scores of a set item by item: each question of a quiz, and each other graded cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from sys import intern

import pandas as pd

from carekit.learner.graded_answers import AnswersFile, score
from carekit.learner.reading_language import read_in
from carekit.questions import Item
from carekit.questions.views.key_only import keys_in
from carekit.sandbox.submission.assignment import Snapshot

# Scores in the gradebook are sums of thirds and the like.
_SAME = 1e-6


@dataclass(frozen=True)
class ItemScores:
    """What a class got for each item of a set.

    ``points`` has a row for each learner who was scored and a column for each item, NaN where there
    is no score; ``most`` are the points that each item is worth. ``questions`` are the items that
    are questions, without their words, and ``answers`` has a column for each of these: what was
    chosen or typed, as a tuple, or None. ``languages`` is by learner the language of nearly all
    answers, or "".
    """

    points: pd.DataFrame
    most: Mapping[str, float]
    questions: Mapping[str, Item] = field(default_factory=dict)
    answers: pd.DataFrame = field(default_factory=pd.DataFrame)
    languages: Mapping[str, str] = field(default_factory=dict)


class QuizAnswers:
    """What learners answered in the quizzes of one set, while their files are read one by one."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Take the questions from the checks of the set as it was released."""
        self._checks = {
            cell.id: {one.id: one for one in keys}
            for book in snapshot.books
            for cell in book.cells
            if cell.test and (keys := keys_in(cell.source))
        }
        self.questions = dict[str, Item]()
        for asked in self._checks.values():
            self.questions |= asked
        self._shares: dict[str, dict[str, float]] = {}
        self._said: dict[str, dict[str, tuple[str, ...]]] = {}
        self._languages: dict[str, str] = {}

    def passing(
        self, answers: Iterable[tuple[str, AnswersFile]]
    ) -> Iterator[tuple[str, AnswersFile]]:
        """Give what comes, and remember what it is worth."""
        for learner, reading in answers:
            # One learner's answers, whatever is in them, must not cost the class its report; who
            # else reads them says of whom nothing could be read.
            with suppress(Exception):
                self._remember(learner, reading)
            yield learner, reading

    def _remember(self, learner: str, reading: AnswersFile) -> None:
        there = reading.answers
        mine = {name: there[name] for name in self.questions if name in there}
        if mine:
            shares = score(reading, self.questions)
            said = {name: tuple(map(intern, one.answer)) for name, one in mine.items()}
            self._shares[learner], self._said[learner] = shares, said
            self._languages[learner] = intern(read_in(str(one.lang) for one in mine.values()))

    def item_scores(self, cells: pd.DataFrame) -> ItemScores:
        """Return a set's scores by item, from what the gradebook says of its cells.

        ``cells`` is what ``carekit.grading.gradebook.reader.scores`` returns. A quiz is taken apart
        into its questions, which share its points. Where the questions of a learner do not come to
        the points that the gradebook has, because somebody changed these, or the answers came in
        another way, that learner has no score in these questions. An answer that nobody has read
        yet has none either.
        """
        cells = cells[cells["max_score"] > 0]
        unread = cells["needs_manual"] & cells["manual_score"].isna()
        cells = cells.assign(score=cells["score"].where(~unread))
        whole: pd.DataFrame = cells.pivot_table(
            index="learner", columns="cell", values="score", dropna=False, sort=False
        )
        worth = cells.groupby("cell")["max_score"].first().to_dict()
        shares = pd.DataFrame.from_dict(self._shares, orient="index", dtype=float)
        columns: dict[str, pd.Series] = {}
        most: dict[str, float] = {}
        for cell in whole.columns:
            asked = [name for name in self._checks.get(cell, ()) if name in shares.columns]
            if not asked:
                columns[cell], most[cell] = whole[cell], float(worth[cell])
                continue
            each = float(worth[cell]) / len(asked)
            mine = shares[asked].reindex(whole.index) * each
            told = (mine.sum(axis=1, min_count=1) - whole[cell]).abs() < _SAME
            for name in asked:
                columns[name], most[name] = mine[name].where(told), each
        points = pd.DataFrame(columns, index=whole.index, dtype=float)
        # What nobody has a score in says nothing of anybody.
        points = points.dropna(axis="columns", how="all").dropna(how="all")
        names = [name for name in self.questions if name in points.columns]
        said = pd.DataFrame.from_dict(self._said, orient="index", dtype=object)
        # The same few answers are those of a whole class: a category costs a byte each.
        said = said.reindex(index=points.index, columns=names).astype("category")
        return ItemScores(
            points,
            {name: most[name] for name in points.columns},
            {name: self.questions[name] for name in names},
            said,
            {who: self._languages.get(who, "") for who in points.index},
        )
