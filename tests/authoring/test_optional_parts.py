"""The smallest course, a card and one lesson: each verb works, or says what is missing."""

import zipfile

import pytest

from tests.authoring.small_course import page

CARD = """\
id: small
title: {en: Small, zh-Hans: 小, zh-Hant: 小}
first_notebook: notebooks/01-tea.ipynb
"""


@pytest.fixture
def smallest(tmp_path, monkeypatch):
    """Return the folder of a course with neither words, tables, questions, sets nor a README."""
    for name, text in (
        ("course_data/course.yml", CARD),
        ("content/lessons/01-tea.md", page(front="")),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_is_built_read_and_packed(smallest, invoke):
    assert invoke("build")[0] == 0
    assert invoke("build", "--check")[0] == 0
    assert invoke("check-text") == (0, "nothing to mend\n")
    code, said = invoke("handout", "--out", "out.zip")
    assert code == 0, said
    names = zipfile.ZipFile(smallest / "out.zip").namelist()
    assert {"small/README.md", "small/care", "small/notebooks/01-tea.ipynb"} <= set(names)
    assert [name for name in names if name.startswith("small/course_data")] == [
        "small/course_data/course.yml"
    ]


@pytest.mark.usefixtures("smallest")
@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["lint"], 0, ""),
        (["report"], 1, "nobody has a score yet"),
        (["demo"], 1, "no sample class to grade"),
        (["handout", "--trainer"], 1, "no trainer's notes"),
        (["tables"], 1, "tables.yml: no such file; write it"),
        (["certificate", "mei", "--kind", "staff"], 1, "certificates.yml: no such file"),
        (["exam", "score", "form-z"], 1, "no exam form"),
        (["grade", "one"], 1, "no notebook of this set"),
    ],
)
def test_a_part_that_is_left_out_is_told_in_one_sentence_where_a_verb_needs_it(
    invoke, words, code, says
):
    got, said = invoke(*words)
    assert (got, said.count("\n") <= 1) == (code, True), said
    assert says in said


def test_an_empty_part_is_no_room_in_the_interface(smallest):
    """The browser hides the field for looking words up where the lexicon has no entry."""
    from carekit.learner.review_cards import Deck
    from carekit.vocabulary.lookup import lexicon

    assert lexicon(smallest).entries == []
    assert Deck(smallest).things == frozenset()
