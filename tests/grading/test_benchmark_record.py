"""The benchmark runs, both graders agree, and the README says what was kept on record."""

import json
import os
import sys
from importlib import import_module

import pytest

from benchmarks import record
from tests.nbgrader_commands import path
from tests.sandbox.sealedset import check, marked, notebook

PRINTED = """Linux, 2 cores, Python 3.11.7
nbgrader 0.9.6, pandas 3.1.1
stock between 2 and 6 submissions, sealed and sandboxed on 24 with 2 workers, 2 rounds, medians

| set | stock ms | CPU ms | sealed ms | CPU ms | times as fast | first result s |
|---|---:|---:|---:|---:|---:|---:|
| tides | 4086 | 3717 | 150 | 289 | 27.2 | 1.9 |
| low-water | 3000 | 2800 | 600 | 1100 | 5.0 | 2.4 |

times as fast: slowest low-water 5.0, median 16.1, fastest tides 27.2
sealed processor time of one submission of each set together: 1389 ms
scores: identical
"""
CLASSES = """| submissions | command s | run s | ms each | peak MB |
|---:|---:|---:|---:|---:|
| 1000 | 4.1 | 1.8 | 1.80 | 110 |
| 10000 | 21.0 | 18.4 | 1.84 | 123 |
10 times the class took 10.22 times as long
"""
CLUSTER = """| | per submission | until each worker had a result |
|---|---:|---:|
| local processes | 150 ms | 3.0 s |
| local Dask cluster | 158 ms | 4.4 s |

rate of the cluster, local = 1: 0.95 (by round: 0.94, 0.96)
scores: identical
"""
BROWSER = """Python 3.11.7, x86_64, 2 cores
30 questions drawn: 96 ms, worst 1100 ms
click to feedback: median 51 ms, p95 70 ms (90 clicks)
module: 33.2 kB script, 15.9 kB style
"""


WRITER = """set tides (13 cells with points), 2000 results
| database | what is written | ms a result | a second | CPU ms | CPU ms of a server |
|---|---|---:|---:|---:|---:|
| SQLite | a new class | 0.46 | 2165 | 0.50 | 0.30 |
| SQLite | other points | 0.91 | 1099 | 0.69 | 0.30 |
| PostgreSQL | the same again | 0.97 | 1031 | 0.50 | 0.30 |
| PostgreSQL | a new class | 0.88 | 1136 | 0.45 | 0.30 |
"""
LEAST = """| set | as released ms | here | its processes | right ms |
|---|---:|---:|---:|---:|
| low-water | 41 | 6 | 35 | 150 |
| tides | 29 | 5 | 24 | 90 |
"""
VERBS = """| verb | learners | s | CPU s | peak MB |
|---|---:|---:|---:|---:|
| report | 1000 | 20.1 | 19.4 | 310 |
| feedback | 1000 | 9.0 | 8.8 | 140 |
| report | 10000 | 190.0 | 188.0 | 420 |
| feedback | 10000 | 90.0 | 88.0 | 150 |
report: 10 times the class took 9.45 (CPU 9.69) times as long
feedback: 10 times the class took 10.00 (CPU 10.00) times as long
"""
FIRST = """| set | first result s | CPU s of the command |
|---|---:|---:|
| tides | 1.4 | 2.5 |
| low-water | 1.6 | 2.7 |
"""
FOREIGN = """nbgrader 0.9.6, ipykernel 7.4.0, nbclient 0.11.0
stock between 2 and 6 submissions, care grade between 4 and 24 with 2 workers, 1 rounds, medians

| set | checks | visiting | stock ms | CPU ms | here ms | CPU ms | as fast | by CPU | start s |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|
| source/tides | 5 | 0 | 2000 | 1700 | 80 | 100 | 25.0 | 17.0 | 6.9 |
| source/moon | 6 | 1 | 2100 | 1900 | 100 | 140 | 21.0 | 13.6 | 8.2 |

times as fast: slowest source/moon 21.0, median 23.0, fastest source/tides 25.0
by processor time: at least 13.6 times as fast
scores: identical
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder with a page and a README of its own."""
    for name, text in (("PAGE", ""), ("README", record.README.read_text("utf-8"))):
        monkeypatch.setattr(record, name, tmp_path / name)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.slow
def test_another_course_gets_the_same_scores_and_every_figure(
    root, tmp_path, monkeypatch, capsys, nbgrader_ends
):
    """The course has one check: what the two graders do with many is held in other files."""
    solved = "### BEGIN SOLUTION\nhigh = 12\n### END SOLUTION"
    made = notebook(
        marked("high", "code", solved, solution=True), check("high-check", "assert high == 12", 1)
    )
    (tmp_path / "one.ipynb").write_text(json.dumps(made), "utf-8")
    monkeypatch.syspath_prepend(root / "benchmarks")
    benchmark = import_module("foreign_course")

    def release(place, set_id):
        code, said = nbgrader_ends("generate_assignment", set_id, cwd=place, env={**os.environ})
        return said if code else ""

    monkeypatch.setattr(benchmark, "release_by_stock", release)
    as_a_program = benchmark.command

    def command(place, *words):
        """Fork stock nbgrader from a process that has imported it; what it takes is not held."""
        if words[0] != "nbgrader":
            return as_a_program(place, *words)
        code, said = nbgrader_ends(*words[1:], cwd=place, env={**os.environ, "PATH": path()})
        assert code == 0, said
        return None

    monkeypatch.setattr(benchmark, "command", command)
    words = ["--run-stock", "--workers", "1", "--stock", "1", "2", "--submissions", "1", "4"]
    monkeypatch.setattr(sys, "argv", ["foreign_course.py", str(tmp_path), *words])
    benchmark.main()
    said = record.foreign(record.shown(capsys.readouterr().out))
    assert said.startswith("1 sets with 1 checks, same scores")


def test_the_readme_says_what_is_on_record():
    assert record.faults() == []


def test_what_large_classes_cost_becomes_a_sentence_each():
    assert record.written(record.shown(WRITER)) == (
        "SQLite 0.91 ms a result, 1,099 a second; PostgreSQL 0.97 ms a result, 1,031 a second"
    )
    assert record.ten_times(record.shown(VERBS)) == (
        "10 times the class: report 9.45 times as long, 420 MB; "
        "feedback 10.00 times as long, 150 MB"
    )
    assert record.first_results(record.shown(FIRST)) == "1.4 s to 1.6 s (low-water)"
    assert (
        record.least(record.shown(LEAST)) == "29 ms (tides) to 41 ms (low-water) of processor time"
    )
    with pytest.raises(ValueError, match="not two databases"):
        record.written(WRITER.replace("PostgreSQL", "SQLite"))


def test_what_another_course_took_becomes_a_sentence_where_the_scores_are_the_same():
    assert record.foreign(record.shown(FOREIGN)) == (
        "2 sets with 11 checks, same scores; 21.0 to 25.0 times as fast as stock "
        "`nbgrader autograde`, at least 13.6 times by processor time"
    )
    for line in ("scores: identical", "by processor time: at least 13.6 times as fast"):
        with pytest.raises(ValueError, match=r"not identical|places look like"):
            record.foreign(FOREIGN.replace(line, ""))


def test_what_was_printed_becomes_the_sentence_of_the_readme():
    assert record.side_by_side(PRINTED) == record.side_by_side(record.shown(PRINTED))
    assert record.side_by_side(PRINTED) == (
        "2 sets, same scores; 5.0 times as fast as stock `nbgrader autograde` on the slowest "
        "(low-water: 600 ms beside 3,000), 16.1 on the median, 27.2 on the fastest "
        "(tides: 150 ms beside 4,086); the first result is there after 2.4 s at most"
    )
    assert record.two_classes(CLASSES) == (
        "10 times the class took 10.22 times as long; 10,000 in 18.4 s; 110 MB of memory for "
        "1,000, 123 MB for 10,000"
    )
    assert record.spread(CLUSTER) == (
        "0.95 of the local rate (0.94, 0.96 by round), 158 ms, same scores"
    )
    assert record.in_a_browser(BROWSER) == ("p95 70 ms; 96 ms; 33 kB of script and 16 kB of style")
    one = "\n".join(CLASSES.split("\n")[:3]) + "\n"
    assert record.one_class(one) == (
        "1.8 s of grading (1.80 ms each), 4.1 s for the command; 110 MB of memory"
    )


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("scores: identical", "scores: [('tides', 'learner-0001', 'check', 2.0, 0.0)]"),
        ("| tides | 4086 | 3717 | 150 | 289 | 27.2 | 1.9 |", ""),
        ("median 16.1", "median nan"),
    ],
)
def test_a_run_with_other_scores_or_without_a_figure_is_not_kept(line, instead):
    with pytest.raises(ValueError, match=r"not identical|places look like|has no row"):
        record.side_by_side(PRINTED.replace(line, instead))
    if line in CLUSTER:
        with pytest.raises(ValueError, match="not identical"):
            record.spread(CLUSTER.replace(line, instead))


def test_a_part_that_is_run_again_reaches_the_page_and_the_row_of_the_readme(folder, monkeypatch):
    before = record.README.read_text("utf-8")
    monkeypatch.setattr(record, "run", lambda _: PRINTED.replace("| 600 |", "| 6000 |"))
    monkeypatch.setattr(sys, "argv", ["record.py", "side-by-side"])
    record.main()
    after = record.README.read_text("utf-8")
    changed = [new for old, new in zip(before.split("\n"), after.split("\n"), strict=True)
               if old != new]  # fmt: skip
    assert ["low-water: 6000 ms" in line for line in changed] == [True]
    assert "| low-water | 3000 | 2800 | 6000 |" in record.PAGE.read_text("utf-8")
    assert not [said for said in record.faults() if "--submissions 24" in said]
    record.README.write_text(after.replace("6000 ms", "60 ms"), "utf-8")
    assert any("grading.py --submissions" in said for said in record.faults())
    record.README.write_text(after, "utf-8")
    (folder / "PAGE").write_text(record.PAGE.read_text("utf-8") + "\nA word by hand.\n\n", "utf-8")
    assert record.faults()[0] == "docs/benchmark.md holds what benchmarks/record.py did not write"
