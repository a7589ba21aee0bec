"""What a cell shows: joined, cut where it is too long, and checked when a stranger claims it."""

import pytest

from carekit.sandbox.link.cell_outputs import CUT, Outputs, Stream, checked, shortened, size_of


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


SHOWN = {"output_type": "display_data", "data": {"text/plain": "x"}, "metadata": {}}


def filled(most, *words):
    outputs = Outputs(most)
    for one in words:
        outputs.text("stdout", one)
    return outputs.take()


def test_words_of_one_stream_are_one_output_and_another_stream_begins_a_new_one():
    outputs = Outputs(100)
    for name, words in (("stdout", "a"), ("stdout", "b"), ("stderr", "c"), ("stdout", "")):
        outputs.text(name, words)
    assert outputs.take() == [stream("ab"), stream("c", "stderr")]
    outputs.text("stderr", "d")
    assert outputs.take() == [stream("ab"), stream("cd", "stderr")]
    outputs.start()
    assert outputs.take() == []


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["12345"], "12345"),
        (["123456"], f"12345{CUT}"),
        (["123", "45"], "12345"),
        (["123", "456"], f"12345{CUT}"),
        (["12345", "6"], "12345"),
        (["1234", "56", "7"], f"12345{CUT}"),
    ],
)
def test_as_many_letters_are_shown_as_a_cell_may_show(words, shown):
    assert filled(5, *words) == [stream(shown)]


def test_every_cell_may_show_as_much_as_the_one_before():
    outputs = Outputs(3)
    outputs.text("stdout", "abcdef")
    outputs.start()
    outputs.text("stdout", "abc")
    assert outputs.take() == [stream("abc")]


@pytest.mark.parametrize(("size", "kept"), [(0, True), (10, True), (11, False)])
def test_an_output_that_is_larger_than_the_room_is_cut_whole(size, kept):
    outputs = Outputs(10)
    outputs.add(SHOWN, size)
    assert outputs.take() == [SHOWN if kept else stream(CUT)]


def test_what_an_output_takes_is_not_there_for_the_next():
    outputs = Outputs(10)
    outputs.add(SHOWN, 7)
    outputs.text("stdout", "abcd")
    assert outputs.take() == [SHOWN, stream(f"abc{CUT}")]
    outputs.add(SHOWN, 1)
    assert outputs.take()[-1] == stream(CUT)


def test_a_cell_is_cleared_at_once_or_when_the_next_output_comes():
    outputs = Outputs(100)
    outputs.text("stdout", "a")
    outputs.clear(wait=False)
    assert outputs.take() == []
    outputs.text("stdout", "b")
    outputs.clear(wait=True)
    assert outputs.take() == [stream("b")]
    outputs.text("stdout", "c")
    assert outputs.take() == [stream("c")]
    outputs.clear(wait=True)
    outputs.add(SHOWN)
    assert outputs.take() == [SHOWN]
    outputs.clear(wait=True)
    outputs.start()
    outputs.add(SHOWN)
    outputs.add(SHOWN)
    assert outputs.take() == [SHOWN, SHOWN]


def test_a_stream_takes_text_only_and_says_how_much():
    outputs = Outputs(100)
    out = Stream(outputs, "stderr", 2)
    assert (out.write("abc"), out.writable(), out.encoding, out.fileno()) == (3, True, "utf-8", 2)
    assert outputs.take() == [stream("abc", "stderr")]
    with pytest.raises(TypeError, match="must be str, not bytes"):
        out.write(b"abc")


# --- What a stranger's process claims.


@pytest.mark.parametrize("claimed", [None, "x", {}, [None], [[]], [{"output_type": "odd"}], [{}]])
def test_what_does_not_look_like_an_output_is_left_out(claimed):
    assert checked(claimed, 1, 100) == []
    assert checked([{"output_type": ["stream"]}, stream("a")], 1, 100) == [stream("a")]


def test_of_each_kind_only_its_own_fields_are_kept_and_only_text():
    odd = {**stream("a"), "more": 1}
    assert checked([odd], 1, 100) == [stream("a")]
    assert checked([{"output_type": "stream", "name": 7, "text": 7}], 1, 100) == [stream("")]
    assert checked([stream("a", "stderr"), stream("b", "x")], 1, 100) == [
        stream("a", "stderr"),
        stream("b"),
    ]
    result = {"output_type": "execute_result", "data": {"text/plain": "1"}, "metadata": {"a": 1}}
    assert checked([{**result, "execution_count": 99}], 3, 100) == [
        {**result, "metadata": {}, "execution_count": 3}
    ]
    assert checked([{**SHOWN, "execution_count": 99}], 3, 100) == [SHOWN]
    assert checked([{**SHOWN, "data": [1]}], 3, 100) == [{**SHOWN, "data": {}}]
    error = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["a", 1, "b"]}
    assert checked([error], 1, 100) == [{**error, "traceback": ["a", "", "b"]}]
    assert checked([{**error, "traceback": "a", "ename": 1}], 1, 100) == [
        {**error, "traceback": [], "ename": ""}
    ]


def test_an_error_is_kept_as_far_as_a_page_can_show_it():
    lines = ["x" * 5001] * 201
    error = {"output_type": "error", "ename": "n" * 201, "evalue": "v" * 5001, "traceback": lines}
    [made] = checked([error], 1, 10**9)
    assert made["ename"] == "n" * 200
    assert made["evalue"] == "v" * 5000 + CUT
    assert made["traceback"] == ["x" * 5000] * 200
    [short] = checked([{**error, "evalue": "v" * 10}], 1, 5)
    assert short["evalue"] == "v" * 5 + CUT


def test_two_thousand_outputs_are_kept_and_no_more():
    assert len(checked([stream("")] * 2001, 1, 10**9)) == 2000


def test_outputs_are_kept_until_the_room_is_used_up():
    # A stream takes the letters of its names, its kind and its text.
    one = size_of(stream("abcd"))
    assert checked([stream("abcd")] * 3, 1, one) == [stream("abcd")]
    assert checked([stream("abcd")] * 3, 1, one + 1) == [stream("abcd"), stream("a" + CUT)]
    assert checked([stream("abcd")], 1, 0) == []


def test_data_of_json_types_is_kept_whole_or_not_at_all():
    def kept(value, most):
        [made] = checked([{**SHOWN, "data": {"k": value}}], 1, most)
        return made["data"]["k"]

    chart = {"a": [1, "bc"]}
    assert size_of(chart) == 1 + (8 + 2) + 2
    assert kept(chart, 13) == chart
    assert kept(chart, 12) == CUT
    assert kept("abcd", 4) == "abcd"
    assert kept("abcde", 4) == "abcd"
    assert kept(7, 100) == ""
    [made] = checked([{**SHOWN, "data": {"k" * 201: "v"}}], 1, 1000)
    assert made["data"] == {"k" * 200: "v"}


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ("", 0),
        ("abc", 3),
        (7, 8),
        (None, 8),
        ([], 0),
        ([1, "a"], 11),
        ({"ab": "c"}, 3),
        ({1: 1}, 9),
    ],
)
def test_the_size_of_a_value_is_about_that_of_its_json(value, size):
    assert size_of(value) == size


@pytest.mark.parametrize(
    ("words", "most", "shown"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, f"abc{CUT}"),
        ("\n" * 999, 5000, "\n" * 999),
        ("a\n" * 999 + "b", 5000, "a\n" * 999 + "b"),
        ("a\n" * 1000, 5000, "a\n" * 999 + "a" + CUT),
        ("a\n" * 1000 + "b", 5000, "a\n" * 999 + "a" + CUT),
    ],
)
def test_a_text_has_a_thousand_lines_at_most(words, most, shown):
    assert shortened(words, most) == shown
