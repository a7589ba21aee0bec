"""``care tables``: make the course's tables, another world beside them, or compare."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from carekit.common.files import shown


def run_tables(
    root: Path,
    seed: int | None,
    size: int | None,
    out: Path | None,
    console: Console,
    progress_bar: Callable[[], Progress],
    *,
    check: bool,
) -> int:
    """Run the maker and say what it made or found; return 1 when a check found something."""
    from carekit.tables import make

    with progress_bar() as bar:
        task = bar.add_task("Checking" if check else "Making tables", total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        said = make.run(root, seed=seed, size=size, out=out, check=check, progress=progress)
    for line in said:
        told = line if check else f"made {shown(Path(line))}"
        console.print(told, markup=False, highlight=False, soft_wrap=True)
    if check and not said:
        console.print("every table is current")
    return 1 if check and said else 0
