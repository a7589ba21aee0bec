"""A set as nbgrader keeps it for grading and as learners got it: from ``release/``, or made anew.

What stands for a deleted or untouched answer is what learners were given. How a course marks its
solutions, hidden checks and schemes is nbgrader's business and its settings', so nobody guesses it
here: the release is taken where it agrees with the source, else nbgrader's own steps are run.
"""

from __future__ import annotations

import copy
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from traitlets.config import Config

from carekit.authoring.build.nbgrader_run import KeptMessages
from carekit.common.files import ContentError, sha256, shown, write_atomic
from carekit.common.languages import Text, languages
from carekit.common.notebook_format import CellJson
from carekit.grading.course.intake_limits import MB
from carekit.grading.course.nbgrader_import import import_nbgrader
from carekit.grading.refusals import say
from carekit.sandbox.submission.cell_text import text_of

if TYPE_CHECKING:
    from nbformat import NotebookNode

_AUTOTESTS = "autotests.yml"
OWN_MB = 32
"""MB of files that a set may lay beside every submission."""
_IGNORED = (".ipynb_checkpoints", "*.pyc", "__pycache__")
_LATER = ("ClearHiddenTests", "ClearMarkScheme")
"""The steps that come after nbgrader has noted what it grades by."""
Books = dict[str, bytes]


@dataclass(frozen=True)
class ReleasedSet:
    """Notebooks by file name: ``released`` for learners, ``full`` with hidden checks and schemes.

    ``full`` is empty where the instructor's notebooks serve as they are.
    """

    released: Books
    full: Books


def as_released(
    root: Path, set_id: str, sources: Mapping[str, bytes], config: Config
) -> ReleasedSet:
    """Return what nbgrader makes of the notebooks in ``source/<set>``.

    Raises ContentError with nbgrader's own words when it refuses them.
    """
    released = _release(root / "release" / set_id, sources)
    if all(_agree(data, released[name], config) for name, data in sources.items()):
        return ReleasedSet(released, {})
    if not any(_delimiters(config)[-1].encode() in data for data in sources.values()):
        return by_nbgrader(root, set_id, config)
    kept = root / ".care" / "grading" / f"{set_id}.made.json"
    key = _key(root, set_id, sources, config)
    with suppress(OSError, ValueError, KeyError, AttributeError):
        known = json.loads(kept.read_text(encoding="utf-8"))
        if known["key"] == key:
            return ReleasedSet(*({n: t.encode() for n, t in known[what].items()} for what in _WHAT))
    found = _in_a_process_of_its_own(root, set_id)
    with suppress(OSError):
        # Whoever may not write here makes it again each time, which takes seconds.
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(kept, json.dumps({"key": key, **_texts(found)}).encode())
    return found


_WHAT = ("released", "full")


def own_files(root: Path, set_id: str, config: Config) -> dict[str, bytes]:
    """Return the files that a set brings, by relative name: all of its folder but notebooks.

    These lie beside every submission, as nbgrader lays them there; its settings
    ``Autograde.exclude_overwriting`` and ``CourseDirectory.ignore`` count. Raises ContentError
    where they are too large.
    """
    from carekit.learner.graded_answers import FILE

    folder = root / "source" / set_id
    named = config.CourseDirectory.get("ignore")
    ignored = [*(named if isinstance(named, list) else _IGNORED), "*.ipynb"]
    spared = config.Autograde.get("exclude_overwriting")
    spared = spared.get(set_id, []) if isinstance(spared, Mapping) else []
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        left = any(fnmatch(part, glob) for part in name.parts for glob in ignored)
        # What a learner answered in a quiz is theirs, whatever lies in the set's folder.
        if path.is_file() and not left and name.as_posix() not in (FILE, *spared):
            found[name.as_posix()] = path.read_bytes()
    size = sum(map(len, found.values()))
    if size > OWN_MB * MB:
        sizes = {"size": f"{size / MB:.0f}", "most": OWN_MB}
        raise ContentError(say("files-too-large", folder=shown(folder), **sizes))
    return found


def _release(folder: Path, sources: Mapping[str, bytes]) -> Books:
    """Return the released notebooks; an empty one stands for what is not there."""
    paths = {name: folder / name for name in sources}
    return {name: path.read_bytes() if path.is_file() else b"" for name, path in paths.items()}


def _agree(source: bytes, released: bytes, config: Config) -> bool:
    """Return whether a release is what this source makes, as far as can be told without nbgrader.

    It is when it has the source's cells, with nothing that the source does not say outside of
    answers, and without any delimiter.
    """
    try:
        first, second = json.loads(source)["cells"], json.loads(released)["cells"]
        pairs = list(zip(first, second, strict=True))
        return all(_agrees(one, other, _delimiters(config)) for one, other in pairs)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def _delimiters(config: Config) -> list[str]:
    told = [
        ("ClearSolutions", "begin_solution_delimeter", "BEGIN SOLUTION"),
        ("ClearHiddenTests", "begin_test_delimeter", "BEGIN HIDDEN TESTS"),
        ("ClearMarkScheme", "begin_mark_scheme_delimeter", "BEGIN MARK SCHEME"),
        ("InstantiateTests", "autotest_delimiter", "AUTOTEST"),
    ]
    return [str(config[step].get(name, default)) for step, name, default in told]


def _agrees(source: CellJson, given: CellJson, marks: list[str]) -> bool:
    mine, theirs = (cell["metadata"].get("nbgrader") or {} for cell in (source, given))
    same = ("grade_id", "grade", "solution", "task", "locked", "points")
    if source["cell_type"] != given["cell_type"] or any(
        mine.get(name) != theirs.get(name) for name in same
    ):
        return False
    whole, part = text_of(source["source"]), text_of(given["source"])
    autotest = source["cell_type"] == "code" and marks[-1] in whole
    if autotest or any(word in part for word in marks):
        return False
    if mine.get("solution"):
        return whole != part
    lines = iter(whole.split("\n"))
    return all(line in lines for line in part.split("\n"))


def _key(root: Path, set_id: str, sources: Mapping[str, bytes], config: Config) -> str:
    """Return a digest of everything that nbgrader's steps depend on."""
    parts = {name: sha256(data) for name, data in sources.items()}
    for path in (root / _AUTOTESTS, root / "source" / set_id / _AUTOTESTS):
        parts[str(path.relative_to(root))] = sha256(path.read_bytes()) if path.is_file() else ""

    def plain(value: object) -> str:
        # The text of a function or a class names its place in memory.
        return getattr(value, "__qualname__", "") or type(value).__name__

    settings = json.dumps(config, default=plain, sort_keys=True)
    return sha256(json.dumps([parts, settings, version("nbgrader")]).encode())


def _in_a_process_of_its_own(root: Path, set_id: str) -> ReleasedSet:
    """Run nbgrader's steps where they start a kernel: it leaves connections and threads behind."""
    call = "from carekit.grading.course import released; released.main()"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", call, str(root.resolve()), set_id],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    if done.returncode:
        raise ContentError(done.stderr.decode("utf-8", "replace").strip()[-2000:])
    known = json.loads(done.stdout.splitlines()[-1])
    if "refused" in known:
        raise ContentError(Text.model_validate(known["refused"]))
    return ReleasedSet(*({n: t.encode() for n, t in known[what].items()} for what in _WHAT))


def main() -> None:
    """Write as JSON what nbgrader's steps make of a set: ``main COURSE SET``."""
    from carekit.grading.course.folders import read_settings

    root, set_id = Path(sys.argv[1]), sys.argv[2]
    try:
        known: Any = _texts(by_nbgrader(root, set_id, read_settings(root).config))
    except ContentError as error:
        # In every language: the caller knows which one its reader has.
        known = {"refused": {lang: error.told(lang) for lang in languages()}}
    sys.stdout.write(json.dumps(known) + "\n")


def _texts(found: ReleasedSet) -> dict[str, dict[str, str]]:
    return {what: {n: d.decode() for n, d in getattr(found, what).items()} for what in _WHAT}


def by_nbgrader(root: Path, set_id: str, config: Config) -> ReleasedSet:
    """Return what nbgrader's steps for an assignment make of a set, without a gradebook.

    Raises ContentError with nbgrader's own words when it refuses them.
    """
    found = ReleasedSet({}, {})
    with tempfile.TemporaryDirectory(prefix="carekit-made-") as folder, _quiet(set_id) as log:
        import nbformat

        place = Path(folder) / set_id
        lay_out(root, set_id, place, config)
        before, after = _steps(from_anywhere(root, config), log)
        for path in sorted(place.glob("*.ipynb")):
            resources: dict[str, Any] = {
                "unique_key": path.stem,
                "metadata": {"path": str(place)},
                "nbgrader": {"notebook": path.stem, "assignment": set_id, "student": "."},
            }
            notebook = nbformat.read(path, as_version=4)
            for books, steps in ((found.full, before), (found.released, after)):
                for step in steps:
                    notebook, resources = step(notebook, resources)
                books[path.name] = nbformat.writes(notebook).encode()
    return found


def lay_out(root: Path, set_id: str, place: Path, config: Config) -> None:
    """Copy a set's folder to where nbgrader may work on it, with the course's templates of tests.

    nbgrader looks for these beside the notebook and then in the folder that its command was called
    from, which is the course's.
    """
    shutil.copytree(root / "source" / set_id, place)
    name = str(config.InstantiateTests.get("autotest_filename", _AUTOTESTS))
    if (root / name).is_file() and not (place / name).exists():
        shutil.copyfile(root / name, place / name)


def from_anywhere(root: Path, config: Config) -> Config:
    """Return the settings with the course's header and footer named by whole paths.

    nbgrader opens them from the folder that its command was called in.
    """
    settings = copy.deepcopy(config)
    for name in ("header", "footer"):
        named = settings.IncludeHeaderFooter.get(name)
        if isinstance(named, str) and named and (root / named).is_file():
            settings.IncludeHeaderFooter[name] = str((root / named).resolve())
    return settings


def cleared(notebook: NotebookNode, config: Config) -> NotebookNode:
    """Return a notebook as learners got it, of one as nbgrader keeps it (both ``nbformat``'s)."""
    with _quiet("") as log:
        notebook = copy.deepcopy(notebook)
        resources: dict[str, Any] = {"nbgrader": {}}
        for step in _steps(config, log)[1]:
            if type(step).__name__ in _LATER:
                notebook, resources = step(notebook, resources)
    return notebook


def _steps(config: Config, log: logging.Logger) -> tuple[list[Any], list[Any]]:
    """Return nbgrader's steps for an assignment, up to where it keeps the cells and from there."""
    import_nbgrader()
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from traitlets.utils.importstring import import_item

    home = CourseDirectory(config=config, log=log)
    listed = GenerateAssignment(coursedir=home, config=config, log=log).preprocessors
    kinds = [import_item(one) if isinstance(one, str) else one for one in listed]
    names = [kind.__name__ for kind in kinds]
    later = [at for at, name in enumerate(names) if name in ("SaveCells", *_LATER)]
    first = later[0] if later else len(kinds)
    # Without a gradebook there is nothing to keep the cells in.
    before, after = (
        [kind(config=config, log=log) for kind in some if kind.__name__ != "SaveCells"]
        for some in (kinds[:first], kinds[first:])
    )
    return before, after


@contextmanager
def _quiet(set_id: str) -> Iterator[logging.Logger]:
    """Give a log that nobody reads unless nbgrader refuses; then its words are the error's."""
    said, log = KeptMessages(), logging.Logger("carekit.grading.course.released", logging.ERROR)
    log.addHandler(said)
    with warnings.catch_warnings():
        # nbgrader and what it imports warn of their own future; what they make is the same.
        warnings.simplefilter("ignore")
        try:
            yield log
        except ContentError:
            raise
        except Exception as error:
            if type(error).__name__ == "SchemaTooOldError":
                raise ContentError(say("schema-too-old", set=set_id)) from None
            words = "\n".join(said.lines or [f"{type(error).__name__}: {error}"])
            raise ContentError(say("nbgrader-refuses", set=set_id, words=words)) from None
