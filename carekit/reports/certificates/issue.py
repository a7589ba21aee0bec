"""From evidence to a certificate: what it says, and the file with its line in the register."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from carekit.common.course import card
from carekit.common.files import ContentError, sha256, write_atomic
from carekit.common.languages import ENGLISH, Lang, Text, languages
from carekit.reports.certificates import page
from carekit.reports.certificates.criteria import FILE, CertificateKind, Certificates, WholeSet
from carekit.reports.certificates.earned import Outcome
from carekit.reports.certificates.evidence import Evidence, TaskPoints
from carekit.reports.certificates.refusals import say
from carekit.reports.certificates.register import CertificateRegister, Content, ScoreLine
from carekit.vocabulary.glossary import load_glossary

LONGEST = 120
# Joiners belong to the writing of some scripts; other controls turn or hide what stands there.
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True)
class IssuedCertificate:
    """A certificate that was given out: its file, its code and what it says."""

    path: Path
    code: str
    content: Content


def issue(
    root: Path,
    wanted: Certificates,
    kind: CertificateKind,
    shown: Evidence,
    outcomes: Sequence[Outcome],
    *,
    langs: Sequence[Lang],
    today: date,
    out: Path,
    name: str = "",
    trainer: str = "",
) -> IssuedCertificate:
    """Write a certificate into the folder ``out``, enter it in the register and return it.

    The same certificate asked for again keeps its first day and its code. Raises ContentError when
    a criterion is not met, for a name that cannot be printed, or when a font is missing; then
    nothing is written.
    """
    if not outcomes or not all(one.met for one in outcomes):
        raise ContentError(say("not-met", learner=shown.learner, kind=kind.id))
    content = Content(
        course=card(root).id,
        kind=kind.id,
        learner=shown.learner,
        name=printable(name or shown.name or shown.learner),
        issued=today.isoformat(),
        langs=tuple(lang for lang in langs),
        trainer=printable(trainer) if trainer else "",
        data=data_version(root),
        scores=tuple(scores(wanted, kind, shown)),
        criteria=tuple({"id": one.criterion.id, "have": _have(one)} for one in outcomes),
    )
    register = CertificateRegister(root)
    content = register.as_issued(content)
    drawn = page.page(content, register.code(content), wording(root, wanted, kind))
    pdf = page.as_pdf(drawn)
    path = out / f"{shown.learner}-{kind.id}.pdf"
    code = register.enter(content, pdf)
    write_atomic(path, pdf)
    return IssuedCertificate(path, code, content)


def _have(one: Outcome) -> str:
    return one.told(ENGLISH, {})[1]


def printable(name: str) -> str:
    """Return a name as it may be printed: one line, without marks that turn or hide letters.

    Raises ContentError for a name that is empty or longer than a page can hold.
    """
    flat = " ".join(unicodedata.normalize("NFC", name).split())
    kept = "".join(
        sign for sign in flat if sign in _JOINERS or not unicodedata.category(sign).startswith("C")
    ).strip()
    if not kept.strip(_JOINERS) or len(kept) > LONGEST:
        # The signs that cannot be printed are what is wrong with it.
        quoted = repr(name[:40])[1:-1]
        raise ContentError(say("name-length", name=quoted, most=LONGEST))
    return kept


def langs_for(asked: Lang | None, shown: Evidence, reader: Lang) -> tuple[Lang, ...]:
    """Return the languages of a certificate: the course's first one, and one beside it.

    ``asked`` decides; else the language in which the learner read, else the trainer's. Where that
    is the first one, or none of the course's, it stands alone.
    """
    first, second = languages()[0], asked or shown.script or reader
    return (first,) if second == first or second not in languages() else (first, second)


def scores(wanted: Certificates, kind: CertificateKind, shown: Evidence) -> list[ScoreLine]:
    """Return one line for each concept: for each column of the kind points and the most.

    Other sets that the kind asks for follow; ``counts`` is false there, for they are in no sum.
    """
    lines: list[ScoreLine] = []
    for concept in wanted.concepts:
        did = shown.practice.get(concept)
        told = {
            "quiz": [did.right, did.asked] if did else [0, 0],
            "set": _sum(shown.sets.get(concept, ())),
            "exam": list(shown.exam.by_concept.get(concept, (0, 0))) if shown.exam else [0, 0],
        }
        columns = {column: told[column] for column in kind.columns}
        lines.append(cast("ScoreLine", {"concept": concept, **columns}))
    extra = [one.set for one in kind.criteria if isinstance(one, WholeSet)]
    lines += [
        {"concept": name, "set": _sum(shown.sets.get(name, ())), "counts": False} for name in extra
    ]
    return lines


def _sum(tasks: Sequence[TaskPoints]) -> list[float]:
    points, most = sum(task.points for task in tasks), sum(task.most for task in tasks)
    return [round(points, 4), round(most, 4)]


def wording(root: Path, wanted: Certificates, kind: CertificateKind) -> page.Wording:
    """Return the course's words for the page of one kind."""
    course = card(root)
    return page.Wording(course.title, kind, wanted.claims, names(root, wanted))


def names(root: Path, wanted: Certificates) -> Mapping[str, Text]:
    """Return the titles of the concepts, and of all sets that are no concept's.

    Raises ContentError for a concept that the glossary does not have.
    """
    terms = {concept.id: concept.term for concept in load_glossary(root).concepts}
    titles = {one.id: one.title for one in card(root).sets}
    if unknown := [name for name in wanted.concepts if name not in terms]:
        raise ContentError(f"{FILE.as_posix()}: concepts: {unknown[0]} is not in the glossary")
    return {**titles, **{name: terms[name] for name in wanted.concepts}}


def data_version(root: Path) -> str:
    """Return a short name for the course data as they are now; any change gives another one."""
    folder = root / "course_data"
    listed = [
        f"{path.relative_to(folder).as_posix()}\0{sha256(path.read_bytes())}\n"
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not re.search(r"(^|/)[._]", path.relative_to(folder).as_posix())
    ]
    return sha256("".join(listed).encode())[:10]
