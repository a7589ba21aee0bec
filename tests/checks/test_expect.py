import json
import re
import warnings

import numpy as np
import pandas as pd
import pytest

from carekit.checks.expect import (
    choices,
    column,
    entries,
    expect,
    fresh_seeds,
    kit_words,
    messages,
    sayable,
)
from carekit.common.files import ContentError
from carekit.common.languages import Text, languages

SAY = Text.model_validate(
    {"en": "Count again.", "zh-Hans": "再数一遍。", "zh-Hant": "請再數一次。"}
)


@pytest.fixture(autouse=True)
def course(tmp_path, monkeypatch):
    """Return a course folder with one file of messages."""
    folder = tmp_path / "course_data" / "checks"
    folder.mkdir(parents=True)
    (folder / "sums.yml").write_text(
        "set: sums\nmessages:\n"
        "  - id: too-few\n"
        "    says: {en: Too few., zh-Hans: 太少了。, zh-Hant: 不夠多。}\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("CAREKIT_ROOT", str(tmp_path))
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return tmp_path


def said(got, want, *rest, **options):
    with pytest.raises(AssertionError) as caught:
        expect(got, want, *rest, **options)
    return str(caught.value)


def read_in(lang, folder):
    (folder / "record").mkdir(exist_ok=True)
    (folder / "record" / "settings.json").write_text(json.dumps({"lang": lang}), encoding="utf-8")


def test_a_right_answer_passes_in_silence(capfd):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert expect(pd.Series([1, 2]), pd.Series([1.0, 2.0]), "too-few") is None
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Too few.\nYou have 3; 4 is right."),
        ("zh-Hans", "太少了。\n你得到 3，正确的是 4。"),
        ("zh-Hant", "不夠多。\n你得到 3，正確的是 4。"),
    ],
)
def test_a_wrong_answer_is_explained_in_the_readers_language(tmp_path, lang, words):
    read_in(lang, tmp_path)
    assert said(3, 4, "too-few") == words


def test_while_a_trainer_grades_every_language_is_written(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    text = said(3, 4, "too-few")
    assert all(words in text for words in ("Too few.", "太少了。", "不夠多。"))


def test_a_check_may_carry_its_own_words():
    assert said([1], [1, 2], SAY).splitlines()[0] == "Count again."
    assert said([1], [1, 2]) == "You have 1 entries; there should be 2."


def test_the_wrong_kind_of_value_is_named_in_words():
    frame = pd.DataFrame({"a": [1]})
    assert said(frame, pd.Series([1])) == "You gave a DataFrame; a Series was asked for."
    assert said("4", 4) == "You gave a text; a number was asked for."
    assert said(object(), 4) == "You gave a value of the type object; a number was asked for."
    assert said(len, 4) == "You gave a function; a number was asked for."


def test_a_function_without_return_is_told_so():
    assert "end with `return`" in said(None, 4)


def test_what_is_missing_and_what_was_not_asked_for_is_listed():
    want = pd.Series({"a": 1, "b": 2})
    assert said(pd.Series({"a": 1}), want) == "Missing: 'b'."
    assert said(pd.Series({"a": 1, "b": 2, "c": 3}), want) == "Not asked for: 'c'."
    assert said(pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [1], "b": [1]})) == "Missing: 'b'."


def test_the_tolerance_is_the_authors_choice():
    assert said(0.334, 1 / 3) == "You have 0.334; 0.333333 is right."
    expect(0.334, 1 / 3, tolerance=1e-3)


def test_rounding_too_far_is_told_as_such_and_not_in_the_authors_words():
    text = said(pd.Series({"a": 0.64}), pd.Series({"a": 7 / 11}), "too-few").splitlines()
    assert text[0] == "Only the rounding is not right; too few decimal places are left."
    assert text[1] == "Round only at the end, and keep at least 3 decimal places."
    assert text[2] == "At 'a' you have 0.64; 0.636364 is right."
    assert len(text) == 3


def test_what_a_learner_may_read_later_tells_of_rounding_without_a_value(course):
    known = sayable(course)
    assert known.keys() == {*messages(course), "rounded"}
    assert "{" not in "".join(known["rounded"].by_lang().values())


@pytest.mark.parametrize("made", [tuple, list, np.array, pd.Series])
def test_three_values_may_come_in_any_form(made):
    assert entries(made([0.5, 0.25, 0.75]), 3) == [0.5, 0.25, 0.75]


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (np.array([1.0, 2.0]), "You have 2 entries; there should be 3."),
        (0.5, "You gave a number; a list was asked for."),
        ({1, 2, 3}, "You gave a set; a list was asked for."),
        (None, "There is no answer yet (None)."),
    ],
)
def test_what_is_not_three_values_is_told_with_the_authors_words(got, words):
    with pytest.raises(AssertionError) as caught:
        entries(got, 3, SAY)
    assert str(caught.value).startswith(f"Count again.\n{words}")


def test_the_seed_of_made_data_is_named():
    assert said(1, 2, seed=42).endswith("can be made again with the seed 42.")


def test_labels_can_be_checked_before_the_values():
    expect(pd.Series({"a": 1, "b": 2}), pd.Series(0, index=["b", "a"]), labels_only=True)
    assert said(pd.Series({"a": 1}), pd.Series(0, index=["b"]), labels_only=True) == "Missing: 'b'."


def test_an_unknown_message_is_the_authors_mistake_even_when_the_answer_is_right():
    with pytest.raises(ContentError, match="no check message 'to-few'"):
        expect(4, 4, "to-few")


def test_a_message_id_that_stands_twice_is_refused(course):
    path = course / "course_data" / "checks" / "again.yml"
    path.write_text((path.parent / "sums.yml").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"sums\.yml:3: too-few: is used twice"):
        messages(course)


def test_a_hostile_value_neither_passes_nor_breaks_the_check():
    class Hostile:
        def __eq__(self, other):
            return True

        def __hash__(self):
            return 1

        def __repr__(self):
            raise RuntimeError("must not be called")

        __str__ = __repr__

    assert said(Hostile(), 4) == "You gave a value of the type Hostile; a number was asked for."
    assert "<Hostile>" in said(pd.Series([Hostile()]), pd.Series([1.0]))


def test_a_column_is_taken_by_name_or_the_names_are_listed():
    table = pd.DataFrame({0.5: [1.0, 2.0]}, index=["chat", "phone"])
    assert column(table, 0.5).to_dict() == {"chat": 1.0, "phone": 2.0}
    with pytest.raises(AssertionError, match=r"no column 0\.9; your columns are: 0\.5"):
        column(table, 0.9)
    with pytest.raises(AssertionError, match="You gave a Series; a DataFrame was asked for"):
        column(table[0.5], 0.5)


def test_the_labels_of_a_column_may_stand_in_a_column_of_their_own():
    table = pd.DataFrame({"n": [1, 2]}, index=pd.Index(["chat", "phone"], name="channel"))
    for one in (table, table.reset_index(), table.reset_index().iloc[:, ::-1]):
        assert column(one, "n", by="channel").to_dict() == {"chat": 1, "phone": 2}
    assert column(table.reset_index(), "n").to_dict() == {0: 1, 1: 2}


@pytest.mark.parametrize(
    "got", [["a", "c"], ("C ", " A"), {"a", "c"}, ["ａ", "Ｃ"], np.array(["c", "a"])]
)
def test_letters_are_read_as_meant(got):
    assert choices(got, "abcd") == {"a", "c"}


@pytest.mark.parametrize(
    ("got", "words"),
    [
        ("ac", "You gave a text; a list was asked for."),
        ([], "There is no answer yet"),
        (None, "There is no answer yet"),
        (["a", "x"], "Not asked for: 'x'."),
        ([1], "Not asked for: 1."),
    ],
)
def test_what_is_no_choice_is_said(got, words):
    with pytest.raises(AssertionError) as caught:
        choices(got, "abcd", "too-few")
    assert str(caught.value).startswith(f"Too few.\n{words}")


def test_fresh_seeds_differ_each_time_unless_they_are_fixed(monkeypatch):
    monkeypatch.delenv("CAREKIT_SEED", raising=False)
    assert fresh_seeds(3) != fresh_seeds(3)
    monkeypatch.setenv("CAREKIT_SEED", "5")
    assert fresh_seeds(3) == [5, 6, 7]


def test_the_kits_words_have_the_same_gaps_in_every_language():
    words = kit_words()
    for key, text in {**words.kinds, **words.says}.items():
        gaps = {lang: sorted(re.findall(r"{\w+}", text[lang])) for lang in languages()}
        assert len({tuple(found) for found in gaps.values()}) == 1, key


def test_the_seed_is_said_also_where_it_is_nought():
    assert "0" in said(3, 4, seed=0).splitlines()[-1]
    assert len(said(3, 4, seed=0).splitlines()) == len(said(3, 4).splitlines()) + 1
