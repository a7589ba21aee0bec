"""The accessibility list in CONTRIBUTING: complete, and held by tests that exist."""

import re

import pytest

# Levels A and AA of WCAG 2.2 (4.1.1 is gone since 2.2).
CRITERIA = """
1.1.1 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5 1.4.1 1.4.2 1.4.3 1.4.4 1.4.5
1.4.10 1.4.11 1.4.12 1.4.13 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.4.5 2.4.6
2.4.7 2.4.11 2.5.1 2.5.2 2.5.3 2.5.4 2.5.7 2.5.8 3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.2.4 3.2.6 3.3.1
3.3.2 3.3.3 3.3.4 3.3.7 3.3.8 4.1.2 4.1.3
"""


@pytest.fixture(scope="module")
def rows(root):
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.split("## Accessibility", 1)[1].split("\n## ", 1)[0]
    lines = [line.split(" | ") for line in section.splitlines() if line.startswith("| ")]
    return [[part.strip("| ") for part in line] for line in lines[1:]]


def numbers(cell):
    """Return the criteria a cell names; 1.2.1–1.2.5 is five of them."""
    found = []
    for start, end in re.findall(r"(\d\.\d\.\d+)(?:–\d\.\d\.(\d+))?", cell):
        chapter, first = start.rsplit(".", 1)
        found += [f"{chapter}.{n}" for n in range(int(first), int(end or first) + 1)]
    return found


def test_every_criterion_stands_in_the_list_once(rows):
    assert sorted(n for row in rows for n in numbers(row[0])) == sorted(CRITERIA.split())


def test_every_line_is_held_by_tests_that_exist(rows, root):
    tests = {
        name
        for path in (root / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    for row in rows:
        named = re.findall(r"`(test_\w+)`", row[2])
        assert named, row[0]
        assert set(named) <= tests, row[0]
