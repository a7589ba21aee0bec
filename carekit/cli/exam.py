"""``care exam``: what a trainer does with exams that were handed in."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from carekit.cli.help_text import Told
from carekit.cli.messages import Speech, SpokenIn, speech
from carekit.cli.progress_table import say_line
from carekit.common.course import find_root
from carekit.common.files import shown, write_atomic

if TYPE_CHECKING:
    import pandas as pd

    from carekit.reports.exam_gains import ClassGain
    from carekit.reports.exam_notices import Notice

app = typer.Typer(help="Score exams, and give the results back.", no_args_is_help=True)

Folder = Annotated[
    Path | None,
    typer.Option("--from", help="Folder with one folder for each learner; default submitted/."),
]
Accept = Annotated[
    list[str] | None,
    typer.Option(
        "--accept",
        metavar="LEARNER",
        help="Count what this learner handed in now, not what came in first; may repeat.",
    ),
]
Out = Annotated[Path | None, typer.Option(help="Also write a CSV with every answer's score.")]


@app.command(cls=Told)
def score(
    forms: Annotated[list[str], typer.Argument(metavar="FORM", help="One form or several.")],
    folder: Folder = None,
    out: Out = None,
    accept: Accept = None,
    lang: SpokenIn = None,
) -> None:
    """Show each learner's score; with two forms also the gain, with its interval.

    The short form of an exam counts as that exam. Each learner's earlier form is the one before,
    whichever it is. What a learner hands in first counts and is kept in .care/exams; changes made
    later are listed.
    """
    import pandas as pd

    from carekit.common.spreadsheet import table_of
    from carekit.reports.exam_gains import class_gain

    speak = speech(lang)
    tables = [_scored(form, folder, accept or (), speak) for form in forms]
    for name, table in zip(forms, tables, strict=True):
        _show_scores(name, table, speak)
    _show_concepts(forms, tables, speak)
    if len(tables) == 2 and (gained := class_gain(*tables)):
        _show_gain(gained, speak)
    if out is not None:
        write_atomic(out, table_of(pd.concat(tables)))
        say_line(speak("exam-rows", path=shown(out)))


@app.command(cls=Told)
def release(
    form: Annotated[str, typer.Argument(metavar="FORM", help="The form to give results of.")],
    folder: Folder = None,
    lang: SpokenIn = None,
) -> None:
    """Write each learner's results into feedback/; send them back, and the card shows them."""
    from carekit.reports import accepted_exams
    from carekit.reports import exam_results as forms

    root, speak = find_root(), speech(lang)
    for sat in accepted_exams.sat_in_any_length(root, _place(folder), form):
        made, still_open, failed = forms.release(sat.form, sat.sittings, root / "feedback")
        for path in made:
            say_line(shown(path))
        _tell_open(sat.form.name, still_open, speak)
        _tell_notices(sat.notices, speak)
        for learner, why in failed.items():
            say_line(speak("exam-not-released", learner=learner, why=why))


def _scored(name: str, folder: Path | None, accept: Collection[str], speak: Speech) -> pd.DataFrame:
    import pandas as pd

    from carekit.reports import accepted_exams
    from carekit.reports import exam_results as forms

    tables = []
    for sat in accepted_exams.sat_in_any_length(find_root(), _place(folder), name, accept=accept):
        table, still_open = forms.scores(sat.form, sat.sittings)
        _tell_open(sat.form.name, still_open, speak)
        _tell_notices(sat.notices, speak)
        tables.append(table)
    return pd.concat(tables)


def _tell_notices(notices: Iterable[Notice], speak: Speech) -> None:
    for one in notices:
        say_line(speak("left-out", learner=one.learner, why=one.says[speak.lang]))


def _place(folder: Path | None) -> Path:
    return folder or find_root() / "submitted"


def _tell_open(form: str, learners: list[str], speak: Speech) -> None:
    if learners:
        say_line(speak("exam-open", form=form, people=", ".join(learners)))


def _show_scores(name: str, table: pd.DataFrame, speak: Speech) -> None:
    from carekit.cli import console
    from carekit.cli.progress_table import show_table

    found = table.groupby("learner").agg(score=("score", "sum"), of=("score", "size"))
    rows = [
        (one.Index, speak("of", done=f"{one.score:.1f}", total=one.of))
        for one in found.itertuples()
    ]
    show_table(console, name, (speak("learner"), speak("score")), rows)


def _show_concepts(names: list[str], tables: list[pd.DataFrame], speak: Speech) -> None:
    """Show the class's share of the points by concept, the first form's lowest first.

    A concept has its name of the glossary; in a course that names none it has its id.
    """
    import pandas as pd

    from carekit.cli import console
    from carekit.cli.progress_table import show_table
    from carekit.vocabulary.glossary import concept_names

    known = {name: term[speak.lang] for name, term in concept_names(find_root()).items()}
    shares = [table.groupby("concept")["score"].mean() for table in tables]
    together = pd.concat(shares, axis=1, keys=range(len(tables))).sort_values(0, kind="stable")
    rows = [
        (known.get(concept, concept), *map(_share, row)) for concept, *row in together.itertuples()
    ]
    show_table(console, speak("by-concept"), (speak("concept"), *names), rows)


_COMPARED = {
    "orders": "gain-orders",
    "chained": "gain-chained",
    "mean": "gain-mean",
    "identity": "gain-identity",
}


def _show_gain(gained: ClassGain, speak: Speech) -> None:
    """Show what each learner and the class gained, the interval, and how the forms were compared.

    Shares after are on the scale of the form that was sat first.
    """
    from carekit.cli import console
    from carekit.cli.progress_table import show_table
    from carekit.reports.exam_gains import FEWEST_FOR_SLOPE

    change, part = gained.change, gained.gain
    rows = [
        (one.Index, _share(one.before), _share(one.after), _gain(one.gain))
        for one in gained.each.itertuples()
    ]
    after = gained.before + change.value
    rows.append((speak("class"), _share(gained.before), _share(after), _gain(part.value)))
    show_table(console, speak("gain"), ("", speak("before"), speak("after"), "g"), rows)
    say_line(speak(_COMPARED[gained.method], anchors=gained.anchors, fewest=FEWEST_FOR_SLOPE))
    if math.isnan(change.low):
        say_line(speak("gain-of-one"))
        return
    points = [f"{100 * one:+.0f}" for one in (change.value, change.low, change.high)]
    named = dict(zip(("change", "low", "high"), points, strict=True))
    say_line(speak("gain-interval", **named, g_low=_gain(part.low), g_high=_gain(part.high)))
    if change.low <= 0 <= change.high:
        say_line(speak("gain-holds-zero"))


def _share(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.0%}"


def _gain(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.2f}"
