"""The exams of a class at one glance: each learner's share of every form, and what was gained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pandas as pd

from carekit.questions.exam_forms import blueprints
from carekit.reports.accepted_exams import begun_in_any_length
from carekit.reports.analyzed_items import AnalyzedItems, of_exam
from carekit.reports.exam_gains import Estimate, class_gain
from carekit.reports.exam_notices import Notice
from carekit.reports.exam_results import scores
from carekit.reports.item_gains import ItemGain, item_gains


@dataclass(frozen=True)
class Sittings:
    """The forms that were handed in.

    ``shares`` has a row for each learner and a column for each form (0..1, NaN where it was not
    handed in). ``gained`` holds, for two forms of one exam, each learner's gain and with "" the
    class's; ``spans`` holds the class's once more, with its interval. ``still_open`` are learners
    who began and did not hand in, by form. ``notices`` are what a trainer should know of somebody's
    exam. ``items`` are the questions of each form, and ``item_gains`` what was gained in those that
    two forms share.
    """

    shares: pd.DataFrame
    gained: Mapping[tuple[str, str], Mapping[str, float]]
    still_open: Mapping[str, Sequence[str]]
    notices: Sequence[Notice] = ()
    spans: Mapping[tuple[str, str], Estimate] = field(default_factory=dict)
    items: Sequence[AnalyzedItems] = ()
    item_gains: Mapping[tuple[str, str], Sequence[ItemGain]] = field(default_factory=dict)


def sittings(root: Path, folder: Path) -> Sittings | None:
    """Return what a class did in the course's exams, or None where nobody handed one in.

    ``folder`` holds one folder for each learner. The short form of an exam counts as that exam.
    """
    tables: dict[str, pd.DataFrame] = {}
    still_open: dict[str, list[str]] = {}
    notices: list[Notice] = []
    items: list[AnalyzedItems] = []
    known = blueprints(root)
    for form in _whole_forms(root):
        sat = begun_in_any_length(root, folder, form)
        notices += [notice for one in sat for notice in one.notices]
        parts = [scores(one.form, one.sittings) for one in sat]
        if not parts:
            continue
        items += [
            of_exam(one, told) for one, (told, _) in zip(sat, parts, strict=True) if len(told)
        ]
        still_open[form] = sorted(who for _, late in parts for who in late)
        table = pd.concat([table for table, _ in parts], ignore_index=True)
        if len(table):
            tables[form] = table
    if not tables and not notices:
        return None
    shares = {form: table.groupby("learner")["score"].mean() for form, table in tables.items()}
    gained, spans, by_item = {}, {}, {}
    for one, two in pairwise(tables):
        if known[one] is known[two] and (found := class_gain(tables[one], tables[two])):
            spans[one, two] = found.gain
            by_item[one, two] = item_gains(tables[one], tables[two])
            gained[one, two] = {**found.each["gain"].to_dict(), "": found.gain.value}
    return Sittings(
        pd.DataFrame(shares).sort_index(), gained, still_open, notices, spans, items, by_item
    )


def _whole_forms(root: Path) -> list[str]:
    """Return the course's forms without the short ones; exams of several forms stand first."""
    known = {form: one for form, one in blueprints(root).items() if one.short_of is None}
    return sorted(known, key=lambda form: -len(known[form].forms))
