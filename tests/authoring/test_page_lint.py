"""Links, pictures and headings of the pages that learners get."""

import json

import pytest

from carekit.authoring.page_lint import check_pages

FILES = {"release/one/one.ipynb": b'{"cells": []}', "pictures/a.svg": b"", "LICENSE": b""}


def notebook(*texts):
    cells = [
        {"cell_type": "markdown", "id": f"cell-{n}", "source": text.splitlines(keepends=True)}
        for n, text in enumerate(texts)
    ]
    return json.dumps({"cells": cells}).encode()


def faults(*texts):
    return [str(one) for one in check_pages({**FILES, "notebooks/x.ipynb": notebook(*texts)})]


@pytest.mark.parametrize(
    "text",
    [
        "# One\n\n[the set](../release/one/one.ipynb) and [all](../release) and [here](#one)",
        "# One\n\n[out](https://example.org/x) <a href='../LICENSE'>terms</a>",
        "# One\n\n![a line that rises](../pictures/a.svg) ![seen](attachment:a.png)",
        '# <span lang="en">One</span>\n\n<div lang="en">\n\n## Two\n\n</div>\n\n### Three',
        "# One\n\n```\n[no link](nowhere.md)\n```\n\n`<img src=x>`",
        '# One\n\n<img src="../pictures/a.svg" alt="a line that rises">',
        "# One\n\n[with a blank](../release/one/one%2Eipynb#part)",
    ],
)
def test_a_page_without_a_fault_is_not_named(text):
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "# One\n\n[gone](two.ipynb)",
            "the link to two.ipynb leads to no file that a learner",
        ),
        ("# One\n\n[up](../../x.md)", "the link to ../../x.md leads to no file"),
        ("# One\n\n[](../LICENSE)", "the link to ../LICENSE has no words"),
        ("# One\n\n![](../pictures/a.svg)", "the picture ../pictures/a.svg has no text"),
        ("# One\n\n![a line](b.svg)", "the link to b.svg leads to no file"),
        ('# One\n\n<img src="../pictures/a.svg" alt=" ">', "has no alt text"),
        ("# One\n\n<a href='gone.md'>x</a>", "the link to gone.md leads to no file"),
        ("## Two", "the first heading is of level 2; use level 1"),
        ("# One\n\n### Three", "a heading of level 3 follows one of level 1; use level 2"),
        ("# One\n\n## <span lang='en'></span>", "a heading has no words"),
        ("# One\n\n| a |\n|---|\n| [gone](g.md) |", "the link to g.md leads to no file"),
    ],
)
def test_a_fault_is_named_with_page_and_cell(text, says):
    [said] = faults("Words before.", text)
    assert said.startswith("notebooks/x.ipynb: cell-1: ")
    assert says in said


def test_levels_go_on_from_cell_to_cell_and_begin_anew_on_each_page():
    assert faults("# One", "### Three") == [
        "notebooks/x.ipynb: cell-1: a heading of level 3 follows one of level 1; use level 2"
    ]
    pages = {"a.md": b"# A\n\n## B\n", "b.md": b"## B\n"}
    assert [str(one) for one in check_pages(pages)] == [
        "b.md: the first heading is of level 2; use level 1"
    ]
