"""``care check-text``: what is wrong with the texts, or a sample of them to read."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from carekit.authoring.prose_lint import answer_cues, check_text, draw_screens
from carekit.common.kit_words import Lacking, course_faults, lacking
from carekit.common.languages import languages_of


def run_check_text(root: Path, sample: int | None, seed: int, console: Console) -> int:
    """Print the findings, or ``sample`` screens of each language; return the exit code.

    Raises ContentError for a file that cannot be read.
    """
    if sample is not None:
        for screens in draw_screens(root, sample, seed).values():
            for screen in screens:
                console.print(f"{screen}\n", markup=False, highlight=False, soft_wrap=True)
        return 0
    findings = text_findings(root)
    for one in lacking(languages_of(root)):
        console.print(_lacks(one), markup=False, highlight=False, soft_wrap=True)
    for finding in findings:
        console.print(finding, markup=False, highlight=False, soft_wrap=True)
    console.print(f"{len(findings)} to mend" if findings else "nothing to mend")
    return 1 if findings else 0


def text_findings(root: Path) -> list[str]:
    """Return what is wrong with the texts of a course, a line for each mistake.

    Raises ContentError for a file that cannot be read.
    """
    found = (*check_text(root), *answer_cues(root), *course_faults(languages_of(root)))
    return [str(finding) for finding in found]


def _lacks(one: Lacking) -> str:
    """Return how much of the kit's words a language of the course lacks, and what is said then."""
    place = f"course_data/kit_words/{one.lang}.yml"
    return (
        f"{one.lang}: {one.count} of {one.of} sentences of the kit are not in this language and "
        f"are said in {' or '.join(one.instead)}; {place} may bring them, at the keys of "
        "carekit/words/en.yml"
    )
