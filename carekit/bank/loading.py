"""Reading banks: what no single field can know, and the figures filled into the texts."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from carekit.bank.entries import Bank, Choice, Chosen, Item, Numeric
from carekit.files import Fault, read_model, read_yaml, refuse
from carekit.lang import Lang, Text

Where = tuple[str | int, ...]
Mistake = tuple[Where, str]
Node = TypeVar("Node")
_PLACEHOLDER = re.compile(r"\{\{\s*(.*?)\s*\}\}")


def load_bank(path: Path) -> Bank:
    """Return one file's questions, with the ``given`` figures filled into their texts.

    Raises ContentError naming file, line, entry, field and remedy of every mistake found.
    """
    bank = read_model(path, Bank)
    refuse(_faults(path, list(_mistakes(bank))))
    filled = [_filled(question, question.given) for question in bank.questions]
    return bank.model_copy(update={"questions": filled})


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
        mistakes: list[Mistake] = []
        for number, question in enumerate(bank.questions):
            here = ("questions", number)
            if question.id in seen:
                says = f"{question.id} is also in {seen[question.id]}; rename one of them"
                mistakes.append(((*here, "id"), says))
            seen.setdefault(question.id, path.name)
            if terms is not None and question.term and question.term not in terms:
                says = f"{question.term} is not in the glossary; correct it or add the term"
                mistakes.append(((*here, "term"), says))
        faults += _faults(path, mistakes)
        if bank.concept != path.stem:
            says = f"is {bank.concept} in a file named {path.name}; make them the same"
            faults += _faults(path, [(("concept",), says)])
    refuse(faults)
    return banks


def _faults(path: Path, mistakes: list[Mistake]) -> list[Fault]:
    if not mistakes:
        return []
    document = read_yaml(path)
    return [Fault(path, document.line(at), document.place(at), says) for at, says in mistakes]


def _mistakes(bank: Bank) -> Iterator[Mistake]:
    """Yield what no single field can know: repeated ids, unknown names, placeholders."""
    yield from _repeated(bank.misconceptions, ("misconceptions",))
    yield from _repeated(bank.questions, ("questions",))
    known = {misconception.id for misconception in bank.misconceptions}
    for number, question in enumerate(bank.questions):
        here = ("questions", number)
        if isinstance(question, Chosen):
            yield from _repeated(question.choices, (*here, "choices"))
            for place, choice in enumerate(question.choices):
                yield from _choice_mistakes(choice, known, (*here, "choices", place))
        if isinstance(question, Numeric):
            for place, slip in enumerate(question.slips):
                if slip.misconception not in known:
                    yield (*here, "slips", place, "misconception"), _unknown(slip.misconception)
        yield from _placeholder_mistakes(question, here)


def _choice_mistakes(choice: Choice, known: Container[str], here: Where) -> Iterator[Mistake]:
    if choice.right and choice.misconception:
        yield (*here, "misconception"), "stands on a right option; remove it"
    elif not choice.right and not choice.misconception:
        yield (*here, "misconception"), "is missing on a wrong option; name the misconception"
    elif choice.misconception and choice.misconception not in known:
        yield (*here, "misconception"), _unknown(choice.misconception)


def _unknown(name: str) -> str:
    return f"{name} is not listed under `misconceptions`; add it there or correct it"


def _repeated(entries: list[Any], here: Where) -> Iterator[Mistake]:
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        if entry.id in seen:
            yield (*here, number, "id"), f"{entry.id} stands twice; rename one of them"
        seen.add(entry.id)


def _placeholder_mistakes(question: Item, here: Where) -> Iterator[Mistake]:
    used: set[str] = set()
    for where, text in _texts(question, here):
        names = {lang: set(_PLACEHOLDER.findall(text[lang])) for lang in Lang}
        used |= set().union(*names.values())
        for lang in Lang:
            for name in sorted(names[lang] - set(question.given)):
                says = f"{{{{{name}}}}} is not under `given`; add it there or correct it"
                yield (*where, lang.value), says
        if len({frozenset(found) for found in names.values()}) > 1:
            said = "; ".join(f"{lang}: {', '.join(sorted(names[lang])) or '-'}" for lang in Lang)
            yield where, f"languages use different placeholders ({said}); use the same in all"
    for name in sorted(set(question.given) - used):
        yield (*here, "given", name), "is used in no text; use it or remove it"


def _texts(node: Any, where: Where) -> Iterator[tuple[Where, Text]]:
    """Yield every text inside an entry together with its place."""
    if isinstance(node, Text):
        yield where, node
    elif isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from _texts(getattr(node, name), (*where, name))
    elif isinstance(node, list):
        for number, child in enumerate(node):
            yield from _texts(child, (*where, number))


def _filled(node: Node, given: dict[str, Any]) -> Node:
    """Return a copy of an entry with the figures in its texts."""
    if isinstance(node, Text):
        words = node.by_lang().items()
        fill = {lang: _PLACEHOLDER.sub(lambda m: str(given[m[1]]), said) for lang, said in words}
        return Text.model_validate(fill)
    if isinstance(node, BaseModel):
        parts = {name: _filled(getattr(node, name), given) for name in type(node).model_fields}
        return node.model_copy(update=parts)
    if isinstance(node, list):
        return [_filled(child, given) for child in node]
    return node
