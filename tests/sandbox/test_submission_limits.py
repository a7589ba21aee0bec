"""What is read and kept of a submission: texts that are given, hidden lines, files, few flags."""

import pytest

from carekit.common.languages import languages
from carekit.sandbox.isolation.limits import NAME_BYTES, Limits
from carekit.sandbox.messages import printable
from carekit.sandbox.submission import hidden_lines as hidden
from carekit.sandbox.submission.fitting_files import DiskRoom, fitting_files, is_notebook
from carekit.sandbox.submission.flags import flag, merged, needs_look, reason, says, says_in_all
from carekit.sandbox.submission.given_texts import MOST_READ, Given, trimmed
from carekit.sandbox.submission.page_text import PageCheck, as_text

PAGE = 4096


# --- Texts that the set gives.


@pytest.fixture
def given():
    return Given(
        ["# Tides", "Say why the sea rises at the coast.\nUse your own words."], ["Answer here"]
    )


@pytest.mark.parametrize(
    ("source", "own"),
    [
        ("# Tides", ""),
        ("# Tides  \n", ""),
        ("> **Tides**", ""),
        ("Answer here", ""),
        ("Say why the sea rises at the coast.\nUse your own words.", ""),
        ("Say why the sea rises at the coast.\nThe moon.", "The moon."),
        ("?", "?"),
        ("  ?  ", "?"),
        ("", ""),
        # A part of a given text that is long is given; a short one may be an answer.
        ("why the sea rises at the coast", ""),
        ("rises", "rises"),
        ("Use your own words.", "Use your own words."),
    ],
)
def test_what_the_set_does_not_give_is_the_learners_own(given, source, own):
    assert given.own(source) == own


def test_a_text_longer_than_anybody_writes_is_taken_for_the_learners_without_a_look(given):
    line = "# Tides\n"
    long = line * (MOST_READ // len(line))
    assert len(long) == MOST_READ
    assert given.own(long) == ""
    assert given.own(f"{long}\n") == f"{long}\n"


def test_white_space_that_editors_add_is_no_change():
    assert trimmed("\n a  \nb\t\n\n") == "a\nb"


# --- Hidden lines.


def test_hidden_lines_go_from_delimiter_to_delimiter():
    source = "a\n### BEGIN SOLUTION\nb\n### END SOLUTION\nc"
    assert hidden.inside(source, hidden.SOLUTION) == [2, 3, 4]
    assert hidden.without(source, hidden.SOLUTION) == "a\nc"
    indented = "if x:\n    ### BEGIN SOLUTION\n    b\n    ### END SOLUTION"
    assert hidden.without(indented, hidden.SOLUTION, "...") == "if x:\n    ..."
    assert hidden.inside("a\nb", hidden.SOLUTION) == []
    assert hidden.inside("### BEGIN SOLUTION\nb", hidden.SOLUTION) == [1, 2]
    twice = "### BEGIN SOLUTION\n### END SOLUTION\na\n### BEGIN SOLUTION\n### END SOLUTION"
    assert hidden.inside(twice, hidden.SOLUTION) == [1, 2, 4, 5]


@pytest.mark.parametrize(
    ("source", "kind", "stub"),
    [
        ("x = 1", "code", "# YOUR CODE HERE\nraise NotImplementedError()"),
        ("why", "markdown", "YOUR ANSWER HERE"),
        ("a\n# BEGIN SOLUTION\nb\n# END SOLUTION", "code", "a\n..."),
        ("a\nBEGIN SOLUTION\nb\nEND SOLUTION", "markdown", "a\nYOUR ANSWER HERE"),
    ],
)
def test_a_stub_stands_where_the_answer_goes(source, kind, stub):
    assert hidden.stubbed(source, kind) == stub


def test_lines_that_the_release_leaves_out_are_told_by_their_numbers():
    assert hidden.left_out("a\nb\nc\nd", "a\nc") == [2, 4]
    assert hidden.left_out("a\nb", "a\nb") == []
    assert hidden.left_out("a\na", "a") == [2]
    assert hidden.left_out("a", "") == [1]


# --- Files and their disk.


def test_a_disk_gives_out_whole_pages_and_counts_folders():
    disk = DiskRoom(2 * PAGE, 4)
    assert disk.takes("a", 1)
    assert (disk.bytes, disk.files) == (PAGE, 2)
    assert not disk.takes("b", PAGE + 1)
    assert disk.takes("b", PAGE)
    assert (disk.bytes, disk.files) == (0, 1)
    assert disk.takes("c", 0)
    assert not disk.takes("d", 0)
    folders = DiskRoom(9 * PAGE, 4)
    assert folders.takes("in/a", 1)
    assert folders.files == 1
    assert folders.takes("in/b", 1)
    assert not DiskRoom(9 * PAGE, 2).takes("in/a", 1)


def test_what_a_submission_has_is_what_its_limits_say():
    disk = DiskRoom.of(Limits(disk_mb=1, files=100))
    assert (disk.bytes, disk.files) == (2**20 - 16 * PAGE, 84)


def test_names_stay_in_the_folder_and_the_largest_files_are_the_first_to_be_left_out():
    room = Limits(disk_mb=1, files=4096)
    most = 2**20 - 16 * PAGE
    files = {
        "small": b"1",
        "large": b"x" * most,
        "book.ipynb": b"x" * 2 * most,
        "/up": b"1",
        "../up": b"1",
        "a\\b": b"1",
        "a\0b": b"1",
        "n" * NAME_BYTES: b"1",
        "n" * (NAME_BYTES + 1): b"1",
    }
    said = []
    kept = fitting_files(files, {}, room, said)
    assert list(kept) == sorted({"small", "book.ipynb", "a/b", "n" * NAME_BYTES})
    assert [one["code"] for one in said] == ["file-left-out"] * 5
    assert fitting_files({"large": b"x" * most}, {}, room, []) == {"large": b"x" * most}
    assert fitting_files({"large": b"x" * most}, {"own": b"1"}, room, []) == {}
    assert list(fitting_files({"own": b"x" * 2 * most}, {"own": b"1"}, room, [])) == ["own"]


@pytest.mark.parametrize(
    ("name", "book"), [("a.ipynb", True), ("in/a.ipynb.txt", True), ("a.py", False)]
)
def test_a_notebook_is_told_by_its_name(name, book):
    assert is_notebook(name) is book


def test_the_limits_of_a_submission_hang_together():
    limits = Limits()
    assert (limits.cell_seconds, limits.total_seconds, limits.hang_seconds) == (15, 60, 120)
    assert limits.try_seconds == limits.start_seconds / 2 == 60
    assert Limits(**limits.values()) == limits
    assert limits.as_dict()["disk_mb"] == 64


# --- Flags.


def test_five_flags_of_one_code_are_kept_and_the_rest_is_counted():
    def codes(count, **more):
        found = merged([{"code": "file-left-out", "named": str(n), **more} for n in range(count)])
        return [one["code"] for one in found], found

    assert codes(5)[0] == ["file-left-out"] * 5
    listed, found = codes(6)
    assert listed == ["file-left-out"] * 5 + ["and-more"]
    assert found[-1]["params"] == {"count": "1"}
    assert found[-1]["look"] == needs_look(found[0])
    cells = [
        {"code": "check-changed", "notebook": "n", "cell": cell} for cell in "ab" for _ in range(6)
    ]
    found = merged([*cells, {"code": "unknown"}])
    assert [one["code"] for one in found] == [
        *(["check-changed"] * 5 + ["and-more"]) * 2,
        "unknown",
    ]
    assert merged([]) == []


def test_a_flag_is_safe_to_print_and_speaks_every_language():
    made = flag("left-out-large", found="a\nb" + "x" * 90, limit=3)
    assert made.params["found"].startswith("a\N{REPLACEMENT CHARACTER}b")
    assert len(made.params["found"]) == 80
    assert len(set(says_in_all(made.plain()).values())) == len(languages())
    with pytest.raises(KeyError):
        flag("no-such-code")
    assert says({"code": "no-such-code"}) == "no-such-code"
    assert needs_look({"code": "no-such-code"})
    assert not needs_look({"code": "no-such-code", "look": False})
    assert says({"code": "x", "says": "own words"}) == "own words"
    assert says({"code": "x", "says": {"en": "own"}}, "zh-Hant") == "own"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a", "a"), ("x" * 80, "x" * 80), ("x" * 81, "x" * 79 + "…"), ("a\tb", "a\ufffdb"), ("", "")],
)
def test_what_is_printed_has_eighty_signs_at_most(text, shown):
    assert printable(text) == shown


def test_an_error_is_told_by_its_kind_and_its_first_line():
    assert reason(ValueError("a\nb")) == "ValueError: a"
    assert reason(ValueError()) == "ValueError"


# --- Pages.


@pytest.mark.parametrize(
    ("source", "same"),
    [
        ("plain words", True),
        ("# Head\n\n- a\n- b\n\n**bold** `code`", True),
        ("a <b>c</b>", True),
        ('a <font color="red">c</font>', True),
        ('a <font color="#777">c</font>', True),
        ('a <font color="white">c</font>', False),
        ('a <font color="#eeeeee">c</font>', False),
        ("a <!-- c -->", False),
        ("a <small>b</small>", True),
        ("a <small><small><small>b</small></small></small>", False),
        ("a <span style='display:none'>b</span>", False),
        ("a <span style='font-weight: bold'>b</span>", True),
        ("a <marquee>b</marquee>", False),
        ('<img src="a.png" width="32">', True),
        ('<img src="a.png" width="31">', False),
        ("[words]: hidden answer", True),
        ("text\n\n[words]: https://a.b/c (a hidden title)", False),
    ],
)
def test_a_cell_is_left_as_it_is_where_a_page_shows_every_word_of_it(source, same):
    shown = PageCheck().shown("markdown", source, {})
    assert (shown is None) is same
    assert same or as_text(source) in shown


def test_a_raw_cell_is_shown_as_text_where_it_may_be_taken_for_a_page():
    assert PageCheck().shown("raw", "plain", {}) is None
    for source in ("a < b", "a &amp; b"):
        assert PageCheck().shown("raw", source, {}) == as_text(source)


def test_a_fence_is_longer_than_any_in_the_text():
    assert as_text("a") == "```\na\n```"
    assert as_text("a ``` b") == "````\na ``` b\n````"
    assert as_text("a ` b") == "```\na ` b\n```"
