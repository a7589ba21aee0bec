"""What ``care test mutants`` would try, and with which tests; no mutant is run here."""

import random
from types import SimpleNamespace

import pytest

from carekit.cli import quality_gate
from tests import mutants
from tests.mutants import Tried


@pytest.mark.parametrize(
    ("module", "room"),
    [
        ("carekit/checks/compare.py", "checks"),
        ("carekit/questions/views/html.py", "questions"),
        ("carekit/sandbox/link/codec.py", "sandbox/link"),
        ("carekit/grading/intake/lms_layouts/flat.py", "grading/intake"),
        ("carekit/sandbox/worker.py", "sandbox"),
        ("carekit/public_names.py", "carekit"),
    ],
)
def test_a_module_is_counted_for_its_room(module, room):
    assert mutants.room_of(module) == room


def test_every_module_of_a_measured_room_has_tests_and_its_own_run_first(root):
    for module in mutants.modules(root):
        if mutants.room_of(module) in ("questions", "checks", "grading/intake", "sandbox/link"):
            assert mutants.tests_of(root, module), module
    first, *rest = mutants.tests_of(root, "carekit/grading/intake/inbox.py")
    text = (root / first).read_text(encoding="utf-8")
    assert mutants.imports(text, "carekit.grading.intake.inbox")
    assert {"tests/grading/test_inbox.py", "tests/grading/test_hand_ins.py"} <= {first, *rest}
    ran = mutants.tests_of(root, "carekit/checks/compare.py")
    assert {"tests/checks/test_expect.py", "tests/checks/test_failed_check.py"} <= set(ran)
    assert not any(name.startswith(("tests/browser", "tests/attacks")) for name in ran)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("from carekit.checks.compare import same", True),
        ("from carekit.checks import compare", True),
        ("import carekit.checks.compare as c", True),
        ("from carekit.checks import expect", False),
        ("from carekit.checks.compare_more import same", False),
    ],
)
def test_a_test_goes_with_the_module_that_it_imports(text, named):
    assert mutants.imports(text, "carekit.checks.compare") is named


MODULE = """\
from functools import cache

@cache
def most(numbers: list[int] | None, least: int = 2) -> int | None:
    if not numbers:
        return None
    return max(numbers) + least
"""


def test_each_place_is_changed_once_and_none_where_it_cannot_matter(tmp_path):
    (tmp_path / "small.py").write_text(MODULE, encoding="utf-8")
    found = mutants.mutants_of(tmp_path, "small.py")
    assert {places[0].start_pos[0] for places in found} == {4, 5, 7}
    assert max(map(len, found)) > 1
    drawn = [mutants.choose(found, 2, random.Random(3)) for _ in range(2)]
    assert len(drawn[0]) == 2
    assert drawn[0] == drawn[1]
    assert len({(change.start_pos, change.end_pos) for change in drawn[0]}) == 2
    assert (tmp_path / "small.py").read_text(encoding="utf-8") == MODULE


def test_what_only_the_type_checker_sees_is_not_changed(tmp_path):
    text = "@dataclass(frozen=True, order=True)\nclass One:\n    pass\n\n"
    text += "class Two(Protocol):\n    @property\n    def size(self):\n        return True\n"
    text += "class Three(TypedDict, total=False):\n    size: int\n"
    (tmp_path / "small.py").write_text(text, encoding="utf-8")
    found = mutants.mutants_of(tmp_path, "small.py")
    assert {place[0].start_pos[0] for place in found} == {1}
    columns = {place[0].start_pos[1] for place in found if "True" in place[0].operator_name}
    assert columns == {text.index("True", text.index("order"))}


def test_a_mutant_meets_first_the_tests_that_ran_its_line_else_those_that_ran_its_module():
    ran = {
        "tests/a.py::near": {"carekit/one.py": {3, 7}, "carekit/two.py": {1}},
        "tests/a.py::far": {"carekit/one.py": {9}},
        "tests/b.py::elsewhere": {"carekit/two.py": {1}},
    }
    change = SimpleNamespace(start_pos=(6, 4), end_pos=(7, 2))
    assert mutants.first_tests(ran, "carekit/one.py", change) == ["tests/a.py::near"]
    change = SimpleNamespace(start_pos=(20, 0), end_pos=(20, 9))
    assert mutants.first_tests(ran, "carekit/one.py", change) == [
        "tests/a.py::near",
        "tests/a.py::far",
    ]


def test_the_table_has_a_share_only_where_something_was_tried():
    tried = [Tried("checks", noticed, "") for noticed in (True, True, True, False)]
    assert mutants.table(tried, ["checks", "tables"]).splitlines()[2:] == [
        "| `carekit/checks` | 4 | 3 | 75% |",
        "| `carekit/tables` | 0 | 0 | not measured |",
    ]


def test_the_verb_hands_the_files_on_and_gives_back_whether_all_were_noticed(root):
    called = []

    def call(command, **_):
        called.extend(command)
        return 1

    assert quality_gate.try_mutants(root, ["carekit/checks/compare.py"], call=call) == 1
    assert called[1:] == ["-m", "tests.mutants", "carekit/checks/compare.py"]
    assert "tests.mutants" not in str(quality_gate.CHECKS)
