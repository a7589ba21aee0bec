"""A question without its words, as plain data: the key in the hidden lines of a check."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from carekit.common.languages import Lang
from carekit.questions.bank import Question
from carekit.questions.models import Item, Numeric

_NEVER = ("given", "hints", "picture")
_DRAW = ("draw", "derive", "only_if")
# Where a picture has to be and nobody looks at it.
_BLANK = {"width": 1000, "height": 1000, "draw": [{"box": [0, 0, 1, 1]}]}


def key_of(question: Item) -> dict[str, Any]:
    """Return what is needed to judge a question, without its words; it may stand in a notebook."""
    data = question.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    # Options are right or wrong whatever the numbers in them; only a number typed hangs on a draw.
    left_out = _NEVER if isinstance(question, Numeric) else (*_NEVER, *_DRAW)
    kept = _wordless({key: value for key, value in data.items() if key not in left_out})
    # The unit may be typed with the number, so it is part of the judging.
    return {**kept, **({"unit": data["unit"]} if data.get("unit") else {})}


def _wordless(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _wordless(value) for key, value in node.items() if not _is_text(value)}
    if isinstance(node, list):
        return [_wordless(value) for value in node if not _is_text(value)]
    return node


def _is_text(node: Any) -> bool:
    if not isinstance(node, dict) or node.keys() != {lang.value for lang in Lang}:
        return False
    return all(isinstance(said, str) for said in node.values())


def question_of(key: Mapping[str, Any]) -> Item:
    """Return a question that can be judged, from what ``key_of`` returned; its words are dashes.

    Raises ValueError where the data is no key.
    """
    data = deepcopy(dict(key))
    if data.get("kind") == "hotspot":
        data["picture"] = {**_BLANK, "alt": _dashes()}
    if data.get("kind") == "cloze":
        held = " ".join(f"(({gap['id']}))" for gap in data.get("gaps", []))
        data["text"] = {lang.value: held for lang in Lang}
        for gap in data.get("gaps", []):
            if "accept" in gap:
                gap |= {"why": _dashes(), "when_wrong": _dashes()}
    while True:
        try:
            return _question().validate_python(data)
        except ValidationError as error:
            wrong = error.errors(include_url=False)
            if any(item["type"] != "missing" for item in wrong):
                raise
            for item in wrong:
                _put_dashes(data, item["loc"])


def keys_in(source: str) -> list[Item]:
    """Return the questions that a check of a quiz scores; [] where the cell is no such check."""
    if "worth(key, points=" not in source:
        return []
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "key":
            return [question_of(one) for one in ast.literal_eval(statement.value)]
    return []


@cache
def _question() -> TypeAdapter[Item]:
    return TypeAdapter(Question)


def _put_dashes(data: Any, where: tuple[str | int, ...]) -> None:
    *way, name = where
    for step in way:
        # Pydantic also names the kind of the question on the way; the data has no such step.
        held = isinstance(data, list) or step in data
        data = data[step] if held else data
    data[name] = _dashes()


def _dashes() -> dict[str, str]:
    return {lang.value: "-" for lang in Lang}
