"""A page for the author: every question in every language, with its key and its feedback."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from carekit.common.files import shown
from carekit.common.languages import Text, languages
from carekit.questions import Bank, Choice, Item, load_bank, realised, warnings_of
from carekit.questions.kinds import kind_of
from carekit.questions.markup import in_languages, marked

SAMPLES = 3
_STYLE = """
body { max-width: 76rem; margin: 2rem auto; padding: 0 1rem; color: #1c1c1c; background: #fff;
  font: 16px/1.55 system-ui, sans-serif; }
article { margin: 2rem 0; padding-top: 1rem; border-top: 2px solid #0b6a6e; }
h2 { margin: 0; font-size: 1.15rem; }
.facts { margin: 0 0 .6rem; color: #555; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { padding: .4rem .6rem; border: 1px solid #ccc; text-align: start; vertical-align: top;
  overflow-wrap: anywhere; }
th:first-child { width: 11rem; font-weight: 500; }
tr.key th { background: #dff0e4; } tr.why td, tr.why th { color: #444; font-size: .93em; }
.warn { padding: .6rem 1rem; border: 1px solid #865300; border-radius: 8px; background: #fff7e6; }
code { padding: 0 .2em; background: #eee; } ul { padding-inline-start: 1.2rem; }
svg { display: block; margin: .6rem 0; }
"""


def preview(path: Path) -> str:
    """Return one HTML page, complete in itself, with all of a bank's questions, keys included.

    Questions with drawn numbers stand there in three draws. Raises ContentError as loading does.
    """
    bank = load_bank(path)
    # A further file of a concept (`<concept>.exam.yml`) may name the ideas of the first one.
    first = path.with_name(f"{bank.concept}.yml")
    banks = [load_bank(first), bank] if first.is_file() and first != path else [bank]
    ideas = {idea.id: idea.says for one in banks for idea in one.misconceptions}
    parts = "".join(_question(bank, question, ideas) for question in bank.questions)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(bank.concept)}</title>'
        f"<style>{_STYLE}{_fonts()}</style></head><body><h1>{escape(bank.concept)}</h1>"
        f"<p>{escape(shown(path))}: {len(bank.questions)} questions. "
        "This page holds the keys; it is for authors.</p>"
        f"{_warnings(path)}{parts}{_ideas(ideas)}</body></html>\n"
    )


def _fonts() -> str:
    own = [lang for lang in languages() if lang.facts.sans]
    return "".join(f":lang({lang}) {{ font-family: {lang.fonts}; }}\n" for lang in own)


def _warnings(path: Path) -> str:
    lines = "".join(f"<li>{escape(str(fault))}</li>" for fault in warnings_of(path))
    return f'<div class="warn"><b>Please look at</b><ul>{lines}</ul></div>' if lines else ""


def _ideas(ideas: dict[str, Text]) -> str:
    rows = "".join(_row(name, said) for name, said in ideas.items())
    return f"<article><h2>Misconceptions</h2><table>{rows}</table></article>"


def _question(bank: Bank, question: Item, ideas: dict[str, Text]) -> str:
    draws = range(SAMPLES if question.draw else 1)
    asked = [realised(question, f"preview/{number}") for number in draws]
    picture = kind_of(question).drawing(question)
    tables = "".join(f"<table>{_heads()}{''.join(_rows(one, ideas))}</table>" for one in asked)
    return (
        f'<article id="{escape(question.id)}"><h2>{escape(bank.object_id(question))}</h2>'
        f'<p class="facts">{escape(_facts(question))}</p>{picture}{tables}</article>'
    )


def _facts(question: Item) -> str:
    facts = [kind_of(question).name, question.use, question.bloom]
    if question.term:
        facts.append(f"term {question.term}")
    if min(question.credit) < 1:
        facts.append("credit per try " + ", ".join(f"{one:g}" for one in question.credit))
    facts.append(f"answer shown after {question.reveal} wrong tries")
    if question.draw:
        facts.append(f"numbers are drawn: {', '.join(question.draw)}")
    return " · ".join(facts)


def _heads() -> str:
    return (
        "<tr><th></th>"
        + "".join(f"<th {lang.marked}>{lang.label}</th>" for lang in languages())
        + "</tr>"
    )


def _row(name: str, said: Text, kind: str = "", mark: str = "") -> str:
    cells = "".join(f"<td {lang.marked}>{marked(said[lang])}</td>" for lang in languages())
    return f'<tr class="{kind}"><th>{mark}{escape(name)}</th>{cells}</tr>'


def _rows(question: Item, ideas: dict[str, Text]) -> Iterable[str]:
    yield _row("ask", question.ask)
    yield from (_row(f"hint {n}", hint) for n, hint in enumerate(question.hints, 1))
    kind = kind_of(question)
    for name, said in kind.beside(question):
        yield _row(name, said)
    yield from _entries(question, ideas)
    key = kind.key_line(question) if kind.key_line else ", ".join(kind.solution(question))
    yield f'<tr class="key"><th>key</th><td colspan="{len(languages())}">{escape(key)}</td></tr>'


def _entries(node: Any, ideas: dict[str, Text], name: str = "") -> Iterable[str]:
    """Yield the feedback of everything inside a question, with the wrong idea it points to."""
    if isinstance(node, Choice):
        right = node.right or getattr(node, "credit", 0) == 1
        yield _row(f"{name}{node.id}", node.say, "key" if right else "", "✓ " if right else "")
        yield from _why(node, ideas)
        return
    if accept := getattr(node, "accept", None):
        words = "".join(f"<td>{escape(', '.join(one))}</td>" for one in accept.by_lang().values())
        yield f"<tr><th>{escape(name)}accept</th>{words}</tr>"
    for field in ("why", "when_wrong"):
        if isinstance(said := getattr(node, field, None), Text):
            yield _row(f"{name}{field}", said, "why")
    yield from _idea(node, ideas)
    for field in type(node).model_fields:
        held = getattr(node, field)
        # Parts without a reason, such as the two sides of pairs, stand above.
        told = [one for one in held if hasattr(one, "why")] if isinstance(held, list) else []
        for number, child in enumerate(told, 1):
            label = _label(child, f"{field.removesuffix('s')} {number}")
            yield from _entries(
                child, ideas, name if isinstance(child, Choice) else f"{name}{label} "
            )


def _label(node: BaseModel, otherwise: str) -> str:
    for fields in (("id",), ("left", "right"), ("first", "then"), ("value",)):
        if all(hasattr(node, field) for field in fields):
            return " → ".join(f"{getattr(node, field)}" for field in fields)
    return otherwise


def _why(choice: Choice, ideas: dict[str, Text]) -> Iterable[str]:
    yield _row("why", choice.why, "why")
    yield from _idea(choice, ideas)


def _idea(node: object, ideas: dict[str, Text]) -> Iterable[str]:
    if idea := getattr(node, "misconception", None):
        said = in_languages(ideas[idea].by_lang(), "span", "{}", " · ")
        cell = f'<td colspan="{len(languages())}">{escape(idea)}: {said}</td>'
        yield f'<tr class="why"><th>misconception</th>{cell}</tr>'
