"""Does a notebook run from top to bottom? It is run in a fresh kernel, in a copy of its folder.

A copy, so that nothing a cell writes changes what is handed in, and with a record of its own, so
that no answer is counted twice. What a cell raised is told and nothing is stopped by it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from carekit.common.failed_check import CheckFailed
from carekit.common.files import ContentError
from carekit.common.languages import Lang
from carekit.learner.hand_in.receipt import say
from carekit.learner.hand_in.unanswered import Loose, Unanswered, metadata_of, titled

GOES_ON = "raises-exception"
CELL_SECONDS = 60
_LONGEST = 300


@dataclass(frozen=True)
class Raised:
    """A cell that ended with an error: its name, the heading above it by language, what it said.

    ``check`` is True for a check of an answer, which is red until the answer is right.
    """

    cell: str
    title: Mapping[str, str]
    says: str
    check: bool


def run_through(
    root: Path, notebook: Path, lang: Lang, seconds: int = CELL_SECONDS
) -> list[Raised]:
    """Return the cells of a notebook that raise, in their order, when it is run from the top.

    Checks speak ``lang``; ``seconds`` is what one cell may take. A process of its own does it,
    because the kernel of a notebook cannot start another one while it answers. Raises ContentError
    when it cannot run.
    """
    with tempfile.TemporaryDirectory(prefix="care-run-") as place:
        copy = Path(place, "work")
        shutil.copytree(notebook.parent, copy, ignore=shutil.ignore_patterns(".*"), symlinks=True)
        env = os.environ | {
            "CAREKIT_ROOT": str(root),
            "CAREKIT_RECORD": str(Path(place, "record")),
            "CAREKIT_LANG": str(lang),
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        }
        told = Path(place, "told.json")
        command = [sys.executable, "-m", __name__, str(copy / notebook.name), str(told)]
        done = subprocess.run(  # noqa: S603 - our own module on a path that we made
            [*command, str(seconds)], env=env, capture_output=True, text=True, check=False
        )
        if done.returncode or not told.is_file():
            last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["?"]
            raise ContentError(say("cannot-run", why=last[0][:_LONGEST]))
        return [Raised(**one) for one in json.loads(told.read_text(encoding="utf-8"))]


def raised_in(notebook: Loose) -> list[Raised]:
    """Return the cells whose saved outputs hold an error; nothing is run."""
    found = []
    for cell, title in titled(notebook):
        shown = cell.get("outputs")
        outputs = [one for one in shown if isinstance(one, dict)] if isinstance(shown, list) else []
        errors = [one for one in outputs if one.get("output_type") == "error"]
        if errors:
            name, said = (str(errors[0].get(key, "")) for key in ("ename", "evalue"))
            # What a check says is a sentence for learners; its kind of error says nothing more.
            says = said if name == CheckFailed.__name__ else f"{name}: {said}"
            tags = metadata_of(cell).get("tags")
            check = isinstance(tags, list) and GOES_ON in tags
            found.append(Raised(str(cell.get("id", "")), title, _first_line(says), check))
    return found


def first_of_each(raised: Iterable[Raised], but: Iterable[Unanswered] = ()) -> list[Raised]:
    """Return the first cell that raised below each heading.

    Those below the headings of ``but`` are left out: a check of what is not answered must be red.
    """
    seen: dict[str, Raised] = {}
    for one in raised:
        seen.setdefault(_place(one), one)
    open_tasks = {_place(one) for one in but}
    return [one for place, one in seen.items() if place not in open_tasks]


def _place(one: Raised | Unanswered) -> str:
    return json.dumps(dict(one.title), sort_keys=True) if one.title else one.cell


def _first_line(says: str) -> str:
    return (says.strip().splitlines() or [""])[0][:_LONGEST]


def _run(path: Path, seconds: int) -> list[Raised]:
    """Run a notebook in the folder in which it lies, every cell, whatever the others raised."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    client = NotebookClient(
        notebook,
        timeout=seconds,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    stopped = ""
    try:
        client.execute()
    except CellTimeoutError:
        stopped = f"TimeoutError: {seconds} s"
    except DeadKernelError:
        stopped = "DeadKernelError"
    found = raised_in(notebook)
    if stopped:
        # The cell that was running is the last one that has begun.
        cells = list(titled(notebook))
        begun = [at for at, (cell, _) in enumerate(cells) if _has_begun(cell)]
        cell, title = cells[max(begun, default=0)]
        found.append(Raised(str(cell.get("id", "")), title, stopped, check=False))
    return found


def _has_begun(cell: Loose) -> bool:
    times = metadata_of(cell).get("execution")
    return isinstance(times, dict) and "iopub.status.busy" in times


if __name__ == "__main__":
    _path, _told, _seconds = sys.argv[1:]
    _said = json.dumps([asdict(one) for one in _run(Path(_path), int(_seconds))])
    Path(_told).write_text(_said, encoding="utf-8")
