"""YAML as plain data, read by the C parser, with the line on which each entry stands.

The C parser is about thirty times as fast as the strict one, but it knows an older YAML and says
less about mistakes. So it reads only what both understand alike; everything else is left to the
strict parser, which refuses it in words or knows better what it means.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

import yaml
from ruamel.yaml.resolver import implicit_resolvers
from ruamel.yaml.util import LazyEval

Where = tuple[str | int, ...]
Lines = dict[Where, int]

# An older YAML breaks lines at these three, and libyaml takes tabs where the strict parser does
# not; a byte order mark or a directive may ask for yet another YAML. Behind the sign of a text of
# several lines libyaml takes a remark, or a line of spaces, that the strict parser refuses.
_FOREIGN = re.compile("[\t\r\x85\u2028\u2029\ufeff]|^%|[|>][-+0-9]*(?:#| *\n +$)", re.MULTILINE)
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UTC = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


class NotPlain(Exception):  # noqa: N818 - no mistake, another way
    """The text holds something that the strict parser has to look at."""


class _Node(NamedTuple):
    line: int
    data: Any
    # Of a mapping, the line of each key; None for a list or a scalar.
    keys: dict[Any, int] | None = None


def _by_first_letter() -> dict[str, list[tuple[str, LazyEval]]]:
    """Return what words without quotes can be in YAML 1.2, by their first letter."""
    # Their patterns are compiled when they are first used.
    found: dict[str, list[tuple[str, LazyEval]]] = {}
    for versions, tag, rule, letters in implicit_resolvers:
        for letter in letters if (1, 2) in versions else ():
            found.setdefault(letter, []).append((tag.rpartition(":")[2], rule))
    return found


_KINDS = _by_first_letter()
_FAST: Any = getattr(yaml, "CBaseLoader", None)


def plain(text: str) -> tuple[Any, Lines]:
    """Return a YAML text as dicts, lists and scalars, and the line (from 1) of every entry.

    Raises NotPlain where the strict parser has to read the text: mistakes of any kind, repeated
    keys, tags, merges, numbers written in unusual ways, or no C parser on this machine.
    """
    if _FAST is None or _FOREIGN.search(text):
        raise NotPlain
    parser = _FAST(text.encode("utf-8"))
    try:
        root = _Composer(parser.get_event).document()
    except (yaml.YAMLError, ValueError, RecursionError):
        raise NotPlain from None
    finally:
        parser.dispose()
    lines: Lines = {}
    return _placed(root, (), lines), lines


class _Composer:
    """Puts the parser's events together, an alias as the very node it names."""

    def __init__(self, following: Callable[[], Any]) -> None:
        self.following = following
        self.named: dict[str, _Node] = {}

    def document(self) -> _Node:
        """Return the one document of a stream."""
        self._expect(yaml.StreamStartEvent)
        self._expect(yaml.DocumentStartEvent)
        root = self.node(self.following())
        self._expect(yaml.DocumentEndEvent)
        self._expect(yaml.StreamEndEvent)
        return root

    def _expect(self, kind: type) -> None:
        if type(self.following()) is not kind:
            raise NotPlain

    def node(self, event: Any) -> _Node:
        """Return the node that begins with an event."""
        kind, line = type(event), event.start_mark.line + 1
        if kind is yaml.AliasEvent:
            # An alias inside what it names is not known yet: it would have no end.
            if event.anchor not in self.named:
                raise NotPlain
            return self.named[event.anchor]
        if event.tag is not None:
            raise NotPlain
        if kind is yaml.ScalarEvent:
            found = _Node(line, scalar(event.value) if event.implicit[0] else event.value)
            if event.anchor is not None and not isinstance(found.data, str):
                raise NotPlain
        elif kind is yaml.MappingStartEvent:
            found = self._mapping(line)
        else:
            found = self._sequence(line)
        if event.anchor is not None:
            if event.anchor in self.named:
                raise NotPlain
            self.named[event.anchor] = found
        return found

    def _mapping(self, line: int) -> _Node:
        data: dict[Any, _Node] = {}
        keys: dict[Any, int] = {}
        while type(event := self.following()) is not yaml.MappingEndEvent:
            if type(event) is not yaml.ScalarEvent or event.anchor is not None:
                raise NotPlain
            key = self.node(event).data
            if key in data or not isinstance(key, str):
                raise NotPlain
            keys[key] = event.start_mark.line + 1
            data[key] = self.node(self.following())
        return _Node(line, data, keys)

    def _sequence(self, line: int) -> _Node:
        data = []
        while type(event := self.following()) is not yaml.SequenceEndEvent:
            data.append(self.node(event))
        return _Node(line, data)


def scalar(word: str) -> Any:
    """Return what a word without quotes means, by the strict parser's own table.

    >>> scalar("no"), scalar("true"), scalar("12"), scalar("0.5"), scalar("12 days"), scalar("")
    ('no', True, 12, 0.5, '12 days', None)

    Raises NotPlain where it is written in a way that only the strict parser can tell.
    """
    for kind, rule in _KINDS.get(word[:1], ()):
        if not rule.match(word):
            continue
        if kind == "bool":
            return word.lower() == "true"
        if kind == "null":
            return None
        if kind == "int" and _INT.fullmatch(word):
            return int(word)
        if kind == "float" and _FLOAT.fullmatch(word):
            return float(word)
        if kind == "timestamp" and _DATE.fullmatch(word):
            return date.fromisoformat(word)
        if kind == "timestamp" and _UTC.fullmatch(word):
            return datetime.fromisoformat(word)
        raise NotPlain
    return word


def _placed(node: _Node, where: Where, lines: Lines) -> Any:
    """Return a node as plain data of its own, noting the line of every entry."""
    if node.keys is not None:
        for key, line in node.keys.items():
            lines[(*where, key)] = line
        return {key: _placed(value, (*where, key), lines) for key, value in node.data.items()}
    if isinstance(node.data, list):
        for index, value in enumerate(node.data):
            lines[(*where, index)] = value.line
        return [_placed(value, (*where, index), lines) for index, value in enumerate(node.data)]
    return node.data
