"""Run the benchmarks for the record: ``python benchmarks/record.py [PART...]``.

Each part is one command. What it prints goes into docs/benchmark.md, as it is, below the machine
and its load; the figures that the README quotes are put into its rows. Take a machine on which
nothing else runs; with names only those parts are renewed. What the README does not quote yet it
quotes as soon as a row of its table names the command.

    python benchmarks/record.py --check      does the README say what docs/benchmark.md says?
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmark.md"
README = ROOT / "README.md"
HEAD = """# Benchmarks

Made by `python benchmarks/record.py`; do not edit. Each part is what its command printed, on the
machine it names. No test asserts a time: the test suite runs the first command with few submissions
and holds that the scores are the same and that the figures are there.
"""


@dataclass(frozen=True)
class Part:
    """One command, the heading of its part, and what the README says of what it printed."""

    name: str
    heading: str
    command: str
    quote: Callable[[str], str]


def number(pattern: str, text: str) -> list[str]:
    """Return the groups of the one place in a text that a pattern matches, or raise ValueError."""
    found = re.findall(pattern, text, re.MULTILINE)
    if len(found) != 1:
        raise ValueError(f"{len(found)} places look like {pattern}")
    return list(found[0]) if isinstance(found[0], tuple) else found


def side_by_side(text: str) -> str:
    """Return what the README says of stock nbgrader and the sealed worker."""
    if not re.search(r"^scores: identical$", text, re.MULTILINE):
        raise ValueError("the scores were not identical")
    row = r"^\| ([\w-]+) \| (\d+) \| -?\d+ \| (\d+) \| -?\d+ \| -?([\d.]+) \| ([\d.]+) \|$"
    rows = {one[0]: one[1:] for one in re.findall(row, text, re.MULTILINE)}
    slowest, least, median, fastest, most = number(
        r"^times as fast: slowest ([\w-]+) (-?[\d.]+), median (-?[\d.]+), "
        r"fastest ([\w-]+) (-?[\d.]+)$",
        text,
    )
    if not {slowest, fastest} <= rows.keys():
        raise ValueError("a set that is named below the table has no row in it")
    first = max(float(one[-1]) for one in rows.values())
    sets = "one set" if len(rows) == 1 else f"{len(rows)} sets"
    return (
        f"{sets}, same scores; {least} times as fast as stock `nbgrader autograde` on the slowest "
        f"({slowest}: {rows[slowest][1]} ms beside {int(rows[slowest][0]):,}), {median} on the "
        f"median, {most} on the fastest ({fastest}: {rows[fastest][1]} ms beside "
        f"{int(rows[fastest][0]):,}); the first result is there after {first} s at most"
    )


def one_class(text: str) -> str:
    """Return what the README says of a class that only answered questions."""
    command, run, each, peak = number(
        r"^\| \d+ \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| (\d+) \|$", text
    )
    return f"{run} s of grading ({each} ms each), {command} s for the command; {peak} MB of memory"


def two_classes(text: str) -> str:
    """Return what the README says of two such classes, one many times the other."""
    rows = re.findall(r"^\| (\d+) \| [\d.]+ \| ([\d.]+) \| [\d.]+ \| (\d+) \|$", text, re.MULTILINE)
    (few, _, little), (many, long, much) = rows
    times, longer = number(r"^(\S+) times the class took ([\d.]+) times as long$", text)
    return (
        f"{times} times the class took {longer} times as long; {int(many):,} in {long} s; "
        f"{little} MB of memory for {int(few):,}, {much} MB for {int(many):,}"
    )


def spread(text: str) -> str:
    """Return what the README says of a Dask cluster beside local processes."""
    if not re.search(r"^scores: identical$", text, re.MULTILINE):
        raise ValueError("the scores were not identical")
    rate, rounds = number(r"^rate of the cluster, local = 1: ([\d.]+) \(by round: (.+)\)$", text)
    (each,) = number(r"^\| local Dask cluster \| (\d+) ms \| [\d.]+ s \|$", text)
    return f"{rate} of the local rate ({rounds} by round), {each} ms, same scores"


def written(text: str) -> str:
    """Return what the README says of the gradebook's writer: its slowest case on each database."""
    rows = re.findall(r"^\| (\S+) \| [a-z ]+ \| ([\d.]+) \| (\d+) \|", text, re.MULTILINE)
    worst = {name: min(rows, key=lambda row: (row[0] != name, int(row[2]))) for name, *_ in rows}
    if len(worst) < 2:
        raise ValueError("not two databases")
    each = (f"{name} {ms} ms a result, {int(rate):,} a second" for name, ms, rate in worst.values())
    return "; ".join(each)


def ten_times(text: str) -> str:
    """Return what the README says of the class verbs: how much longer, and the most memory."""
    times = re.findall(r"^(\w+): (\S+) times the class took ([\d.]+) ", text, re.MULTILINE)
    peaks = re.findall(r"^\| (\w+) \| \d+ \| [\d.]+ \| [\d.]+ \| (\d+) \|$", text, re.MULTILINE)
    # The last row of a verb is that of the larger class.
    most = dict(peaks)
    said = (f"{verb} {longer} times as long, {most[verb]} MB" for verb, _, longer in times)
    return f"{times[0][1]} times the class: {'; '.join(said)}"


def first_results(text: str) -> str:
    """Return what the README says of the time until `care grade` has its first result."""
    rows = re.findall(r"^\| ([\w-]+) \| ([\d.]+) \| [\d.]+ \|$", text, re.MULTILINE)
    slowest, seconds = max(rows, key=lambda row: float(row[1]))
    return f"{min(float(one) for _, one in rows):.1f} s to {seconds} s ({slowest})"


def foreign(text: str) -> str:
    """Return what the README says of other people's courses."""
    if not re.search(r"^scores: identical$", text, re.MULTILINE):
        raise ValueError("the scores were not identical")
    least, most = number(
        r"^times as fast: slowest \S+ (-?[\d.]+), median -?[\d.]+, fastest \S+ (-?[\d.]+)$", text
    )
    (cpu,) = number(r"^by processor time: at least (-?[\d.]+) times as fast$", text)
    rows = re.findall(r"^\| (\S+) \| (\d+) \|", text, re.MULTILINE)
    checks = sum(int(one) for _, one in rows)
    return (
        f"{len(rows)} sets with {checks} checks, same scores; {least} to {most} times as fast as "
        f"stock `nbgrader autograde`, at least {cpu} times by processor time"
    )


def least(text: str) -> str:
    """Return what the README says of the notebook as released: the processor time it takes."""
    rows = re.findall(r"^\| ([\w-]+) \| (\d+) \| \d+ \| \d+ \| \d+ \|$", text, re.MULTILINE)
    cheapest, dearest = (pick(rows, key=lambda row: int(row[1])) for pick in (min, max))
    return f"{cheapest[1]} ms ({cheapest[0]}) to {dearest[1]} ms ({dearest[0]}) of processor time"


def in_a_browser(text: str) -> str:
    """Return what the README says of a quiz in a browser."""
    (drawn,) = number(r"questions drawn: (\d+) ms", text)
    (late,) = number(r"p95 (\d+) ms", text)
    script, style = number(r"^module: ([\d.]+) kB script, ([\d.]+) kB style$", text)
    sizes = f"{float(script):.0f} kB of script and {float(style):.0f} kB of style"
    return f"p95 {late} ms; {drawn} ms; {sizes}"


_GRADING = "benchmarks/grading.py"
PARTS = (
    Part(
        "side-by-side",
        "One submission of every set, beside stock nbgrader",
        f"{_GRADING} --submissions 24",
        side_by_side,
    ),
    Part("fixed", "A submission with nothing answered",
         "benchmarks/where.py --all --fixed --rounds 20", least),
    Part("quiz-only", "A class that only answered questions", f"{_GRADING} --quiz-only 1000",
         one_class),
    Part("flat", "Ten times the class", f"{_GRADING} --flat 1000 10000", two_classes),
    Part("cluster", "A Dask cluster beside local processes",
         f"{_GRADING} --cluster --sets follow-up --submissions 120 --rounds 2", spread),
    Part("gradebook", "The gradebook's writer",
         "benchmarks/gradebook.py --postgresql", written),
    Part("big-class", "Report, pages and a dry run for ten times the class",
         "benchmarks/big_class.py 1000 10000", ten_times),
    Part("first-result", "Until the first result is there",
         "benchmarks/first_result.py", first_results),
    Part("foreign-course", "The course that comes with nbgrader, beside stock nbgrader",
         "benchmarks/foreign_course.py", foreign),
    Part("browser", "A quiz in a browser", "benchmarks/quiz.py", in_a_browser),
)  # fmt: skip


def run(part: Part) -> str:
    """Run a part's command and return what it prints, below the machine and its load."""
    load, cores = os.getloadavg()[0], os.cpu_count()
    machine = f"{platform.platform()}, {cores} cores, Python {platform.python_version()}"
    print(f"{part.name}: {part.command}", flush=True)
    done = subprocess.run(
        [sys.executable, *part.command.split()], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    print(done.stdout, flush=True)
    if done.returncode:
        raise SystemExit(f"{part.name} ended with {done.returncode}; nothing was written")
    return f"{machine}; load {load:.1f} before it began\n{done.stdout}"


def parts_of(page: str) -> dict[str, str]:
    """Return what stands on the page for each part that it has, by the part's name."""
    found = {}
    for part in PARTS:
        _, here, rest = page.partition(_top(part))
        if here:
            found[part.name] = re.split(r"^## ", rest, maxsplit=1, flags=re.MULTILINE)[0].strip()
    return found


def page_of(found: dict[str, str]) -> str:
    """Return the page for what stands in each part."""
    return HEAD + "".join(
        f"\n{_top(part)}{found[part.name]}\n" for part in PARTS if part.name in found
    )


def _top(part: Part) -> str:
    return f"## {part.heading}\n`python {part.command}`\n\n"


def shown(printed: str) -> str:
    """Return what a command printed as Markdown: tables as they are, each line a paragraph."""
    # A sentence may go over two lines; how far the run has come is of no use afterwards.
    lines = re.sub(r"^round \d+:.*\n", "", printed, flags=re.MULTILINE)
    lines = lines.replace(" \n", " ").split("\n")
    blocks = [line if line.startswith("|") else f"\n{line}\n" for line in lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(blocks)).strip()


def quoted(readme: str, found: dict[str, str]) -> str:
    """Return the README with the figures of each part in the row that names its command."""
    lines = readme.split("\n")
    for part in PARTS:
        for at, line in enumerate(lines):
            if part.name in found and line.startswith("|") and f"{part.command}`" in line:
                cells = line.split(" | ")
                lines[at] = " | ".join([*cells[:-1], f"{part.quote(found[part.name])} |"])
    return "\n".join(lines)


def faults() -> list[str]:
    """Return what is not current, each as a sentence."""
    page, readme = PAGE.read_text("utf-8"), README.read_text("utf-8")
    found = parts_of(page)
    said = []
    if page_of(found) != page:
        said.append("docs/benchmark.md holds what benchmarks/record.py did not write")
    for part in PARTS:
        if f"{part.command}`" not in readme:
            continue
        if part.name not in found:
            said.append(f"README.md quotes {part.command}, which docs/benchmark.md does not have")
        elif f" {part.quote(found[part.name])} |" not in readme:
            said.append(f"README.md does not say what docs/benchmark.md says of {part.command}")
    if PARTS[0].command not in readme:
        said.append("README.md does not quote the benchmark of grading")
    return said


def main() -> None:
    """Run the parts that are asked for, or all, and write the page and the README's rows."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(p.name for p in PARTS))
    parser.add_argument("--check", action="store_true", help="only say what is not current")
    asked = parser.parse_args()
    if asked.check:
        raise SystemExit("\n".join(faults()) or None)
    if strangers := set(asked.parts) - {part.name for part in PARTS}:
        parser.error(f"no part is called {sorted(strangers)[0]}")
    for part in PARTS:
        if not asked.parts or part.name in asked.parts:
            printed = run(part)
            part.quote(printed)  # what the README cannot quote is not kept
            # Kept part by part: an hour's figures must not be lost by the last command.
            found = parts_of(PAGE.read_text("utf-8")) if PAGE.is_file() else {}
            found[part.name] = shown(printed)
            PAGE.write_text(page_of(found), "utf-8")
            README.write_text(quoted(README.read_text("utf-8"), found), "utf-8")


if __name__ == "__main__":
    main()
