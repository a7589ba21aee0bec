"""What was measured by a long command is known to be old when anything it rests on has changed."""

from types import SimpleNamespace

import pytest

from tests.grading import measured
from tests.grading.measured import digest, outdated, stale

LOCKED = measured.locked_nbgrader()
ROWS = {"one": {"digest": "a", "stock": 3.0}, "two": {"digest": "b", "stock": None}}
NOW = {"one": "a", "two": "b"}


def test_what_agrees_is_not_old():
    found = {"nbgrader": LOCKED, "rows": ROWS}
    assert (stale(NOW, found), outdated(NOW, found)) == ([], [])


@pytest.mark.parametrize(
    ("now", "version", "says", "again"),
    [
        ({**NOW, "three": "c"}, LOCKED, "three: new, not measured yet", ["three"]),
        ({**NOW, "two": "c"}, LOCKED, "two: changed since it was measured", ["two"]),
        ({"one": "a"}, LOCKED, "two: measured, but no longer in the ledger", []),
        (NOW, "0.1", f"measured with nbgrader 0.1, the lock has {LOCKED}", ["one", "two"]),
    ],
)
def test_what_is_old_is_named_and_measured_again(now, version, says, again):
    found = {"nbgrader": version, "rows": ROWS}
    assert stale(now, found) == [says]
    assert outdated(now, found) == again


def test_a_digest_follows_every_name_and_every_byte():
    files = {"a": b"1", "b": b"2"}
    others = [{"a": b"12", "b": b""}, {"b": b"1", "a": b"2"}, {"a": b"1"}, {"a": b"1", "c": b"2"}]
    assert len({digest({"cells": [1]}, one) for one in (files, *others)}) == 5
    assert digest({"cells": [1]}, files) != digest({"cells": [2]}, files)
    assert digest({"cells": [1]}, files) == digest({"cells": [1]}, dict(reversed(files.items())))


def test_rows_come_back_as_they_were_written_with_the_version_that_is_installed(tmp_path):
    path = tmp_path / "rows.json"
    assert measured.read(path) == {"nbgrader": LOCKED, "rows": {}}
    measured.write(path, ROWS)
    assert measured.read(path) == {"nbgrader": LOCKED, "rows": ROWS}


def test_a_row_that_is_gone_goes_from_what_is_kept_and_nothing_is_measured(tmp_path, monkeypatch):
    asked = []

    def measure(names):
        asked.append(names)
        measured.write(table.DATA, {name: ROWS[name] for name in NOW})

    table = SimpleNamespace(
        DATA=tmp_path / "rows.json",
        PAGE=tmp_path / "page.md",
        digests=lambda: NOW,
        page=lambda found: " ".join(found["rows"]),
    )
    measured.write(table.DATA, {**ROWS, "three": {"digest": "c", "stock": 1.0}})
    monkeypatch.setattr("sys.argv", ["table"])
    for _ in range(2):
        measured.command(table, measure, "A table.")
        assert (asked, table.PAGE.read_text("utf-8")) == ([[]], "one two")


def test_what_is_measured_of_all_rows_together_comes_back_beside_them(tmp_path):
    path = tmp_path / "rows.json"
    measured.write(path, ROWS, totals={"tried": 2})
    assert measured.read(path) == {"nbgrader": LOCKED, "totals": {"tried": 2}, "rows": ROWS}
