"""The pages of attacks and accidents are current, and stock nbgrader still gives what they say."""

from functools import cache

import pytest

from carekit.cli import gate
from tests import documents
from tests.attacks import attack_table
from tests.attacks import ledger as attacks
from tests.grading import accident_ledger as accidents
from tests.grading import accident_table, measured
from tests.grading.sealedset import source_notebook
from tests.grading.stockroom import stock_points

PAGES = pytest.mark.parametrize("table", [attack_table, accident_table])


@pytest.fixture(scope="module")
def digests():
    """Return a function that gives the digests of a table; making every attack takes seconds."""
    return cache(lambda table: table.digests())


def chosen(ledger):
    """Return the files of the rows that are measured again each time, by name."""
    return {one.name: one.make() for one in ledger.LEDGER if one.name in ledger.AGAIN}


@pytest.mark.slow
def test_stock_nbgrader_still_gives_a_chosen_few_what_the_pages_say():
    few = chosen(attacks) | chosen(accidents)
    assert few.keys() == {*attacks.AGAIN, *accidents.AGAIN}
    kept = {
        **measured.read(attack_table.DATA)["rows"],
        **measured.read(accident_table.DATA)["rows"],
    }
    given = stock_points(source_notebook(), few, together=True)
    assert given == {name: kept[name]["stock"] for name in few}
    assert len(set(given.values())) > 2, "no difference would be seen between these"


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
    next(row for row in found["rows"].values() if row["stock"] is not None)["stock"] += 1
    measured.write(data, found["rows"])
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
        "    make it again: python -m tests.grading.accident_table"
    )
    assert any("tests.documents" in check.command for check in gate.CHECKS)


def test_the_page_shows_gains_in_bold_and_none_in_the_sealed_column(digests):
    found = measured.read(attack_table.DATA)
    assert measured.stale(digests(attack_table), found) == []
    assert sum("**" in line for line in attack_table.page(found).splitlines()) >= 5
    over = [one.name for one in attacks.LEDGER if found["rows"][one.name]["sealed"] > one.may_get]
    assert over == []


def test_no_attack_that_would_hurt_the_machine_is_ever_handed_to_stock_nbgrader():
    by_name = {one.name: one for one in attacks.LEDGER}
    assert attack_table.NOT_RUN.keys() <= by_name.keys()
    assert not any(attack_table.not_run(by_name[name]) for name in attacks.AGAIN)
    rows = measured.read(attack_table.DATA)["rows"]
    spared = [name for name, one in by_name.items() if attack_table.not_run(one)]
    assert [rows[name]["stock"] for name in spared] == [None] * len(spared)


def test_files_that_lead_out_of_the_folder_are_not_laid_down_for_stock_nbgrader(monkeypatch):
    monkeypatch.setattr("tests.grading.stockroom._nbgrader", lambda *_: None)
    with pytest.raises(ValueError, match=r"climbs: \.\./x leads out of the folder"):
        stock_points(source_notebook(), {"climbs": {"../x": b""}})
