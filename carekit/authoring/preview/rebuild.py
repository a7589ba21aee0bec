"""What has to be made anew when a file was saved, and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from carekit.authoring.build.made_files import build
from carekit.authoring.build.targets import Target, targets
from carekit.common.files import ContentError, sha256, write_atomic

EVERYWHERE = ""
"""The place of an error that belongs to no single text."""


@dataclass
class State:
    """What a preview shows: the digest of each made notebook, and errors by made notebook.

    An error that belongs to no single text stands under the empty path.
    """

    notebooks: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def json(self) -> str:
        """Return the state as the page reads it."""
        return json.dumps({"notebooks": self.notebooks, "errors": self.errors}, ensure_ascii=False)


class Rebuilder:
    """Makes what depends on saved files, text by text: one that is half written stops no other."""

    def __init__(self, root: Path, show: Path, tell: Callable[[str], None]) -> None:
        """Write the state into ``show`` and tell each step in a line."""
        self.root, self.show, self.tell = root, show, tell
        self.state = State()

    def after(self, saved: Iterable[Path] | None) -> None:
        """Make anew what depends on some files of the course, or on any with None."""
        try:
            every = targets(self.root)
        except ContentError as error:
            self._failed([EVERYWHERE], str(error))
            self._publish()
            return
        self._mended([EVERYWHERE])
        gone = {*self.state.notebooks, *self.state.errors} - {one.path for one in every}
        for path in gone:
            self.state.notebooks.pop(path, None)
            self.state.errors.pop(path, None)
        for text in self._texts(every, None if saved is None else set(saved)):
            self._make([one for one in every if text in _origins(one, every)])
            self._publish()
        self._publish()

    def _texts(self, every: list[Target], saved: set[Path] | None) -> list[str]:
        """Return the texts to make: those that were saved, or all where all may quote the file.

        What lies in the folder of a set belongs to its text.
        """
        texts = [one.made_from for one in every if one.kind in ("lesson", "exercise")]
        paths = {path.relative_to(self.root).as_posix() for path in saved or ()}
        own = {text for text in texts for path in paths if _belongs(path, text)}
        everybody = saved is None or any(
            not any(_belongs(path, text) for text in texts) for path in paths
        )
        # A text that is wrong is tried again: what it lacked may be there now.
        wrong = {one.made_from for one in every if one.path in self.state.errors}
        return [text for text in texts if everybody or text in own or text in wrong]

    def _make(self, wanted: list[Target]) -> None:
        paths = [one.path for one in wanted]
        try:
            report = build(self.root, only=paths)
        except ContentError as error:
            self._failed(paths, str(error))
            return
        except Exception as error:
            # A fault of the kit's own must not end what an author has open.
            self._failed(paths, f"{type(error).__name__}: {error}; `care build` shows where")
            return
        self._mended(paths)
        for made in report.made:
            self.tell(f"made {made.as_posix()}")
        for path in paths:
            if path.endswith(".ipynb"):
                self.state.notebooks[path] = sha256((self.root / path).read_bytes())

    def _failed(self, paths: Collection[str], says: str) -> None:
        if any(self.state.errors.get(path) != says for path in paths):
            self.tell(says)
        self.state.errors |= dict.fromkeys(paths, says)

    def _mended(self, paths: Collection[str]) -> None:
        for path in paths:
            self.state.errors.pop(path, None)

    def _publish(self) -> None:
        write_atomic(self.show, self.state.json())


def _origins(one: Target, every: list[Target]) -> set[str]:
    """Return what a made file is made from, at first and second hand, and its set's text."""
    found = {one.made_from}
    found |= {source.made_from for source in every if source.path == one.made_from}
    if one.kind == "file":
        found |= {
            text.made_from
            for text in every
            if text.kind == "exercise" and _belongs(one.made_from, text.made_from)
        }
    return found


def _belongs(path: str, text: str) -> bool:
    """Return whether a file of the course is a text, or lies in the folder of a set's text.

    >>> _belongs("content/exercises/sea/files/a.csv", "content/exercises/sea/sea.md")
    True
    >>> _belongs("content/lessons/01-a.md", "content/lessons/02-b.md")
    False
    """
    folder = text.rpartition("/")[0]
    return path == text or (folder != "content/lessons" and path.startswith(f"{folder}/"))
