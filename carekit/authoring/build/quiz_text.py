"""What stands below a quiz cell before anybody has run it: the questions in words, without key.

It is stored as the cell's output, so every front end shows it, a print has it, and running the
cell puts the card in its place.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from pathlib import Path

from carekit.common.files import ContentError
from carekit.common.interface_text import words
from carekit.common.notebook_format import Output
from carekit.questions import Item, current_bank, realised, seed_of
from carekit.questions.shown_question import Seen
from carekit.questions.views.browser import for_browser
from carekit.questions.views.html import on_paper
from carekit.questions.views.without_key import asked

# By this mark everybody who clears outputs knows that it is no result of a run.
MARK = {"carekit": {"unrun": True}}
# Who is not told apart by a hub meets just these numbers and this order again in the card.
NOBODY = "learner"


def outputs(root: Path, source: str) -> list[Output]:
    """Return the outputs that a cell has before it is run; none where it shows no question.

    Raises ContentError where a concept or question is not there or cannot be read.
    """
    found = [one for how, args in _calls(source) for one in _QUESTIONS[how](root, *args)]
    if not found:
        return []
    note = words("quiz")["run-to-answer"]
    data = {"text/html": on_paper(found), "text/plain": " / ".join(note.by_lang().values())}
    return [{"output_type": "display_data", "data": data, "metadata": MARK}]


def is_unrun(output: Output) -> bool:
    """Return whether an output of a cell is what the builder put there."""
    return bool(output.get("metadata", {}).get("carekit") == MARK["carekit"])


def _calls(source: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each call of a quiz whose card the cell shows, with its concept and question ids."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a line for the shell, or the author's own slip, which the run will show
        return
    for statement in tree.body:
        call = statement.value if isinstance(statement, ast.Expr) else None
        if isinstance(call, ast.Call) and (how := ast.unparse(call.func)) in _QUESTIONS:
            args = [one.value for one in call.args if isinstance(one, ast.Constant)]
            if args and len(args) == len(call.args):
                yield how, [str(one) for one in args]


def _practice(root: Path, concept: str, *ids: str) -> list[Seen]:
    path = root / "course_data" / "quizzes" / f"{concept}.yml"
    if not path.is_file():
        raise ContentError(f"no quiz for {concept!r} in course_data/quizzes")
    bank = current_bank(path)
    known = {one.id: one for one in bank.questions if one.use == "practice"}
    _refuse(ids, known, concept, "practice")
    chosen: list[Item] = [known[name] for name in ids or known]
    seeds = [seed_of(NOBODY, bank.object_id(one)) for one in chosen]
    return [for_browser(realised(one, s), s) for one, s in zip(chosen, seeds, strict=True)]


def _graded(root: Path, concept: str, *ids: str) -> list[Seen]:
    known = {name: one for name, one in asked(root, concept).items() if one.use == "graded"}
    _refuse(ids, known, concept, "graded")
    shown = []
    for name in ids or known:
        seed = seed_of(NOBODY, f"{concept}/{name}")
        shown.append(known[name].numbered(known[name].variant(seed)).for_browser(seed))
    return shown


def _refuse(ids: tuple[str, ...], known: Collection[str], concept: str, use: str) -> None:
    if strange := [name for name in ids if name not in known]:
        there = ", ".join(known) or "none"
        raise ContentError(f"no {use} question {', '.join(strange)} of {concept}; known: {there}")


_QUESTIONS = {"quiz": _practice, "quiz.graded": _graded}
