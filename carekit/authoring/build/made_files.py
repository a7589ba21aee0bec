"""Which made files are out of step with their texts, and making them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from carekit.authoring.build.targets import Target, inputs, strays, targets
from carekit.common.files import ContentError, sha256, write_atomic
from carekit.common.light_jsonschema import import_jsonschema

if TYPE_CHECKING:
    from carekit.vocabulary.glossary import Term

CACHE = Path(".care") / "build.json"
REPLACED = Path(".care") / "replaced"

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class BuildReport:
    """What a build did or found; all paths are relative to the course folder.

    ``made`` were written now; ``stale`` (only with ``check``) differ from what their text makes or
    are missing; ``stray`` are made by no text; ``kept`` are copies of files
    that a build wrote over and that no build here had made: a person ran or changed them, or they
    came with the repository.
    """

    made: list[Path] = field(default_factory=list)
    stale: list[Path] = field(default_factory=list)
    stray: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Return whether every made file is as its text makes it and nothing else is there."""
        return not (self.stale or self.stray)

    def lines(self) -> list[str]:
        """Return the report in words, one file a line, each with what to do about it."""
        said = [
            (self.made, "made {}"),
            (
                self.kept,
                "kept {}: a copy of what was replaced; no build in this folder had made it",
            ),
            (self.stale, "stale {}: not what its text makes; run `./care build`"),
            (self.stray, "stray {}: no text makes it; remove it or move it elsewhere"),
        ]
        found = [words.format(path.as_posix()) for paths, words in said for path in paths]
        return found or ["every made file is current"]


def build(
    root: Path,
    *,
    check: bool = False,
    progress: Progress | None = None,
    only: Collection[str] | None = None,
) -> BuildReport:
    """Make what is out of step, or with ``check`` make everything in memory and compare the bytes.

    ``only`` are the made files to look at, as paths in the course: a release with its source.
    ``progress`` is called with (files done, files in all, path) before each file and once at the
    end. Raises ContentError that lists the mistakes of all texts; nothing is written for a text
    with mistakes.
    """
    every = targets(root)
    wanted = every if only is None else [target for target in every if target.path in only]
    report = BuildReport(stray=strays(root, every))
    run = _Run(root, {} if check else _read_cache(root))
    for done, target in enumerate(wanted):
        if progress:
            progress(done, len(wanted), target.path)
        run.look(target)
        if target.path not in run.fresh and not check:
            run.put(target, report)
    if progress:
        progress(len(wanted), len(wanted), "")
    if check:
        report.stale.extend(run.stale(wanted))
    else:
        _write_cache(root, run.cache, every)
    if run.errors:
        raise ContentError("\n".join(dict.fromkeys(run.errors)))
    return report


def made(root: Path, *, progress: Progress | None = None) -> dict[str, bytes]:
    """Return what the texts make: path in the course to bytes, whatever lies on the disk.

    ``progress`` is called as by ``build``. Raises ContentError that lists the mistakes of all
    texts.
    """
    run, wanted = _Run(root, {}), targets(root)
    for done, target in enumerate(wanted):
        if progress:
            progress(done, len(wanted), target.path)
        run.look(target)
    if progress:
        progress(len(wanted), len(wanted), "")
    if run.errors:
        raise ContentError("\n".join(dict.fromkeys(run.errors)))
    return run.made


class _Run:
    """One build: what is remembered, what was made in memory, and what went wrong."""

    def __init__(self, root: Path, remembered: Mapping[str, list[str]]) -> None:
        self.root = root
        self.cache = dict(remembered)
        self.fresh: set[str] = set()
        self.made: dict[str, bytes] = {}
        self.errors: list[str] = []
        self._terms: Mapping[str, Term] | None = None

    def look(self, target: Target) -> None:
        """Make one file in memory, unless the cache proves that the file on disk is right."""
        source = self.made.get(target.made_from)
        if target.kind == "release" and source is None and self._missing(target.made_from):
            return  # its source has mistakes, which are already reported
        path = self.root / target.path
        # The file on disk counts, not the memory of having written it.
        if path.is_file():
            known = [inputs(self.root, target, source), sha256(path.read_bytes())]
            if self.cache.get(target.path) == known:
                self.fresh.add(target.path)
                return
        try:
            self.made[target.path] = self._make(target, source)
        except ContentError as error:
            self.errors.append(str(error))

    def _missing(self, path: str) -> bool:
        return path not in self.fresh

    def _make(self, target: Target, source: bytes | None) -> bytes:
        # Each kind brings its own libraries; an unchanged course imports none of them.
        import_jsonschema()
        if target.kind == "release":
            from carekit.authoring.build.release import make_release

            data = source if source is not None else (self.root / target.made_from).read_bytes()
            return make_release(self.root, Path(target.path).stem, data)
        text = self.root / target.made_from
        if target.kind == "file":
            return text.read_bytes()
        if target.kind == "lesson":
            from carekit.authoring.build.lesson import make_lesson

            return make_lesson(self.root, text, self.terms)
        if target.kind == "words":
            from carekit.authoring.build.lesson import make_words

            return make_words(self.root, text)
        from carekit.authoring.build.exercise import make_exercise

        return make_exercise(self.root, text, self.terms)

    @property
    def terms(self) -> Mapping[str, Term]:
        """Return the glossary's terms, read once a build."""
        if self._terms is None:
            from carekit.vocabulary.glossary import load_terms

            self._terms = load_terms(self.root)
        return self._terms

    def put(self, target: Target, report: BuildReport) -> None:
        """Write one made file where its bytes differ, and remember what it was made from."""
        data = self.made.get(target.path)
        if data is None:
            return
        path = self.root / target.path
        before = path.read_bytes() if path.is_file() else None
        if before != data:
            remembered = self.cache.get(target.path)
            if before is not None and (remembered is None or remembered[1] != sha256(before)):
                # Someone ran or changed this notebook; made or not, their work is not ours to lose.
                write_atomic(self.root / REPLACED / target.path, before)
                report.kept.append(REPLACED / target.path)
            write_atomic(path, data)
            report.made.append(Path(target.path))
        source = self.made.get(target.made_from)
        self.cache[target.path] = [inputs(self.root, target, source), sha256(data)]

    def stale(self, wanted: list[Target]) -> list[Path]:
        """Return the made files whose bytes on disk are missing or different."""
        found = []
        for target in wanted:
            path = self.root / target.path
            data = self.made.get(target.path)
            if data is not None and not (path.is_file() and path.read_bytes() == data):
                found.append(Path(target.path))
        return found


def _read_cache(root: Path) -> dict[str, list[str]]:
    try:
        kept = json.loads((root / CACHE).read_text(encoding="utf-8"))
        return {str(path): list(map(str, pair)) for path, pair in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        # A lost or damaged memory only costs a full build.
        return {}


def _write_cache(root: Path, cache: Mapping[str, list[str]], wanted: list[Target]) -> None:
    kept = {target.path: cache[target.path] for target in wanted if target.path in cache}
    if kept != _read_cache(root):
        write_atomic(root / CACHE, json.dumps(kept, indent=1) + "\n")
