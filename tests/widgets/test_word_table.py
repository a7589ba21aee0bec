"""The word list as a Markdown table: its rows and columns, and what could break them."""

import pytest

from carekit import word_list
from tests.vocabulary.test_glossary import CONCEPT, MEASURE, TERMS, WORDS


@pytest.fixture
def table(tmp_path, monkeypatch):
    """Return a function that gives the lines of the table of a small course."""

    def of(old="", new=""):
        files = {"glossary": CONCEPT + MEASURE, "terms": TERMS, "words": WORDS}
        (tmp_path / "course_data").mkdir()
        for name, text in files.items():
            path = tmp_path / "course_data" / f"{name}.yml"
            path.write_text(text.replace(old, new) if old else text, encoding="utf-8")
        monkeypatch.setenv("CAREKIT_ROOT", str(tmp_path))
        data = word_list()._repr_mimebundle_()
        assert data["text/plain"] == "steep"
        return data["text/markdown"].split("\n")

    return of


def test_a_word_is_a_row_of_four_columns_below_the_heads(table):
    head, rule, row = table()
    assert rule == "| :--- | :--- | :--- | :--- |"
    assert head.count(" | ") == row.count(" | ") == 3
    assert row.startswith('| **<span lang="en-US">steep</span>**<div lang="en">leaf</div>')
    assert row.count('<div lang="zh-Hant">葉</div>') == 3


def test_two_pronunciations_are_told_apart_and_one_is_told_once(table):
    *_, row = table()
    assert "UK\u00a0/\u2060stiːp\u2060/<br>US\u00a0/\u2060stip\u2060/" in row


def test_one_pronunciation_is_told_once_and_its_stress_mark_begins_no_line(table):
    *_, row = table("{uk: stiːp, us: stip}", "{uk: əˈbaʊt, us: əˈbaʊt}")
    assert "| /\u2060ə\u2060ˈ\u2060baʊt\u2060/ |" in row
    assert "UK" not in row


def test_a_bar_in_the_words_opens_no_column(table):
    *_, row = table("gloss: {en: leaf", "gloss: {en: 'a | b'")
    assert 'lang="en">a \\| b</div>' in row
