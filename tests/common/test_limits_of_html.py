"""How much of a text a page renders, and how it shows what it does not."""

import pytest

from carekit.common.safe_html import Allowance, as_written, heavy, joined, markdown, plain

# --- HTML.


@pytest.mark.parametrize(
    ("page", "too_much"),
    [
        ("<b>" * 100, False),
        ("<b>" * 101, True),
        ("<b></b>" * 300, False),
        ("<br>" * 101, False),
        ("<" * 500, False),
        ("<" * 501, True),
        ("&" * 5000, False),
        ("&" * 5001, True),
        ("<p " + "a " * 200 + ">", False),
        ("<p " + "a " * 201 + ">", True),
        ("</b>" * 300, False),
        ("<b></i>" * 101, True),
    ],
)
def test_a_page_is_heavy_where_nobody_would_write_it_so(page, too_much):
    assert heavy(page) is too_much


def test_a_text_of_twenty_thousand_letters_is_rendered_and_a_longer_one_shown_as_it_is():
    whole = "**a** " + "b" * (20_000 - 6)
    assert markdown(whole).startswith("<p><strong>a</strong> b")
    assert markdown(f"{whole}b").startswith("<pre>**a** b")
    assert markdown("  \n") == ""
    assert markdown("<b>" * 200) == "<pre>" + "&lt;b&gt;" * 200 + "</pre>"


def test_a_text_on_a_page_is_cut_and_the_rest_is_counted():
    assert plain("<a>", 3) == "&lt;a&gt;"
    assert plain("abcd", 3) == "abc\n… (+1)"
    assert plain("\x1b[31mred\x1b[0m", 3) == "red"
    assert plain("x" * 20_001).endswith("\n… (+1)")
    assert as_written("x" * 100_000) == f"<pre>{'x' * 100_000}</pre>"
    assert as_written("x" * 100_001).endswith("\n… (+1)</pre>")


def test_what_one_learner_may_have_rendered_has_an_end():
    left = Allowance(9)
    assert left.markdown("**a**"[:3]) == "<p>**a</p>\n"
    assert left.left == 0
    assert left.markdown("a") == "<pre>a</pre>"
    shown_once = Allowance(8)
    page = {"data": {"text/html": "<b>a</b>", "text/plain": "a"}}
    assert shown_once.output(page) == '<div class="wide"><b>a</b></div>'
    assert shown_once.output({"data": {"text/html": "b", "text/plain": "a"}}) == (
        '<pre class="out">a</pre>'
    )
    assert Allowance().left == 300_000


@pytest.mark.parametrize(
    ("value", "whole"), [("a", "a"), (["a", "b"], "ab"), (["a", 1, None], "a"), (None, ""), (7, "")]
)
def test_a_notebooks_text_is_one_whether_it_is_kept_in_lines_or_not(value, whole):
    assert joined(value) == whole
