"""Reading banks: strictly, with every mistake named, and with the figures in their texts."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from carekit.bank.filling import filled
from carekit.bank.mistakes import Mistake, long_texts, mistakes
from carekit.bank.whole import Bank
from carekit.files import Fault, read_model, read_yaml, refuse


def load_bank(path: Path) -> Bank:
    """Return one file's questions, with the ``given`` figures filled into their texts.

    Numbers that are drawn are still to be drawn; ``realised`` does that. Raises ContentError
    naming file, line, entry, field and remedy of every mistake found.
    """
    bank = read_model(path, Bank)
    refuse(_faults(path, list(mistakes(bank))))
    questions = [filled(question, question.given) for question in bank.questions]
    return bank.model_copy(update={"questions": questions})


def warnings_of(path: Path) -> list[Fault]:
    """Return what may be a mistake in a bank that can be read, with file and line.

    Today that is a text which says more than twice as much as the other languages.
    """
    return _faults(path, list(long_texts(load_bank(path))))


def load_banks(root: Path, terms: Container[str] | None = None) -> dict[str, Bank]:
    """Return every bank of a course, keyed by concept, checked against each other.

    ``terms`` holds the ids of the glossary; a question's ``term`` must be one of them. Without
    it terms are not checked. Raises ContentError as ``load_bank`` does.
    """
    banks: dict[str, Bank] = {}
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    for path in sorted((root / "course_data" / "quizzes").glob("*.yml")):
        bank = load_bank(path)
        banks[bank.concept] = bank
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
        if bank.concept != path.stem:
            says = f"is {bank.concept} in a file named {path.name}; make them the same"
            faults += _faults(path, [(("concept",), says)])
    refuse(faults)
    return banks


def _faults(path: Path, found: list[Mistake]) -> list[Fault]:
    if not found:
        return []
    document = read_yaml(path)
    return [Fault(path, document.line(at), document.place(at), says) for at, says in found]
