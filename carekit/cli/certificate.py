"""``care certificate``: what a learner has earned, as a page, or what is still missing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from carekit.cli.messages import LANGUAGE, Speech, read_lang, say, speech
from carekit.cli.progress_table import show_table
from carekit.common.course import find_root
from carekit.common.files import ContentError, nearest, shown
from carekit.common.languages import Lang

if TYPE_CHECKING:
    from carekit.grading.course.folders import Settings
    from carekit.reports.certificates.criteria import CertificateKind
    from carekit.reports.certificates.earned import Names, Outcome
    from carekit.reports.certificates.evidence import Evidence

EARNED, MISSING = 0, 3
"""Exit codes: a certificate was made, or is genuine; something is missing, or it is not genuine."""

console = Console()


def certificate(
    learner: Annotated[
        str,
        typer.Argument(
            metavar="LEARNER", help="The learner's id, as in the gradebook and in submitted/."
        ),
    ] = "",
    kind: Annotated[
        str, typer.Option(help="Which one; course_data/certificates.yml lists the kinds.")
    ] = "",
    out: Annotated[Path | None, typer.Option(help="Folder; default dist/certificates.")] = None,
    lang: Annotated[
        Lang | None,
        typer.Option(
            parser=read_lang,
            metavar=LANGUAGE,
            help="Language of the output, and the one beside the course's first one on the page, "
            "which stands alone where it is named. Default: the shell's, and as learned.",
        ),
    ] = None,
    record: Annotated[
        Path | None,
        typer.Option(help="Folder with the learner's log and exam; default submitted/LEARNER."),
    ] = None,
    name: Annotated[str, typer.Option(help="Name to print; default: the gradebook's.")] = "",
    trainer: Annotated[str, typer.Option(help="Name to print below the signature line.")] = "",
    fonts: Annotated[Path | None, typer.Option(help="Folder of fonts to use as well.")] = None,
    verify: Annotated[
        str, typer.Option(metavar="CODE|FILE", help="Check a printed code or a PDF instead.")
    ] = "",
) -> None:
    """Make a certificate that was earned, or show what is missing."""
    root = find_root()
    if verify:
        raise typer.Exit(_verified(root, verify, speech(lang)))
    if not learner:
        raise ContentError(say("name-learner"))
    from carekit.grading.course.folders import read_settings
    from carekit.reports.certificates import fonts as glyphs
    from carekit.reports.certificates.criteria import load
    from carekit.reports.certificates.earned import judge
    from carekit.reports.certificates.evidence import gather
    from carekit.reports.certificates.issue import issue, langs_for, names

    wanted = load(root)
    chosen = wanted.kind(kind or wanted.kinds[0].id)
    reader = speech(lang).lang
    settings = read_settings(root)
    if record is None:
        _known(settings, _one_word(learner))
    with console.status(speech(lang)("looking", learner=learner)):
        found = gather(settings, wanted, chosen, _one_word(learner), record)
    for notice in found.notices:
        told = speech(reader)("left-out", learner=learner, why=notice[reader])
        console.print(told, markup=False, highlight=False, soft_wrap=True)
    outcomes = judge(wanted, chosen, found)
    if not all(one.met for one in outcomes):
        _tell(chosen, found, outcomes, reader, names(root, wanted))
        raise typer.Exit(MISSING)
    if fonts:
        glyphs.add_fonts(fonts)
    made = issue(
        root,
        wanted,
        chosen,
        found,
        outcomes,
        langs=langs_for(lang, found, reader),
        today=datetime.now().astimezone().date(),
        out=out or root / "dist" / "certificates",
        name=name,
        trainer=trainer,
    )
    console.print(f"{shown(made.path)}: {made.code}", highlight=False, soft_wrap=True)


def _one_word(learner: str) -> str:
    """Refuse an id that would leave the folder of records or of certificates."""
    if learner in (".", "..") or set(learner) & set("/\\\0"):
        raise ContentError(say("no-id", learner=repr(learner)[1:-1]))
    return learner


def _known(settings: Settings, learner: str) -> None:
    """Refuse a learner of whom there is nothing at all: that is a slip, and no lack of evidence."""
    from carekit.reports.certificates.evidence import known_learners

    known = known_learners(settings)
    if learner in known:
        return
    # A trainer may type a name where the gradebook has an id, and either in small letters.
    called = {name.casefold(): one for one, name in known.items() if name}
    called |= {one.casefold(): one for one in known}
    near = nearest(learner.casefold(), called, cutoff=0.5)
    if not known:
        raise ContentError(say("nobody-yet", learner=learner))
    raise ContentError(say.meant("no-learner", near, learner=learner))


def _tell(
    chosen: CertificateKind, found: Evidence, outcomes: list[Outcome], lang: Lang, names: Names
) -> None:
    from carekit.reports.certificates.earned import words

    said = {key: text[lang] for key, text in words().items()}
    who = found.name or found.learner
    told = said["not-earned"].format(who=who, title=chosen.title[lang])
    console.print(told, markup=False, highlight=False, soft_wrap=True)
    rows = [
        (criterion, said["met" if one.met else "not-met"], have, lacks)
        for one in outcomes
        for criterion, have, lacks in [one.told(lang, names)]
    ]
    columns = (said["criterion"], said["earned"], said["have"], said["missing"])
    show_table(console, chosen.title[lang], columns, rows)
    if found.others:
        console.print(said["others"].format(count=found.others), highlight=False)


def _verified(root: Path, what: str, speak: Speech) -> int:
    from carekit.reports.certificates.register import CertificateRegister, normal

    register = CertificateRegister(root)
    code = normal(what)
    if code:
        found = register.by_code(code)
    elif Path(what).is_file():
        found = register.by_file(Path(what))
    else:
        raise ContentError(say("no-code", what=what))
    if found.answer == "genuine" and found.content:
        content = found.content
        console.print(speak("genuine", code=found.code), highlight=False)
        for key in ("name", "learner", "kind", "issued", "data"):
            told = f"{speak(key):8} {content[key]}"
            console.print(told, markup=False, highlight=False, soft_wrap=True)
        console.print(speak("compare"))
        return EARNED
    console.print(speak(found.answer), highlight=False, soft_wrap=True)
    return MISSING
