"""What the tests of question banks are made of."""

from pathlib import Path

from pydantic import ValidationError

from carekit.common.languages import languages
from carekit.questions import load_bank

BANK = Path(__file__).resolve().parents[1] / "browser" / "course" / "course_data" / "quizzes"
TIDES = load_bank(BANK / "tides.yml")
QUESTIONS = {one.id: one for one in TIDES.questions}


def text(word):
    return dict.fromkeys(languages(), word)


def accepted(model, **fields):
    """Return whether a model takes these fields; nothing but a refusal is caught."""
    try:
        model.model_validate(fields)
    except ValidationError:
        return False
    return True


ITEM = {"id": "q", "bloom": "apply", "ask": text("ask")}
OPTION = {"say": text("s"), "why": text("w")}


def chosen(kind, right, wrong, **more):
    choices = [
        {"id": f"r{n}", "right": True, **OPTION} for n in range(right)
    ] + [{"id": f"w{n}", "misconception": "m", **OPTION} for n in range(wrong)]  # fmt: skip
    return {**ITEM, "kind": kind, "choices": choices, **more}
