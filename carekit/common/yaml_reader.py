"""YAML as plain data, with the line on which each entry stands, and back.

Words without quotes mean what YAML 1.2 says: ``no`` is a word and no truth value. libyaml, the C
half of PyYAML, reads a text many times as fast as the half in Python, which says better what is
wrong. So the second reads only what the first refuses, or takes where it should not.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

import yaml

Where = tuple[str | int, ...]
Lines = dict[Where, int]

# What YAML has no place for, and the three at which an older YAML breaks lines.
_HIDDEN = re.compile("[^\t\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# libyaml takes tabs between words, and behind the sign of a text of several lines a remark or a
# line of spaces.
_LAX = re.compile("\t|[|>][-+0-9]*(?:#| *\n +$)", re.MULTILINE)
_DEEPEST = 100
_NEVER_BROKEN = 10_000
_TAG = "tag:yaml.org,2002:"


class NotReadableError(Exception):
    """The text is no YAML, or YAML that is not read here; ``line`` (from 1) and ``says``."""

    def __init__(self, line: int, says: str) -> None:
        """Keep the line and the sentence."""
        super().__init__(f"line {line}: {says}")
        self.line, self.says = line, says


class NotYamlError(NotReadableError):
    """A parser refuses the text."""


class _Node(NamedTuple):
    line: int
    data: Any
    # Of a mapping, the line of each key; None for a list or a scalar.
    keys: dict[Any, int] | None = None


_FAST: Any = getattr(yaml, "CBaseLoader", None)


def parse(text: str) -> tuple[Any, Lines]:
    """Return a YAML text as dicts, lists and scalars, and the line (from 1) of every entry.

    Raises NotReadableError for broken syntax, repeated keys, tags, merged entries and keys that are
    no words or numbers.
    """
    if found := _HIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise NotReadableError(line, f"a hidden character (U+{ord(found[0]):04X}); take it out")
    lines: Lines = {}
    return _placed(_read(text), (), lines), lines


def _read(text: str) -> _Node:
    if _FAST is None:
        return _read_by(yaml.BaseLoader, text)
    try:
        root = _read_by(_FAST, text.encode("utf-8"))
    except NotYamlError as error:
        try:
            return _read_by(yaml.BaseLoader, text)
        except NotYamlError as better:
            # In Python an earlier line may be refused that is right: "?" ends a word in brackets.
            raise (better if better.line >= error.line else error) from None
    return _read_by(yaml.BaseLoader, text) if _LAX.search(text) else root


def _read_by(kind: Any, text: str | bytes) -> _Node:
    """Return the root of the one document of a text, as one of the two parsers reads it."""
    parser = kind(text)
    try:
        return _Composer(parser.get_event).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        # The fast parser counts one line more at the end of a text whose last line does not end.
        last = len((text if isinstance(text, bytes) else text.encode()).split(b"\n"))
        line = min(mark.line + 1, last) if mark else 1
        raise NotYamlError(line, f"not YAML: {error.problem}") from None
    finally:
        parser.dispose()


def written(data: object) -> bytes:
    """Return plain data as YAML in UTF-8, from which ``parse`` reads the same."""
    said: str = yaml.dump(
        data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_NEVER_BROKEN
    )
    return said.encode("utf-8")


class _Dumper(yaml.SafeDumper):
    """Puts quotes also around words that are something else in YAML 1.2 only."""


def _word(dumper: Any, word: str) -> Any:
    try:
        style = None if scalar(word) == word else '"'
    except NotReadableError:
        style = '"'
    return dumper.represent_scalar(f"{_TAG}str", word, style=style)


_Dumper.add_representer(str, _word)


class _Composer:
    """Puts the parser's events together, an alias as the very node it names."""

    def __init__(self, following: Callable[[], Any]) -> None:
        self.following = following
        self.named: dict[str, _Node | None] = {}
        self.depth = 0

    def document(self) -> _Node:
        """Return the one document of a stream; nothing at all is None."""
        self.following()
        event = self.following()
        if type(event) is yaml.StreamEndEvent:
            return _Node(1, None)
        root = self.node(self.following())
        self.following()
        event = self.following()
        if type(event) is not yaml.StreamEndEvent:
            raise NotReadableError(_line(event), "not YAML: but found another document")
        return root

    def node(self, event: Any) -> _Node:
        """Return the node that begins with an event."""
        kind, line = type(event), _line(event)
        if kind is yaml.AliasEvent:
            return self._alias(event.anchor, line)
        if event.tag is not None and event.tag != f"{_TAG}str":
            raise NotReadableError(line, f"a tag ({event.tag.replace(_TAG, '!!')}); leave it out")
        if event.anchor is not None:
            if event.anchor in self.named:
                raise NotYamlError(line, "not YAML: found duplicate anchor")
            # Until the node is whole, an alias inside it would have no end.
            self.named[event.anchor] = None
        if kind is yaml.ScalarEvent:
            plain = event.tag is None and event.implicit[0]
            found = _Node(line, scalar(event.value, line) if plain else event.value)
        else:
            found = self._entries(kind, line)
        if event.anchor is not None:
            self.named[event.anchor] = found
        return found

    def _alias(self, name: str, line: int) -> _Node:
        if name not in self.named:
            raise NotYamlError(line, f"not YAML: found undefined alias {name!r}")
        found = self.named[name]
        if found is None:
            raise NotReadableError(line, f"*{name} stands inside what it names; write it out")
        return found

    def _entries(self, kind: type, line: int) -> _Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NotReadableError(line, f"more than {_DEEPEST} entries inside each other")
        found = self._mapping(line) if kind is yaml.MappingStartEvent else self._sequence(line)
        self.depth -= 1
        return found

    def _mapping(self, line: int) -> _Node:
        data: dict[Any, _Node] = {}
        keys: dict[Any, int] = {}
        while type(event := self.following()) is not yaml.MappingEndEvent:
            at, node = _line(event), self.node(event)
            key = node.data
            if node.keys is not None or isinstance(key, list):
                raise NotReadableError(at, "a list or a mapping as a key; write a word")
            if key == "<<" and event.implicit[0]:
                raise NotReadableError(at, "entries are not merged here (<<); write them out")
            if key in data:
                raise NotReadableError(at, f'found duplicate key "{key}" twice; keep one of them')
            keys[key] = at
            data[key] = self.node(self.following())
        return _Node(line, data, keys)

    def _sequence(self, line: int) -> _Node:
        data = []
        while type(event := self.following()) is not yaml.SequenceEndEvent:
            data.append(self.node(event))
        return _Node(line, data)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def scalar(word: str, line: int = 1) -> object:
    """Return what a word without quotes means in YAML 1.2.

    >>> scalar("no"), scalar("true"), scalar("12"), scalar("0.5"), scalar("12 days"), scalar("")
    ('no', True, 12, 0.5, '12 days', None)

    Raises NotReadableError for a day or a moment that does not exist.
    """
    for letters, rule, meaning in _KINDS:
        if word[:1] in letters and rule.fullmatch(word):
            try:
                return meaning(word)
            except ValueError as error:
                raise NotReadableError(line, f"{word}: {error}; correct it") from None
    return word


def _whole_number(word: str) -> int:
    digits = word.replace("_", "").lower()
    base = {"0b": 2, "0o": 8, "0x": 16}.get(digits.lstrip("+-")[:2], 10)
    return int(digits, base)


def _number(word: str) -> float:
    return float(re.sub(r"\.(?=inf|nan)", "", word.replace("_", "").lower()))


_DIGITS = "0123456789"
_TIME = r"\d{4}-\d\d-\d\d(?:[Tt]|[ \t]+)\d\d:\d\d:\d\d(?:\.\d+)?(?:[ \t]*(?:Z|[-+]\d\d(?::\d\d)?))?"
# The letters a word begins with, what it looks like then, and what it means.
_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[str], Any]], ...] = (
    ("tTfF", re.compile("true|True|TRUE|false|False|FALSE"), lambda word: word[0] in "tT"),
    ("~nN", re.compile("~|null|Null|NULL|"), lambda _word: None),
    (
        f"+-{_DIGITS}",
        re.compile("[-+]?(?:0b[01_]+|0o[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)"),
        _whole_number,
    ),
    (
        f"+-.{_DIGITS}",
        re.compile(
            r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?"
            r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
        ),
        _number,
    ),
    (_DIGITS, re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), date.fromisoformat),
    (_DIGITS, re.compile(_TIME, re.ASCII), datetime.fromisoformat),
)


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


def with_item(text: str, key: str, item: str) -> str:
    r"""Return YAML with one more item at the end of the list that stands under a key at the top.

    The text's own remarks and the order of its keys stay; a key that is not there is added. The
    item begins with ``- ``, and is indented as the others are.

    >>> with_item("a:\n- 1\n\n# of b\nb: 2\n", "a", "- 3\n")
    'a:\n- 1\n- 3\n\n# of b\nb: 2\n'
    """
    item = textwrap.dedent(item).rstrip("\n")
    lines = text.rstrip("\n").split("\n") if text.strip() else []
    first = next((n for n, line in enumerate(lines) if line.startswith(f"{key}:")), None)
    if first is None:
        return "\n".join([*lines, f"{key}:", textwrap.indent(item, "  ")]) + "\n"
    if lines[first].partition(":")[2].strip() == "[]":
        lines[first] = f"{key}:"
    after = range(first + 1, len(lines))
    end = next((n for n in after if re.match(r"[A-Za-z_]", lines[n])), len(lines))
    # Remarks and blank lines above the next key belong to it.
    while end > first + 1 and re.match(r"\s*(#|$)", lines[end - 1]):
        end -= 1
    listed = (line for line in lines[first + 1 : end] if line.lstrip().startswith("- "))
    old = next(listed, "  - ")
    indent = old[: len(old) - len(old.lstrip())]
    return "\n".join([*lines[:end], textwrap.indent(item, indent), *lines[end:]]) + "\n"
