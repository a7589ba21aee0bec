"""Whatever learners wrote is counted or shown to whoever marks, and nothing hidden gets out."""

import json

import pytest

from carekit.sandbox.notebook_plan import Shown
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.submission.read_notebook import read
from carekit.sandbox.submission.repair import repair
from carekit.sandbox.worker import _result
from tests.sandbox.mishaps import at, copied, deleted, retyped
from tests.sandbox.sealedset import check, marked, notebook

PLACEHOLDER = "Write your answer here"
ASK = "## A letter\n\n- Write to the learner about the tides.\n- Say when the water is high.\n"
SCHEME = "Marks.\n### BEGIN MARK SCHEME\nThe moon pulls.\n### END MARK SCHEME"


def source_book():
    """Return an instructor's notebook with prose around its tasks, as sets have it."""
    return notebook(
        plain("intro", "# Tides\n\nRead all of this before you begin to write."),
        marked("add", "code", "def add(a, b):\n    return a + b", solution=True),
        check("add-check", "assert add(1, 2) == 3", 2),
        plain("ask", ASK),
        marked("scheme", "markdown", SCHEME, locked=True),
        marked("letter", "markdown", "The moon pulls.", grade=True, solution=True, points=6),
        plain("end", "That was all. Save the notebook and hand it in."),
    )


def plain(name, source, kind="markdown"):
    made = {"cell_type": kind, "id": name, "metadata": {}, "source": source}
    return {**made, "outputs": [], "execution_count": None} if kind == "code" else made


STUB = "def add(a, b):\n    ..."


def released_book():
    made = source_book()
    texts = {"add": STUB, "letter": PLACEHOLDER, "scheme": "Marks."}
    for cell in made["cells"]:
        cell["source"] = texts.get(cell["id"], cell["source"])
    return made


SNAPSHOT = Snapshot.from_notebooks(
    {"a.ipynb": json.dumps(source_book()).encode()},
    {"a.ipynb": json.dumps(released_book()).encode()},
)
BOOK = SNAPSHOT.books[0]


def put(made, after, source, kind="markdown"):
    made["cells"].insert(at(made, after) + 1, plain(f"own-{len(made['cells'])}", source, kind))


def fill(made, name, source):
    made["cells"][at(made, name)]["source"] = source


def strip(made):
    for number, cell in enumerate(made["cells"]):
        cell["metadata"], cell["id"] = {}, f"c{number}"


def repaired(made, book=BOOK):
    """Return the repaired cells by name, all of them in order, the scores, and the flags."""
    flags = []
    placed = repair(book, read("a", json.dumps(made).encode(), 10**7, flags), flags)
    result = _result(book, placed, [Shown()] * len(placed))
    named = {one.cell.id: one.source for one in placed if one.cell}
    return named, placed, result["cells"], [(one["code"], one["cell"]) for one in flags]


def letter_of(made):
    named, _, scores, flags = repaired(made)
    waits = scores["letter"]["needs_manual"]
    return named["letter"], waits, flags


def test_what_stands_for_a_deleted_answer_is_what_was_released():
    made = released_book()
    deleted("letter")(made)
    deleted("add")(made)
    named, placed, scores, flags = repaired(made)
    assert (named["letter"], named["add"]) == (PLACEHOLDER, STUB)
    assert scores["letter"]["score"] == 0
    assert ("answer-missing", "letter") in flags
    # Whoever marks still has the scheme, in the one cell where it belongs.
    assert [one.cell.id for one in placed if "The moon pulls." in one.source] == ["scheme"]


@pytest.mark.parametrize("kind", ["code", "markdown"])
def test_without_a_release_a_whole_cells_solution_is_no_stub(kind):
    cell = marked("x", kind, "secret = 12", solution=True)
    made = Snapshot.from_notebooks({"a.ipynb": json.dumps(notebook(cell)).encode()})
    assert "secret" not in json.dumps(made.as_json()["books"][0]["cells"][0]["source"])
    assert "secret" not in made.books[0].cells[0].released


def test_code_that_learners_run_holds_nothing_that_was_not_released():
    hidden = "x = 1\n### BEGIN HIDDEN TESTS\nsecret = 2\n### END HIDDEN TESTS"
    cells = marked("setup", "code", hidden, locked=True)
    source = {"a.ipynb": json.dumps(notebook(cells)).encode()}
    given = {"a.ipynb": json.dumps(notebook({**cells, "source": "x = 1"})).encode()}
    assert Snapshot.from_notebooks(source, given).books[0].cells[0].source == "x = 1"


def test_of_an_essay_and_its_untouched_copy_the_essay_counts_in_either_order():
    for first, second in ((PLACEHOLDER, "My words"), ("My words", PLACEHOLDER)):
        made = released_book()
        copied("letter")(made)
        place = at(made, "letter")
        made["cells"][place]["source"], made["cells"][place + 1]["source"] = first, second
        source, waits, _ = letter_of(made)
        assert (source, waits) == ("My words", True)


def test_an_untouched_copy_of_an_answer_in_code_never_runs_over_the_filled_one():
    made = released_book()
    copied("add")(made)
    fill(made, "add", "def add(a, b):\n    return a + b")
    _, placed, _, flags = repaired(made)
    assert [one.source for one in placed if "def add" in one.source] == [
        "def add(a, b):\n    return a + b"
    ]
    assert ("cell-twice", "add") in flags


@pytest.mark.parametrize("where", ["intro", "add-check", "end"])
def test_an_answer_in_a_cell_of_ones_own_is_not_undone_by_the_stub(where):
    made = released_book()
    put(made, where, "def add(a, b):\n    return b + a", "code")
    named, placed, _, flags = repaired(made)
    assert named["add"] == "def add(a, b):\n    return b + a"
    assert sum("def add" in one.source for one in placed) == 1
    assert ("answer-beside", "add") in flags


def test_an_answer_just_below_the_stub_is_left_where_it_runs():
    made = released_book()
    put(made, "add", "def add(a, b):\n    return b + a", "code")
    _, placed, _, flags = repaired(made)
    assert next(one.source for one in placed if "def add" in one.source) == STUB
    assert not flags


@pytest.mark.parametrize("change", ["> {}", "    {}", "* {}", '"{}"'])
def test_given_prose_that_was_quoted_is_not_taken_for_the_essay(change):
    made = released_book()
    for name in ("intro", "ask", "end"):
        lines = made["cells"][at(made, name)]["source"].split("\n")
        fill(made, name, "\n".join(change.format(line) for line in lines))
    deleted("letter")(made)
    strip(made)
    named, _, scores, flags = repaired(made)
    assert named["letter"] == PLACEHOLDER
    assert scores["letter"]["score"] == 0
    assert ("answer-missing", "letter") in flags


def test_an_essay_in_two_cells_without_marks_is_read_whole_with_the_note_above_it():
    made = released_book()
    fill(made, "letter", "The first half.")
    put(made, "letter", "The second half.")
    put(made, "scheme", "A note above.")
    strip(made)
    source, waits, _ = letter_of(made)
    assert source.split("\n\n") == ["A note above.", "The first half.", "The second half."]
    assert waits


@pytest.mark.parametrize("where", ["ask", "scheme", "letter", "end"])
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("markdown", "Dear Ana, at noon."),
        ("raw", "Dear Ana, at noon."),
        ("code", "Dear Ana, at noon."),
        ("code", "# Dear Ana, at noon."),
        ("code", "letter = 'Dear Ana, at noon.'"),
    ],
)
def test_an_essay_beside_its_placeholder_waits_for_whoever_marks(where, kind, text):
    made = released_book()
    put(made, where, text, kind)
    source, waits, flags = letter_of(made)
    assert "Dear Ana, at noon." in source
    assert PLACEHOLDER not in source
    assert waits
    assert ("answer-beside", "letter") in flags


def test_code_beside_an_essay_still_runs_in_its_place():
    made = released_book()
    put(made, "scheme", "high = 12", "code")
    _, placed, _, _ = repaired(made)
    assert [one.source for one in placed if one.kind == "code" and not one.cell] == ["high = 12"]


def test_text_beside_a_filled_answer_stays_and_is_named():
    made = released_book()
    fill(made, "letter", "Dear Ana.")
    put(made, "letter", "P.S. At noon.")
    put(made, "add", "I did not know how.")
    named, placed, _, flags = repaired(made)
    assert named["letter"] == "Dear Ana."
    order = [one.source for one in placed]
    assert order.index("P.S. At noon.") == order.index("Dear Ana.") + 1
    assert {("text-beside", "letter"), ("text-beside", "add")} <= set(flags)


def test_an_essay_written_into_the_task_is_taken_out_of_it():
    made = released_book()
    fill(made, "scheme", "Marks.\n\nDear Ana, at noon.")
    source, waits, flags = letter_of(made)
    assert (source, waits) == ("Dear Ana, at noon.", True)
    assert ("given-changed", "scheme") in flags


def test_words_written_into_a_check_are_shown_below_it_and_not_run():
    made = released_book()
    fill(made, "add-check", "# It rains\nassert add(1, 2) == 3")
    named, placed, _, flags = repaired(made)
    assert named["add-check"] == "assert add(1, 2) == 3"
    below = placed[[one.source for one in placed].index(named["add-check"]) + 1]
    assert (below.kind, below.source) == ("markdown", "```\n# It rains\n```")
    assert flags == [("check-changed", "add-check")]


def test_an_answer_that_equals_the_teachers_is_an_answer():
    made = released_book()
    fill(made, "letter", "The moon pulls.")
    assert letter_of(made)[:2] == ("The moon pulls.", True)


def test_an_emptied_answer_is_an_untouched_one():
    made = released_book()
    fill(made, "letter", " \n")
    assert letter_of(made)[:2] == (PLACEHOLDER, False)


def test_an_essay_that_became_another_kind_of_cell_is_read():
    made = released_book()
    fill(made, "letter", "Dear Ana.")
    retyped("letter", "raw")(made)
    assert letter_of(made)[:2] == ("Dear Ana.", True)


def test_the_same_placeholder_twice_goes_to_the_place_where_it_stands():
    made, given = source_book(), released_book()
    for book in (made, given):
        second = marked("more", "markdown", PLACEHOLDER, grade=True, solution=True, points=1)
        book["cells"].append(second)
    files = [{"a.ipynb": json.dumps(book).encode()} for book in (made, given)]
    book = Snapshot.from_notebooks(*files).books[0]
    strip(given)
    given["cells"][5]["source"] = "Dear Ana."
    named, _, _, flags = repaired(given, book)
    assert (named["letter"], named["more"]) == ("Dear Ana.", PLACEHOLDER)
    assert ("answer-missing", "more") not in flags


def test_a_repaired_notebook_is_in_order():
    made = released_book()
    put(made, "letter", "Dear Ana.")
    fill(made, "scheme", "Marks.\n\nAt noon.")
    put(made, "end", "def add(a, b):\n    return b + a", "code")
    named, placed, _, _ = repaired(made)
    marks = [{"nbgrader": one.cell.marks} if one.cell else {} for one in placed]
    cells = [
        {"cell_type": one.kind, "source": one.source, "metadata": of_cell}
        for one, of_cell in zip(placed, marks, strict=True)
    ]
    again, placed_again, _, _ = repaired({"cells": cells})
    assert again == named
    assert [one.source for one in placed_again] == [one.source for one in placed]


def close_together():
    """Return a learner's notebook in which a text answer follows a check, and its set's book."""
    made = [source_book(), released_book()]
    for one in made:
        one["cells"] = [cell for cell in one["cells"] if cell["id"] not in ("ask", "scheme")]
    full, asked = ({"a.ipynb": json.dumps(one).encode()} for one in made)
    return made[1], Snapshot.from_notebooks(full, asked).books[0]


@pytest.mark.parametrize(("kind", "text"), [("markdown", "Dear Ana."), ("code", "# Dear Ana.")])
def test_words_between_a_check_and_an_empty_text_answer_are_this_answer(kind, text):
    made, book = close_together()
    put(made, "add-check", text, kind)
    named, _, scores, flags = repaired(made, book)
    assert "Dear Ana." in named["letter"]
    assert scores["letter"]["needs_manual"]
    assert ("answer-beside", "letter") in flags


def test_words_between_a_check_and_a_filled_text_answer_stay_where_they_are():
    made, book = close_together()
    fill(made, "letter", "Dear Bo.")
    put(made, "add-check", "Dear Ana.")
    named, _, _, flags = repaired(made, book)
    assert named["letter"] == "Dear Bo."
    assert [code for code, _ in flags] == ["text-beside"]


def test_a_program_between_a_check_and_an_empty_text_answer_is_no_answer():
    made, book = close_together()
    put(made, "add-check", "print(add(1, 2))", "code")
    named, _, scores, _ = repaired(made, book)
    assert named["letter"] == PLACEHOLDER
    assert not scores["letter"]["needs_manual"]
