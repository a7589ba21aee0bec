"""Reading banks: strictly, with every mistake named, and with the figures in their texts."""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache
from pathlib import Path

from carekit.common.files import Fault, read_model, read_yaml, refuse
from carekit.questions.bank import Bank
from carekit.questions.entry_mistakes import Mistake
from carekit.questions.placeholders import filled
from carekit.questions.validation import long_texts, mistakes


def concept_of(path: Path) -> str:
    """Return the concept that a bank file's name stands for.

    A concept may have several files: ``waiting.yml``, and beside it ``waiting.exam.yml``.
    """
    return path.name.partition(".")[0]


def load_bank(path: Path) -> Bank:
    """Return one file's questions, with the ``given`` figures filled into their texts.

    A further file of a concept may point to the misconceptions of the first one. Numbers that are
    drawn are still to be drawn; ``realised`` does that. Raises ContentError naming file, line,
    entry, field and remedy of every mistake found.
    """
    bank = read_model(path, Bank)
    first = path.with_name(f"{concept_of(path)}.yml")
    more = first != path and first.is_file()
    shared = [idea.id for idea in read_model(first, Bank).misconceptions] if more else []
    refuse(_faults(path, list(mistakes(bank, shared))))
    questions = [filled(question, question.given) for question in bank.questions]
    return bank.model_copy(update={"questions": questions})


def current_bank(path: Path) -> Bank:
    """Return what ``load_bank`` does, read again only when the file is another one than before."""
    stat = path.stat()
    return _remembered(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=64)
def _remembered(path: Path, _changed: int, _size: int) -> Bank:
    return load_bank(path)


def warnings_of(path: Path) -> list[Fault]:
    """Return what may be a mistake in a bank that can be read, with file and line.

    Today that is a text which says more than twice as much as the other languages.
    """
    return _faults(path, list(long_texts(load_bank(path))))


def load_banks(root: Path, terms: Container[str] | None = None) -> dict[str, Bank]:
    """Return every bank of a course, keyed by concept, checked against each other.

    The files of one concept are one bank. ``terms`` holds the ids of the glossary; a question's
    ``term`` must be one of them. Without it terms are not checked. Raises ContentError as
    ``load_bank`` does.
    """
    banks: dict[str, Bank] = {}
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    for path in sorted((root / "course_data" / "quizzes").glob("*.yml")):
        bank = load_bank(path)
        banks[bank.concept] = _together(banks.get(bank.concept), bank)
        found: list[Mistake] = []
        for number, question in enumerate(bank.questions):
            here = ("questions", number)
            if question.id in seen:
                says = f"{question.id} is also in {seen[question.id]}; rename one of them"
                found.append(((*here, "id"), says))
            seen.setdefault(question.id, path.name)
            if terms is not None and question.term and question.term not in terms:
                says = f"{question.term} is not in the glossary; correct it or add the term"
                found.append(((*here, "term"), says))
        faults += _faults(path, found)
        if bank.concept != concept_of(path):
            says = f"is {bank.concept} in a file named {path.name}; make them the same"
            faults += _faults(path, [(("concept",), says)])
    refuse(faults)
    return banks


def _together(before: Bank | None, bank: Bank) -> Bank:
    if before is None:
        return bank
    return Bank(
        concept=bank.concept,
        misconceptions=[*before.misconceptions, *bank.misconceptions],
        questions=[*before.questions, *bank.questions],
    )


def _faults(path: Path, found: list[Mistake]) -> list[Fault]:
    if not found:
        return []
    document = read_yaml(path)
    return [Fault(path, document.line(at), document.place(at), says) for at, says in found]
