"""Findings that stand for a reason: read from one file, each used or reported."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

from carekit.authoring.prose_lint.finding import Finding
from carekit.authoring.prose_lint.sources import EXCEPTIONS
from carekit.common.files import read_model, read_yaml
from carekit.common.languages import Words
from carekit.common.strict_model import StrictModel


class Exemption(StrictModel):
    """One permitted finding: file (a pattern), rule, the text it stands in, and the reason."""

    file: Words
    rule: Words
    text: Words
    why: Words


class Exemptions(StrictModel):
    """The whole of ``text-exceptions.yml``."""

    exceptions: list[Exemption]


def without_exempted(root: Path, findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that no exception covers, and one for each exception that covers none."""
    path = root / EXCEPTIONS
    listed = read_model(path, Exemptions).exceptions if path.is_file() else []
    used: set[int] = set()
    left = []
    for finding in findings:
        name = finding.path.relative_to(root).as_posix()
        covers = {i for i, entry in enumerate(listed) if _covers(entry, finding, name)}
        used |= covers
        if not covers:
            left.append(finding)
    document = read_yaml(path) if len(used) < len(listed) else None
    for index, entry in enumerate(listed):
        if index not in used and document:
            says = "no finding matches this exception any more; delete it"
            line = document.line(("exceptions", index))
            left.append(Finding(path, line, "unused-exception", "", entry.text, entry.text, says))
    return left


def _covers(entry: Exemption, finding: Finding, name: str) -> bool:
    """Return whether an exception speaks of this very piece of text."""
    return (
        entry.rule == finding.rule
        and fnmatch(name, entry.file)
        and entry.text in finding.context
        and (finding.string in entry.text or entry.text in finding.string)
    )
