"""A question without its words, as plain data: the key in the hidden lines of a check."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from carekit.common.languages import languages
from carekit.questions.bank import Question
from carekit.questions.kinds import KINDS, kind_of
from carekit.questions.models import Item

_NEVER = ("given", "hints", "picture")
_DRAW = ("draw", "derive", "only_if")


def key_of(question: Item) -> dict[str, object]:
    """Return what is needed to judge a question, without its words; it may stand in a notebook."""
    data = question.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    left_out = _NEVER if kind_of(question).key_hangs_on_draw else (*_NEVER, *_DRAW)
    kept = _wordless({key: value for key, value in data.items() if key not in left_out})
    # The unit may be typed with the number, so it is part of the judging.
    return {**kept, **({"unit": data["unit"]} if data.get("unit") else {})}


def _wordless(node: object) -> Any:
    if isinstance(node, dict):
        return {key: _wordless(value) for key, value in node.items() if not _is_text(value)}
    if isinstance(node, list):
        return [_wordless(value) for value in node if not _is_text(value)]
    return node


def _is_text(node: object) -> bool:
    if not isinstance(node, dict) or node.keys() != set(languages()):
        return False
    return all(isinstance(said, str) for said in node.values())


def question_of(key: Mapping[str, object]) -> Item:
    """Return a question that can be judged, from what ``key_of`` returned; its words are dashes.

    A key that was read before gives the same question again. Raises ValueError where the data is
    no key.
    """
    return _read(json.dumps(dict(key)))


# A judge reads the keys of its set before it is forked; no child reads them again.
@lru_cache(maxsize=512)
def _read(text: str) -> Item:
    data = json.loads(text)
    if kind := KINDS.get(str(data.get("kind"))):
        kind.blank(data)
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
    return dict.fromkeys(languages(), "-")
