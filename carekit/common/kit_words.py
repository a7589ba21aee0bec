"""The kit's own words: one file for each language, with a section for each room.

``carekit/words/en.yml`` has every sentence of the kit by its key; the file of another language has
the same keys. So who translates the kit writes one file, and reads English beside it. What belongs
to a sentence and is in no language, such as whether a person should look at a flag, stands in a
file beside the module that reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from carekit.common.files import read_yaml
from carekit.common.languages import Lang, Text

FOLDER = Path(__file__).parents[1] / "words"
Model = TypeVar("Model", bound=BaseModel)


@cache
def words_in(tag: str) -> Mapping[str, object]:
    """Return all words of the kit in one language, as its file has them: sections, then keys.

    Raises ContentError for a file that cannot be read.
    """
    data: dict[str, object] = read_yaml(FOLDER / f"{tag}.yml").data
    return data


@cache
def texts(section: str) -> dict[str, Text]:
    """Return the words of a section without parts, by key."""
    said: dict[str, Text] = _in_all({lang: words_in(lang.value)[section] for lang in Lang})
    return said


@cache
def parts(section: str) -> dict[str, dict[str, Text]]:
    """Return the words of a section with parts, by part and key."""
    said: dict[str, dict[str, Text]] = _in_all(
        {lang: words_in(lang.value)[section] for lang in Lang}
    )
    return said


def with_words(section: str, model: type[Model], facts: Path | None = None) -> Model:
    """Return a section as a model, with what a file says of its entries besides.

    Raises ContentError for a file that cannot be read, ValidationError where words are missing.
    """
    said = _in_all({lang: words_in(lang.value)[section] for lang in Lang})
    return model.model_validate(_joined(read_yaml(facts).data, said) if facts else said)


def _in_all(nodes: Mapping[Lang, Any]) -> Any:
    """Return the words of several languages, which stand at the same keys, as texts."""
    english = nodes[Lang.EN]
    if isinstance(english, str):
        return Text.model_validate({lang.value: node for lang, node in nodes.items()})
    return {key: _in_all({lang: node[key] for lang, node in nodes.items()}) for key in english}


def _joined(facts: Any, said: Any) -> Any:
    if not (isinstance(facts, dict) and isinstance(said, dict)):
        return said
    return facts | {key: _joined(facts.get(key), words) for key, words in said.items()}
