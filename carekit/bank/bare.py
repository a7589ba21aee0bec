"""A question without its words, as plain data: the key in the hidden lines of a check."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from carekit.bank.entries import Item
from carekit.bank.whole import Question
from carekit.lang import Lang


def key_of(question: Item) -> dict[str, Any]:
    """Return what is needed to judge a question, without its words; it may stand in a notebook."""
    data = question.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    kept = _wordless({key: value for key, value in data.items() if key not in ("given", "hints")})
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
    data[name] = {lang.value: "-" for lang in Lang}
