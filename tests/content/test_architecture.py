"""``docs/architecture.md`` speaks of the tree as it is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text()
ROOM = re.compile(r"^\| `(carekit/[\w/]*/)` \|", re.MULTILINE)


def rooms() -> list[str]:
    """Return the folders that the table of rooms names, in its order."""
    return ROOM.findall(PAGE)


def test_every_package_of_the_kit_is_a_room_and_every_room_is_there():
    packages = {f"{one.parent.relative_to(ROOT)}/" for one in ROOT.glob("carekit/**/__init__.py")}
    # The kinds of question are alike: one line speaks of all their folders.
    packages = {one for one in packages if not re.match("carekit/questions/kinds/.", one)}
    assert len(rooms()) == len(set(rooms()))
    assert set(rooms()) - {"carekit/widgets/static/"} == packages - {"carekit/"}
    assert all((ROOT / room).is_dir() for room in rooms())


def test_every_file_and_folder_that_the_page_names_is_there():
    named = re.findall(r"`([\w.-]+/[\w./-]*)`", PAGE)
    assert len(named) > 80
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_kit_itself_holds_only_rooms_and_the_public_names():
    loose = {one.name for one in (ROOT / "carekit").glob("*.py")}
    assert loose == {"__init__.py", "public_names.py"}


def test_the_order_of_the_rooms_is_that_of_the_import_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = contracts["contracts"][0]["layers"]
    order = [room.split("/")[1] for room in rooms() if room.count("/") == 2]
    place = {name.strip(): row for row, line in enumerate(layers) for name in line.split("|")}
    assert set(order) == set(place) - {"public_names"}
    assert [place[name] for name in order] == sorted(place[name] for name in order)
