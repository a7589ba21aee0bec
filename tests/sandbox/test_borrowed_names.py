"""What a visiting check brings along of the checks before it, told from their text."""

import pytest

from carekit.sandbox.syntax.borrowed_names import borrowed


@pytest.mark.parametrize(
    ("check", "before", "brought"),
    [
        ("eq(f(), 1)", [("from t import eq\nassert f", True)], "from t import eq"),
        # The statements stay in the order in which they ran, over several checks too.
        (
            "near(f(), 1)",
            [("import math", True), ("def near(a, b):\n    return math.isclose(a, b)", True)],
            "import math\ndef near(a, b):\n    return math.isclose(a, b)",
        ),
        ("b(a)", [("a = 1\nb = print", True)], "a = 1\nb = print"),
        ("b(a)", [("a = 1\nb = print\nc = 2", True)], "a = 1\nb = print"),
        # Of two statements that bind a name the later one counts.
        ("eq(1)", [("eq = 1", True), ("eq = print", True)], "eq = print"),
        # What a learner's cell binds is the learner's, whatever a check before it has made.
        ("eq(f(), 1)", [("def f(): ...\neq = print", True), ("f = len", False)], "eq = print"),
        ("eq(f(), 1)", [("f = len", False), ("eq = print", True)], "eq = print"),
        # A cell that is no Python binds nothing, and those before it are read all the same.
        ("eq(f())", [("eq = print", True), ("eq = = 1", True), ("f = = 1", False)], "eq = print"),
        ("assert f() == 1", [("from t import eq", True)], ""),
        ("eq(f())", [], ""),
    ],
)
def test_a_check_brings_what_earlier_checks_have_bound_and_it_reads(check, before, brought):
    assert borrowed(check, before) == brought
