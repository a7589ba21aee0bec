"""The leak test: nothing that learners must not see is in ``release/`` or in their bundle.

The rule. Inside ``release/<set>/`` every secret line of that set counts, wherever it stands: in a
cell, in metadata, re-indented, escaped, base64-coded or compressed. Elsewhere (lessons, other
sets, the kit, the course data) one line alone may well be plain Python, so there two neighbouring
secret lines count, or one of at least LONGEST_CHANCE characters, unless a lesson's text teaches
just that. What is trivial and thus never counts is said in ``secrets.is_trivial``.

A key counts where a question's id stands beside its answer, or where the feedback of a graded or
exam question stands, and in the bundle's quiz files wherever a field is not on the list of those
that may be shown.
"""

from __future__ import annotations

import base64
import binascii
import html
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from carekit.authoring.build.bundle import is_quiz, members
from carekit.authoring.build.secrets import Key, Secret, keys, secrets, shown_keys, squeezed
from carekit.authoring.build.targets import NOT_OURS
from carekit.common.files import Document, Fault
from carekit.common.yaml_reader import parse

LONGEST_CHANCE = 40
NEAR = 3  # lines from a question's id to its answer
DEPTH = 4  # how often a coded text may be coded again
CODED = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")


def leaks(root: Path, bundle: Mapping[str, bytes] | None = None) -> list[Fault]:
    """Return one fault for every secret in ``release/`` or in the learner's bundle.

    With ``bundle``, path to bytes, it alone is looked at: what a trainer wrote into ``release/``
    while trying a set is not packed. Raises ContentError when the course cannot be read or a file
    of the bundle is missing.
    """
    search = Search(root)
    files = sorted((bundle or {**_released(root), **members(root)}).items())
    return [fault for path, data in files for fault in search(path, data)]


class Search:
    """Looks for a course's secrets in what learners get."""

    def __init__(self, root: Path) -> None:
        """Read the secrets once."""
        self.root = root
        self.hidden, self.questions = secrets(root), keys(root)
        lessons = (root / "content" / "lessons").glob("*.md")
        self.taught = squeezed("\n".join(_read(path) for path in lessons))

    def __call__(self, path: str, data: bytes) -> list[Fault]:
        """Return one fault for every secret in a file; ``path`` says whose secrets it may hold."""
        where, said = self.root / path, revealed(data)
        found = list(_secret_lines(where, path, said, self.hidden, self.taught))
        if is_quiz(path):
            return [*found, *shown_keys(_quiz(where, data))]
        return [*found, *_given_away(where, said, self.questions)]


def _released(root: Path) -> dict[str, bytes]:
    """Return everything in ``release/``, strays included: a person may well copy the folder."""
    files = (path for path in (root / "release").rglob("*") if path.is_file())
    inside = {path.relative_to(root): path for path in files}
    return {
        name.as_posix(): path.read_bytes()
        for name, path in inside.items()
        if not NOT_OURS & set(name.parts)
    }


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _quiz(path: Path, data: bytes) -> Document:
    return Document(path, *parse(data.decode("utf-8")))


def _secret_lines(
    where: Path, path: str, said: str, hidden: Iterable[Secret], taught: str
) -> Iterator[Fault]:
    all_of_it = squeezed(said)
    signs = set(all_of_it)
    for secret in hidden:
        own = path.startswith(f"release/{secret.set}/")
        long = [line for line in secret.lines if len(line) >= LONGEST_CHANCE]
        wanted = secret.lines if own else (*long, *secret.pairs)
        # A table has no brackets: most lines of code need not be looked for in its megabytes.
        there = [words for words in wanted if signs.issuperset(words) and words in all_of_it]
        there = [words for words in there if own or words not in taught]
        if there:
            origin = f"{secret.path.name}:{secret.line}"
            says = f"shows a {secret.kind} line of {origin} ({there[0][:60]}); take it out"
            yield Fault(where, _line(said, there[0]), "", says)


def _given_away(where: Path, said: str, questions: Iterable[Key]) -> Iterator[Fault]:
    lines = said.split("\n")
    all_of_it = squeezed(said)
    signs = set(all_of_it)
    for key in questions:
        for number, line in enumerate(lines if key.question in said else ()):
            if _token(key.question, line) and _answered(key, lines[number : number + NEAR]):
                says = f"names question {key.question} beside its answer; take it out"
                yield Fault(where, number + 1, "", says)
        for words in key.words:
            if signs.issuperset(words) and words in all_of_it:
                says = f"shows the feedback of question {key.question} ({words[:40]}); take it out"
                yield Fault(where, _line(said, words), "", says)


def _answered(key: Key, lines: list[str]) -> bool:
    """Return whether an answer stands on the question's line, or a telling one just below it."""
    for answer in key.answers:
        # "2" on the next line is more likely the points than the key.
        near = lines if len(answer) > 2 else lines[:1]
        if any(_token(answer, line) for line in near):
            return True
    return False


def _token(word: str, line: str) -> bool:
    return (
        word in line and re.search(rf"(?<![\w.-]){re.escape(word)}(?![\w-]|\.\d)", line) is not None
    )


def _line(said: str, words: str) -> int:
    """Return the line that holds squeezed words, or 1 where they run over several."""
    lines = enumerate(said.split("\n"), 1)
    return next((number for number, line in lines if words in squeezed(line)), 1)


def revealed(data: bytes) -> str:
    """Return all text a file holds: as it stands, and what is coded in it, line by line below.

    JSON is opened up to its strings; HTML entities, base64 and zlib or gzip are undone, also inside
    one another.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
        return "\n".join([text, *_unpacked(data, DEPTH)])
    return "\n".join([text, *_strings(text), *_decoded(text, DEPTH)])


def _strings(text: str) -> Iterator[str]:
    if text[:1] not in ("{", "["):
        return
    try:
        yield from _leaves(json.loads(text))
    except ValueError:
        return


def _leaves(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
        yield from _decoded(node, DEPTH)
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _leaves(key)
            yield from _leaves(value)
    elif isinstance(node, list):
        if node and all(isinstance(item, str) for item in node):
            # A notebook keeps a cell's source as a list of lines.
            yield from _leaves("".join(node))
        for item in node:
            yield from _leaves(item)


def _decoded(text: str, depth: int) -> Iterator[str]:
    if depth == 0:
        return
    if "&" in text and (plain := html.unescape(text)) != text:
        yield plain
    # Coded text is broken into lines of 76 characters by some tools: also look at it joined up.
    for found in {*CODED.findall(text), *CODED.findall("".join(text.split()))}:
        digits = found.rstrip("=").translate(str.maketrans("-_", "+/"))
        try:
            raw = base64.b64decode(digits + "=" * (-len(digits) % 4), validate=True)
        except (binascii.Error, ValueError):
            continue
        yield from _unpacked(raw, depth - 1)


def _unpacked(raw: bytes, depth: int) -> Iterator[str]:
    for data in (raw, _inflated(raw)):
        try:
            text = data.decode("utf-8") if data else ""
        except UnicodeDecodeError:
            continue
        if text:
            yield text
            yield from _decoded(text, depth)


def _inflated(raw: bytes) -> bytes:
    try:
        # 47: zlib or gzip, whichever the first bytes say.
        return zlib.decompress(raw, 47)
    except zlib.error:
        return b""
