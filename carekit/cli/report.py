"""``care report``: the class report of one's own class, from what grading left in this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from carekit.cli.messages import Speech, SpokenIn, speech
from carekit.common.course import card, graded_root, has_card, in_every_language
from carekit.common.files import ContentError, shown, write_atomic, write_parts
from carekit.common.languages import Spoken, Text
from carekit.common.spreadsheet import table_of

if TYPE_CHECKING:
    from carekit.grading.class_results import GradedClass, GradedSet
    from carekit.grading.sample_class.demo import Demo
    from carekit.questions import Item
    from carekit.reports.class_report import Practised
    from carekit.reports.exam_overview import Sittings

console = Console()


def write_report(
    root: Path, set_id: str | None, out: Path | None, speak: Speech, *, quiet: bool = False
) -> None:
    """Write the report of one set, or of all, and say where it is and what it leaves out.

    ``quiet`` says neither. Raises ContentError when nobody has a score yet.
    """
    from carekit.grading.class_results import graded_class
    from carekit.grading.course.folders import NO_NAME, read_settings, read_snapshot, set_ids

    if set_id:
        read_snapshot(root, set_id)
    wanted = [set_id] if set_id else set_ids(root)
    settings = read_settings(root)
    name = settings.course_id if settings.course_id != NO_NAME else root.resolve().name
    title = card(root).title if has_card(root) else in_every_language(name)
    with console.status(speak("reading-gradebook")) as status:

        def reading(what: str) -> None:
            status.update(speak("reading", what=what))

        result = graded_class(settings, wanted, reading)
        besides = Besides(questions=questions_of(root) if has_card(root) else {})
        if not set_id and has_card(root):
            status.update(speak("reading-records"))
            besides = besides_sets(root)
        made = out or root / "dist" / ("report.html" if set_id is None else f"report-{set_id}.html")
        now = datetime.now().astimezone()
        write_parts(made, parts_of_report(result, title, now, besides, made))
    if quiet:
        return
    for line in _left_out(result, wanted, besides, speak):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    count = sum(one.handed_in for one in result.sets)
    sets = {"sets": len(result.sets), "of": len(wanted)}
    says = speak("reported" if set_id else "reported-some", page=shown(made), count=count, **sets)
    console.print(says, markup=False, highlight=False, soft_wrap=True)


@dataclass(frozen=True)
class Besides:
    """What a class report shows besides the sets.

    ``practice``, ``records`` and ``questions`` are as ``class_report`` takes them; ``left_out``
    says by learner why a record counts for nothing.
    """

    exams: Sittings | None = None
    practice: Sequence[tuple[Text, Sequence[Practised]]] = ()
    records: int = 0
    questions: Mapping[str, Item] = field(default_factory=dict)
    left_out: Mapping[str, Spoken | str] = field(default_factory=dict)


def besides_sets(root: Path) -> Besides:
    """Return the exams and the practice that lie in ``submitted/``."""
    from carekit.reports.certificates.evidence import practice_by_learner
    from carekit.reports.exam_overview import sittings
    from carekit.vocabulary.glossary import concept_names

    sets = card(root).sets
    records, left_out = practice_by_learner(root, [one.id for one in sets])
    # A lesson has the name of its concept; the title of its set names other work.
    lessons = concept_names(root)
    practice = [
        (lessons.get(one.id, one.title), [said[one.id] for said in records.values()])
        for one in sets
    ]
    exams = sittings(root, root / "submitted")
    return Besides(exams, practice, len(records), questions_of(root), left_out)


def questions_of(root: Path) -> Mapping[str, Item]:
    """Return the course's questions by id; none where its banks cannot be read."""
    from carekit.questions import load_banks
    from carekit.reports.analyzed_items import item_words

    try:
        return item_words(load_banks(root))
    except ContentError:
        # The report names questions by their ids then; `care check` says what is wrong.
        return {}


def _left_out(
    result: GradedClass,
    wanted: Sequence[str],
    besides: Besides,
    speak: Speech,
) -> list[str]:
    there = {one.id for one in result.sets}
    empty = ", ".join(one for one in wanted if one not in there)
    lines = [speak("no-score-yet", sets=empty)] if empty else []
    for form, people in (besides.exams.still_open if besides.exams else {}).items():
        if people:
            lines.append(speak("exam-open", form=form, people=", ".join(people)))
    out = besides.left_out.items()
    return [*lines, *(speak("left-out", learner=learner, why=why) for learner, why in out)]


def report_of(
    result: GradedClass | Demo,
    title: Text,
    made_at: datetime,
    besides: Besides = Besides(),
) -> str:
    """Return the class report of graded sets as one HTML page; ``title`` heads several sets."""
    return "".join(parts_of_report(result, title, made_at, besides))


def parts_of_report(
    result: GradedClass | Demo,
    title: Text,
    made_at: datetime,
    besides: Besides = Besides(),
    page: Path | None = None,
) -> Iterator[str]:
    """Give the class report of graded sets as one HTML page, part by part.

    Beside ``page`` a file with everybody's points is written where the page cannot show them all.
    """
    import pandas as pd

    from carekit.reports.analyzed_items import of_set
    from carekit.reports.class_report import (
        MOST_LEARNERS,
        Held,
        ReportedSet,
        everybodys_points,
        report_parts,
    )
    from carekit.reports.page_words import words

    def name_of(learner: str) -> str:
        return result.names.get(learner, learner)

    def named(ids: Iterable[str]) -> list[str]:
        return [name_of(learner) for learner in ids]

    def said(one: GradedSet, kind: str) -> list[tuple[Text, list[str]]]:
        return [(slip.says, named(slip.learners)) for slip in one.slips if slip.kind == kind]

    scores = pd.concat([one.scores.assign(set=one.id) for one in result.sets], ignore_index=True)
    of_exams = []
    exams = besides.exams
    if exams is not None:
        tests = words()["tests"]
        of_exams = [Held(name_of(one.learner), one.says, tests) for one in exams.notices]
        exams = _with_names(exams, named) if len(exams.shares) else None
    scores["learner"] = named(scores["learner"])
    sets = [one.id for one in result.sets]
    file = (
        page.with_suffix(".csv") if page and scores["learner"].nunique() > MOST_LEARNERS else None
    )
    if file:
        write_atomic(file, table_of(everybodys_points(scores, sets)))
    return report_parts(
        scores,
        title=title if len(result.sets) > 1 else result.sets[0].title,
        points_file=file.name if file else "",
        sets=[
            ReportedSet(
                one.id,
                one.title,
                {task.id: task.title for task in one.tasks},
                missing=named(one.missing),
                late=named(one.late),
                refused=named(one.refused),
                ideas=said(one, "idea"),
                checks=said(one, "check"),
                trust=one.trust,
            )
            for one in result.sets
        ],
        held=[
            Held(name_of(reason.learner), reason.says, one.title, look=reason.look)
            for one in result.sets
            for reason in one.reasons
        ]
        + of_exams,
        exams=exams,
        practice=besides.practice,
        items=[(one.title, of_set(one.id, one.items)) for one in result.sets]
        + [(in_every_language(one.name), one) for one in (exams.items if exams else ())],
        questions=besides.questions,
        records=besides.records,
        made_at=made_at,
    )


def _with_names(exams: Sittings, named: Callable[[Iterable[str]], list[str]]) -> Sittings:
    gained = {
        pair: dict(zip(named(list(one)), one.values(), strict=True))
        for pair, one in exams.gained.items()
    }
    return replace(
        exams, shares=exams.shares.set_axis(named(exams.shares.index), axis=0), gained=gained
    )


def report(
    set_id: Annotated[
        str | None, typer.Argument(metavar="SET", help="One set; default: all, in one page.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="The page to write; default dist/report.html.")
    ] = None,
    lang: SpokenIn = None,
) -> None:
    """Write the class report, one page in three languages, from all that was graded.

    It shows what needs you, everybody's points, the hardest tasks and wrong ideas; without SET also
    the tests and the practice that were handed in.
    """
    write_report(graded_root(), set_id, out, speech(lang))
