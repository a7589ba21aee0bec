"""What the help of each verb says after its options: an example, what is written, exit codes."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any

from typer.core import TyperCommand, TyperGroup

from carekit.cli.messages import LANGUAGE, Run, asked_lang, say, speech, spoken
from carekit.common.course import find_root, graded_root, is_learners_copy
from carekit.common.files import ContentError
from carekit.common.languages import ENGLISH

EXITS = (
    "Exit codes: 0 done; 1 a mistake or a fault, with the reason; 2 an unknown verb or option; "
    "3 done, and a person has to look."
)


@dataclass(frozen=True)
class VerbHelp:
    """One verb: an example, what it writes, what its exit codes mean, and whether it takes sets.

    ``{set}`` in the example stands for a set of the course at hand.
    """

    example: str
    writes: str
    exits: str = "0 done; 1 failed, with the reason"
    sets: bool = False


_FOUND = "0 nothing found; 1 something to mend"
_LOOK = "0 nothing left to do; 1 stopped or failed, with the reason; 3 a person has to look"
_EXPORTED = (
    "0 all is kept; 1 nothing was written, with the reason; 3 some is scored otherwise there, "
    "or left out"
)
_IMPORTED = (
    "course_data/quizzes/CONCEPT.yml, import-reports/quiz-CONCEPT.md; it writes over nothing",
    "0 all is judged as before; 1 nothing was imported, with the reason; 3 some is judged "
    "otherwise, or left out",
)
ENTRIES = {
    "start": VerbHelp(
        "care start --lang en",
        "settings of JupyterLab, in .venv only; it runs until you press Ctrl-C twice",
    ),
    "hand-in": VerbHelp(
        "care hand-in {set}",
        "hand-ins/, one file and one receipt each time; with --verify nothing",
        "0 done; 1 not done, with the reason; 3 nothing was handed in, or a receipt does not match",
        sets=True,
    ),
    "demo": VerbHelp(
        "care demo {set}",
        "dist/demo/ with report.html, feedback/ and a gradebook; the next demo replaces it",
        sets=True,
    ),
    "grade": VerbHelp(
        "care grade {set} downloads/{set}.zip",
        "gradebook.db, autograded/ and .care/grading/; hand-ins are only read",
        _LOOK,
        sets=True,
    ),
    "regrade": VerbHelp(
        "care regrade {set} --dry-run",
        "gradebook.db, autograded/ and .care/grading/; with --dry-run nothing",
        "0 no score changes; 1 stopped or failed, with the reason; 3 scores change",
        sets=True,
    ),
    "feedback": VerbHelp(
        "care feedback {set} --only mei-lin",
        "feedback/LEARNER/SET/, one page for each learner",
        _LOOK,
        sets=True,
    ),
    "mark": VerbHelp(
        "care mark {set}",
        "gradebook.db, and .care/grading/SET.marks.jsonl, a line for each mark; it runs until you "
        "press Ctrl-C",
        sets=True,
    ),
    "appeal": VerbHelp(
        "care appeal mei-lin {set}",
        "a page in dist/appeals/, which names the learner and shows no hidden check",
        sets=True,
    ),
    "report": VerbHelp(
        "care report {set}",
        "dist/report.html, or dist/report-SET.html for one set; it names people",
        sets=True,
    ),
    "due": VerbHelp(
        "care due {set} '2026-12-01 18:00 Asia/Taipei'",
        "gradebook.db, when a MOMENT or --none is given; else nothing",
        "0 done; 1 not done, with the reason; 3 a date is probably not what was meant",
        sets=True,
    ),
    "lint": VerbHelp("care lint {set}", "nothing", _FOUND, sets=True),
    "doctor": VerbHelp("care doctor", "nothing", "0 every wall is there; 3 one is missing"),
    "parity": VerbHelp(
        "care parity courses --run-stock",
        "nothing but the file that --keep names",
        "0 all scores are the same; 1 failed, with the reason; 3 some differ",
    ),
    "score": VerbHelp(
        "care exam score pre-test post-test --out scores.csv",
        ".care/exams/, where what came in first is kept, and the CSV that --out names",
    ),
    "release": VerbHelp(
        "care exam release post-test",
        "feedback/LEARNER/FORM/ with the results of all who handed in",
    ),
    "items": VerbHelp(
        "care items {set} --out items.csv",
        ".care/exams/, where what came in first is kept, and the CSV that --out names",
        sets=True,
    ),
    "grades": VerbHelp(
        "care export grades downloads/grades.csv --for moodle",
        "dist/grades-PLATFORM.csv, or the file of --out; it names people",
        _LOOK,
    ),
    "moodle": VerbHelp(
        "care export moodle {set}",
        "dist/moodle-NAME.xml, or the file of --out, which holds keys, and beside it a report",
        _EXPORTED,
    ),
    "paper": VerbHelp(
        "care export paper {set} --lang en --forms 2",
        "dist/paper/, or the folder of --out: a page and a key for each form and language",
    ),
    "qti": VerbHelp(
        "care export qti {set}",
        "dist/qti-NAME-LANGUAGE.zip, or by the name of --out, which hold keys, and reports",
        _EXPORTED,
    ),
    "anki": VerbHelp(
        "care export anki --lang en",
        "dist/COURSE.apkg, or the file of --out, beside it a report, and .care/exports/anki.json",
        "0 done; 1 nothing was written, with the reason; 3 cards changed, which may overwrite "
        "what learners wrote",
    ),
    "certificate": VerbHelp(
        "care certificate mei-lin --kind staff --trainer 'Rosa Lim'",
        "a PDF in dist/certificates/, and its line in .care/certificates.jsonl",
        "0 made, or genuine; 1 failed, with the reason; 3 not earned yet, or not genuine",
    ),
    "handout": VerbHelp(
        "care handout --html --lang en",
        "dist/carekit-learner.zip; with --trainer pages in dist/trainer/, which hold answers; with "
        "--html pages in dist/pages/, which hold the keys of practice questions",
    ),
    "preview": VerbHelp(
        "care preview",
        "notebooks/, source/ and release/ as `care build` does, and .care/preview/; it runs until "
        "you press Ctrl-C",
    ),
    "quiz preview": VerbHelp(
        "care quiz preview course_data/quizzes/{set}.yml",
        "a page in .care/preview/, which holds the keys",
    ),
    "notebook": VerbHelp(
        "care import notebook ../old-course/source/ps1",
        "content/exercises/SET/ and import-reports/SET.md; it writes over nothing",
        "0 all cells are equal; 1 nothing was imported, with the reason; 3 some cells differ, or a "
        "notebook was left out",
    ),
    "quiz": VerbHelp(
        "care import quiz questions.json --concept tides",
        *_IMPORTED,
    ),
    "import moodle": VerbHelp("care import moodle questions.xml --concept tides", *_IMPORTED),
    "gift": VerbHelp("care import gift questions.gift --concept tides", *_IMPORTED),
    "build": VerbHelp(
        "care build --check",
        "notebooks/, source/ and release/; with --check nothing",
        "0 made, or all current; 1 one is not current (--check), or cannot be made",
    ),
    "new": VerbHelp("care new my-course --lang en,es", "the folder, which must be new"),
    "check": VerbHelp("care check", "nothing", _FOUND),
    "class add": VerbHelp(
        "care class add downloads/participants.csv",
        "gradebook.db, and .care/class-list.csv for groups, tracks and languages",
        "0 done; 1 nothing was added, with the reason; 3 somebody may be in the class already",
    ),
    "run": VerbHelp(
        "care class run downloads --watch",
        "gradebook.db, autograded/, feedback/, dist/report.html and .care/grading/; hand-ins are "
        "only read",
        _LOOK,
    ),
    "add lesson": VerbHelp("care add lesson opening-hours", "content/lessons/NN-NAME.md"),
    "add set": VerbHelp(
        "care add set opening-hours",
        "content/exercises/NAME/, course_data/checks/NAME.yml, an entry in course_data/course.yml",
    ),
    "add quiz": VerbHelp("care add quiz opening-hours", "course_data/quizzes/NAME.yml"),
    "add question": VerbHelp(
        "care add question late-opening --quiz opening-hours", "the file of questions"
    ),
    "add table": VerbHelp(
        "care add table prices.csv",
        "course_data/tables/ with its manifest, course_data/tables.yml and course_data/README.md",
    ),
    "tables": VerbHelp(
        "care tables --seed 7 --out elsewhere",
        "course_data/tables/, raw/ and README.md, or the folder of --out; with --check nothing",
        "0 made, or all current; 1 a table is not current, or not made, with the reason",
    ),
    "check-text": VerbHelp("care check-text --sample 10 --seed 7", "nothing", _FOUND),
    "schema": VerbHelp("care schema", ".care/schema/, one JSON Schema for each kind of file"),
    "test": VerbHelp("care test lint sets", "nothing", "0 every check passes; 1 one does not"),
}


# What works in the bundle that learners get; everything else needs texts, checks or keys.
FOR_LEARNERS = ("start", "hand-in")


class Verbs(TyperGroup):
    """The verbs of the command: in a learner's copy of a course only those that work there."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the verbs, in the order of the help."""
        names = super().list_commands(ctx)
        return [name for name in names if name in FOR_LEARNERS or not _learners_copy()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a verb; raises ContentError for one that cannot work in a learner's copy."""
        found = super().get_command(ctx, cmd_name)
        if found and cmd_name not in FOR_LEARNERS and _learners_copy():
            raise ContentError(say("learners-copy", verb=cmd_name))
        return found


def _learners_copy() -> bool:
    """Return whether the course at hand is what ``care handout`` packed."""
    try:
        return is_learners_copy(find_root())
    except ContentError:
        return False


class Told(TyperCommand):
    """A verb whose help ends with its entry here, and which refuses in the language it speaks.

    A verb without ``--lang`` is for who writes a course; these are in English, wholly.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Settle the language of the run, then read the words after the verb."""
        run = ctx.find_object(Run)
        if run:
            speaks = any(one.name == "lang" for one in self.params)
            run.lang = speech(asked_lang(args)).lang if speaks else ENGLISH
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help; outside of a course it names no sets."""
        for option in self.params:
            if option.metavar == LANGUAGE:
                option.metavar = f"[{'|'.join(spoken())}]"
        ids: list[str] = []
        with suppress(ContentError):
            from carekit.grading.course.folders import set_ids

            ids = set_ids(graded_root())
        # Where verbs of two groups have one name, the entry names the group.
        group = ctx.parent.info_name if ctx.parent else ""
        name = self.name or ""
        entry = ENTRIES.get(f"{group} {name}") or ENTRIES[name]
        lines = [
            f"Example: {entry.example.format(set=ids[0] if ids else 'SET')}",
            f"Writes: {entry.writes}.",
            f"Exit codes: {entry.exits}.",
        ]
        if entry.sets and ids:
            lines.append(f"Sets of this course: {', '.join(ids)}")
        # Paragraphs; each becomes a line.
        self.epilog = "\n\n".join(lines)
        # Typer keeps the line breaks of a docstring after its first paragraph, wherever they fall.
        self.help = re.sub(r"(?<!\n)\n(?!\n)", " ", cleandoc(self.help or ""))
        super().format_help(ctx, formatter)
