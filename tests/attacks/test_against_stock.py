"""What the pages of attacks and accidents rest on is current; no attack's own result is kept."""

import json
from collections import Counter
from functools import cache

import pytest

from carekit.cli import quality_gate
from tests import documents
from tests.attacks import against_stock, attack_table
from tests.attacks import ledger as attacks
from tests.attacks.attack_table import Totals
from tests.grading import measured
from tests.grading.stockroom import stock_points
from tests.sandbox import accident_ledger as accidents
from tests.sandbox import accident_table
from tests.sandbox.sealedset import source_notebook

PAGES = pytest.mark.parametrize("table", [attack_table, accident_table])
NOW = {one.name: one.name[:2] for one in attacks.LEDGER}
ROWS = {name: {"digest": made} for name, made in NOW.items()}


@pytest.fixture(scope="module")
def digests():
    """Return a function that gives the digests of a table; making every attack takes seconds."""
    return cache(lambda table: table.digests())


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """Return a function that measures, against a stock nbgrader of made-up results.

    It takes what is kept before, and the names to measure; it returns which attacks were handed to
    nbgrader, and what is kept afterwards. Every attack on a check gets a point more than it may.
    """
    data = tmp_path / "measured.json"
    monkeypatch.setattr(against_stock, "DATA", data)
    monkeypatch.setattr(against_stock, "digests", lambda: NOW)

    def measure(rows, names, totals=None):
        handed = []

        def stock(chosen):
            handed.extend(one.name for one in chosen)
            return {one.name: one.may_get + 1 for one in chosen if one.way == "cell"}

        monkeypatch.setattr(against_stock, "stock", stock)
        if rows:
            measured.write(data, rows, totals=totals.as_dict(), visited=Totals().as_dict())
        against_stock.measure(names)
        return handed, measured.read(data)

    return measure


@pytest.mark.slow
def test_stock_nbgrader_still_gives_a_chosen_few_accidents_what_the_page_says():
    few = {one.name: one.make() for one in accidents.LEDGER if one.name in accidents.AGAIN}
    assert few.keys() == set(accidents.AGAIN)
    rows = measured.read(accident_table.DATA)["rows"]
    given = stock_points(source_notebook(), few, together=True)
    assert given == {name: rows[name]["stock"] for name in few}
    assert len(set(given.values())) > 1, "no difference would be seen between these"


@PAGES
def test_a_page_or_a_measured_value_changed_by_hand_is_seen(table, digests, monkeypatch, tmp_path):
    now = digests(table)
    assert measured.stale(now, measured.read(table.DATA)) == []
    monkeypatch.setattr(table, "digests", lambda: now)
    page, data = tmp_path / "page.md", tmp_path / "data.json"
    page.write_text(table.PAGE.read_text("utf-8").replace("9", "8", 1), "utf-8")
    monkeypatch.setattr(table, "PAGE", page)
    assert [said.split()[1:3] for said in table.faults()] == [["is", "not"]]
    page.write_text(table.page(measured.read(table.DATA)), "utf-8")
    assert table.faults() == []
    found = measured.read(table.DATA)
    if table is attack_table:
        found["totals"]["gained"] += 1
    else:
        next(row for row in found["rows"].values() if row["stock"] is not None)["stock"] += 1
    data.write_text(json.dumps(found), "utf-8")
    monkeypatch.setattr(table, "DATA", data)
    assert [said.split()[1:3] for said in table.faults()] == [["is", "not"]]


def test_the_check_that_ci_runs_names_each_fault_and_the_command_that_mends_it(monkeypatch):
    for table in documents.PAGES.values():
        monkeypatch.setattr(table, "faults", list)
    with pytest.raises(SystemExit) as good:
        documents.main()
    assert good.value.code is None
    monkeypatch.setattr(accident_table, "faults", lambda: ["recursion: new, not measured yet"])
    with pytest.raises(SystemExit) as bad:
        documents.main()
    assert bad.value.code == (
        "recursion: new, not measured yet\n"
        "    make it again: python -m tests.sandbox.accident_table"
    )
    assert any("tests.documents" in check.command for check in quality_gate.CHECKS)


def test_of_attacks_in_stock_nbgrader_only_totals_are_kept(digests):
    """A row has its digest and no more; the totals agree with which rows may be tried."""
    found = measured.read(attack_table.DATA)
    assert found.keys() == {"nbgrader", "totals", "visited", "rows"}
    assert {name: row["digest"] for name, row in found["rows"].items()} == digests(attack_table)
    assert {key for row in found["rows"].values() for key in row} == {"digest"}
    for kind, some in (("totals", attacks.LEDGER), ("visited", attacks.VISITED)):
        totals = Totals(**found[kind])
        assert totals.tried == sum(map(attack_table.tried, some))
        assert 0 <= totals.gained + totals.unscored <= totals.tried
        assert totals.points >= totals.gained / 10


def test_the_page_of_attacks_tells_of_stock_nbgrader_below_the_tables_only():
    page = attack_table.page(measured.read(attack_table.DATA))
    rows = [line for line in page.splitlines() if line.startswith("|")]
    visited = len(attacks.VISITED) + 2
    assert Counter(line.count("|") for line in rows) == {
        5: len(attacks.LEDGER) - len(attacks.VISITED) + 2, 6: visited
    }  # fmt: skip
    assert not any("stock" in line or "**" in line or "no score" in line for line in rows)
    assert page.count("Stock") == 1


def test_totals_count_what_was_gained_and_what_got_no_score_and_can_be_added():
    """Three points where three are due are no gain; a part of a point more is one."""
    some = [one for one in attacks.LEDGER if one.may_get == 3][:2]
    others = [one for one in attacks.LEDGER if one.may_get == 0][:3]
    given = dict(zip((one.name for one in (*some, *others)), (3, 3.5, 2, None, 0), strict=True))
    totals = Totals.of([*some, *others], given)
    assert totals == Totals(tried=5, gained=2, unscored=1, points=2.5)
    assert totals + Totals(1, 1, 0, 4.0) == Totals(tried=6, gained=3, unscored=1, points=6.5)


def test_what_new_attacks_got_is_added_to_the_totals(kept):
    new = ["1-clock", "3-lying-metaclass"]
    old = {name: row for name, row in ROWS.items() if name not in new}
    handed, found = kept(old, new, Totals(60, 5, 7, 20.0))
    assert handed == new
    assert found["rows"] == ROWS
    assert Totals(**found["totals"]) == Totals(62, 7, 7, 22.0)


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ({**ROWS, "1-clock": {"digest": "of before"}}, ["1-clock"]),
        ({**ROWS, "taken out": {"digest": "x"}}, []),
        ({}, list(ROWS)),
    ],
    ids=["a row has changed", "a row is gone", "nothing is kept"],
)
def test_when_the_share_of_a_row_is_not_known_all_attacks_are_measured(kept, rows, names):
    handed, found = kept(rows, names, Totals(60, 5, 7, 20.0))
    assert handed == list(NOW)
    assert found["rows"] == ROWS
    cells = sum(one.way == "cell" for one in attacks.LEDGER)
    assert Totals(**found["totals"]) == Totals(cells, cells, 0, float(cells))


def test_no_attack_that_could_touch_the_machine_is_ever_handed_to_stock_nbgrader(monkeypatch):
    handed = {}
    monkeypatch.setattr(against_stock, "stock_points", lambda _, made: handed.update(made) or {})
    against_stock.stock(attacks.LEDGER)
    by_name = {one.name: one for one in attacks.LEDGER}
    assert handed
    assert all(by_name[name].family not in (5, 6) for name in handed)
    assert not any(by_name[name].way == "inbox" for name in handed)
    for name in (name for files in handed.values() for name in files):
        assert ".." not in name.replace("\\", "/").split("/")
        assert not name.startswith("/")


def test_files_that_lead_out_of_the_folder_are_not_laid_down_for_stock_nbgrader(monkeypatch):
    monkeypatch.setattr("tests.grading.stockroom._nbgrader", lambda *_: None)
    with pytest.raises(ValueError, match=r"climbs: \.\./x leads out of the folder"):
        stock_points(source_notebook(), {"climbs": {"../x": b""}})
