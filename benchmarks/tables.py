"""How long a world of a given size takes, and how much memory: ``python benchmarks/tables.py``.

It makes the world in a folder of its own, deletes it again and prints one line per size.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = (6_000, 100_000, 1_000_000)


def main() -> None:
    """Measure each size in a process of its own, so that one does not warm the next."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--in", dest="folder", type=Path, help="where there is room (about 2 GB)")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        return measure(asked.one, asked.folder)
    print(f"Python {platform.python_version()}, {platform.machine()}")
    print(f"{'size':>10} {'rows':>12} {'MB':>8} {'seconds':>8} {'peak MB':>8}")
    for size in asked.sizes:
        with tempfile.TemporaryDirectory(dir=asked.folder) as scratch:
            me = [sys.executable, __file__, "--one", str(size), "--in", scratch]
            subprocess.run(me, check=True)
    return None


def measure(size: int, folder: Path) -> None:
    """Make one world and print its size, time and peak memory."""
    from rich.console import Console
    from rich.progress import Progress

    from carekit.tables import load, make

    start = time.perf_counter()
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"a world of {size:,}", total=size)
        make.run(ROOT, size=size, out=folder, progress=lambda n, _: bar.update(task, completed=n))
    seconds = time.perf_counter() - start
    rows = sum(table["rows"] for table in load.manifest(folder / "tables")["tables"].values())
    megabytes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    print(f"{size:>10,} {rows:>12,} {megabytes:>8,.0f} {seconds:>8.1f} {peak():>8}")


def peak() -> str:
    """Return the most memory this process ever held, in MB; Windows does not say."""
    try:
        import resource
    except ImportError:
        return "?"
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"{most / (1e6 if sys.platform == 'darwin' else 1e3):,.0f}"


if __name__ == "__main__":
    main()
