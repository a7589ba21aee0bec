"""The items of an exam or a set with all that is said of them: figures, options, their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from carekit.common.languages import Text
from carekit.grading.item_scores import ItemScores
from carekit.questions import Bank, Item
from carekit.questions.models import Chosen
from carekit.reports.accepted_exams import SatForm
from carekit.reports.chosen_options import OptionCount, chances, option_counts, thirds_of
from carekit.reports.item_analysis import ItemFigures, WholeFigures, analyze


@dataclass(frozen=True)
class AnalyzedItems:
    """One exam form or set: its name, its items, the whole, and which options were chosen."""

    name: str
    figures: Sequence[ItemFigures]
    whole: WholeFigures
    options: Sequence[OptionCount] = field(default_factory=tuple)


def of_exam(sat: SatForm, told: pd.DataFrame) -> AnalyzedItems:
    """Return the items of a form, from the table of its scores (``exam_results.scores``)."""
    form = sat.form
    points = told.pivot_table(index="learner", columns="question", values="score")
    points = points.reindex(columns=list(form.ids))
    figures, whole = analyze(points, dict.fromkeys(form.ids, 1.0), chances(form.questions))
    answers = {who: sat.sittings[who].answers for who in points.index}
    counts = option_counts(form.questions, answers, thirds_of(points))
    return AnalyzedItems(form.name, figures, whole, counts)


def of_set(name: str, scored: ItemScores) -> AnalyzedItems:
    """Return the items of a set: each question of its quizzes, and each other graded cell."""
    figures, whole = analyze(scored.points, dict(scored.most), chances(scored.questions))
    answers = {
        str(who): {item: said for item, said in row.items() if isinstance(said, tuple)}
        for who, row in scored.answers.astype(object).to_dict("index").items()
    }
    thirds = thirds_of(scored.points)
    return AnalyzedItems(name, figures, whole, option_counts(scored.questions, answers, thirds))


def item_words(banks: Mapping[str, Bank]) -> dict[str, Item]:
    """Return every question of a course by its id, with its words."""
    return {one.id: one for bank in banks.values() for one in bank.questions}


def words_of(question: Item | None, option: str = "") -> Text | None:
    """Return what a question asks, or what one of its options says; None where that is unknown."""
    if not option:
        return question.ask if question else None
    if not isinstance(question, Chosen):
        return None
    return next((one.say for one in question.choices if one.id == option), None)
