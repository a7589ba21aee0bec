"""The words of a new course in its languages, and the templates that they are put into.

``words/TAG.yml`` holds the words of one language, ``templates/`` the files of a course with
the places of words in them. Gaps stand in ``<< >>``, because course texts and notebooks use braces.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import RootModel

from carekit.common.files import read_model
from carekit.common.lang import ENGLISH, Lang
from carekit.common.languages import Words

FOLDER = Path(__file__).parent
MARK = "[write this]"
"""Stands before words that the author has to write."""


class _Catalogue(RootModel[dict[str, Words]]):
    """The words of one language by key."""


@cache
def _words(tag: str) -> Mapping[str, str] | None:
    path = FOLDER / "words" / f"{tag}.yml"
    return read_model(path, _Catalogue).root if path.is_file() else None


def _said_in(tag: str) -> tuple[str, Mapping[str, str]]:
    """Return the language that gives the words of another, with all of its words.

    It is the language itself, else the nearest of its fallbacks that a course can be begun in.
    """
    return next((near, words) for near in Lang(tag).chain() if (words := _words(near)))


def marked_for(tag: str) -> str:
    """Return the mark for words that stand in another language than ``tag``."""
    return f"[write this in {tag}]"


@dataclass(frozen=True)
class Wording:
    """What a new course says, in each of its languages; ``gaps`` are put into words and files.

    A gap that differs between the languages is a mapping by tag.

    A language without words of its own gets those of its fallback behind a mark, at last English.
    """

    tags: Sequence[str]
    gaps: Mapping[str, object] = field(default_factory=dict)

    def said(self, key: str, tag: str) -> str:
        """Return the words of a key in one language. Raises KeyError for an unknown key."""
        near, words = _said_in(tag)
        text = words[key] if near == tag else f"{marked_for(tag)} {words[key]}"
        gaps = {
            # The fallback need not be one of the course's languages.
            name: value.get(tag, value[self.tags[0]]) if isinstance(value, Mapping) else value
            for name, value in self.gaps.items()
        }
        return self._jinja.from_string(text).render(mark=MARK, **gaps)

    def file(self, template: str) -> str:
        """Return a template as the text of a file."""
        return self._jinja.get_template(f"{template}.j2").render(
            tags=list(self.tags), mark=MARK, **self.gaps
        )

    def block(self, key: str) -> str:
        """Return a block of prose for each language, as course texts have it."""
        return "\n\n".join(f":::{{{tag}}}\n{self.said(key, tag)}\n:::" for tag in self.tags)

    def heading(self, level: int, key: str) -> str:
        """Return a heading in every language, as course texts have it."""
        lines = "\n".join(f"{tag}: {self.said(key, tag)}" for tag in self.tags)
        return f":::{{heading}} {level}\n{lines}\n:::"

    def text(self, key: str) -> str:
        """Return a mapping of the languages on one line, as YAML files have it."""
        said = (
            f"{tag}: {json.dumps(self.said(key, tag), ensure_ascii=False)}" for tag in self.tags
        )
        return f"{{{', '.join(said)}}}"

    def spoken(self, key: str) -> str:
        """Return the words of those languages that are near enough, with dots between.

        English stands for others only where there are no words at all.
        """
        near = {tag: _said_in(tag)[0] for tag in self.tags}
        known = [one for tag, one in near.items() if one == tag or one != ENGLISH]
        return " · ".join(dict.fromkeys(self.said(key, one) for one in known or [ENGLISH]))

    @cached_property
    def _jinja(self) -> Environment:
        # What is made are texts and code and no HTML.
        made = Environment(  # noqa: S701
            loader=FileSystemLoader(FOLDER / "templates"),
            undefined=StrictUndefined,
            variable_start_string="<<",
            variable_end_string=">>",
            block_start_string="<%",
            block_end_string="%>",
            comment_start_string="<#",
            comment_end_string="#>",
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        made.globals |= {
            "block": self.block,
            "heading": self.heading,
            "text": self.text,
            "spoken": self.spoken,
        }
        return made
