"""What is said of a submission: a sentence for every flag, and no way to steer a terminal."""

import re

import pytest

from carekit.common.languages import languages
from carekit.sandbox.messages import words
from carekit.sandbox.submission.flags import (
    flag,
    needs_look,
    says,
    sentences,
    spoken,
    told_to_learner,
)
from carekit.sandbox.submission.read_notebook import flag as item


def test_every_sentence_about_a_submission_stands_in_three_languages():
    for code in sentences():
        said = {says({"code": code, "params": {}}, lang) for lang in languages()}
        assert len(said) == 3


def test_a_name_from_outside_cannot_steer_the_terminal_or_fill_the_screen():
    found = flag("renamed", found="a\x1b[2J\u202eb" + "x" * 500, wanted="b").plain()
    assert "\x1b" not in says(found)
    assert "\u202e" not in says(found)
    assert len(says(found)) < 200


def test_a_module_from_a_learners_code_is_named_on_one_line_and_cut_off():
    found = item("module-not-there", "a", "do-it", "x\n\x1b[2J" + "y" * 500)
    assert len(found["named"]) == 80
    for lang in languages():
        assert found["named"] in says(found, lang) == spoken(found)["says"][lang]
        assert says(found, lang) != says(item("module-not-there", "a", "do-it"), lang)
    assert "\n" not in says(found)
    assert "\x1b" not in says(found)


def test_a_flag_that_brings_its_own_words_keeps_them_and_an_unknown_one_needs_a_look():
    assert says({"code": "new", "says": {"en": "Hello", "zh-Hans": "你好"}}, "zh-Hans") == "你好"
    assert says({"code": "new", "says": "Hello"}) == "Hello"
    assert needs_look({"code": "new"})
    assert not needs_look({"code": "new", "look": False})


# Words of a sentence that speaks to the trainer about a learner, not to the learner.
TO_THE_TRAINER = re.compile(
    r"the learner|ask for|by hand|grade again|correct the|学员|學員|人工给分|人工給分|索取|索要"
)


@pytest.mark.parametrize("code", sorted({**sentences(), **words().flags}))
def test_a_learners_page_says_nothing_that_is_meant_for_the_trainer(code):
    for params in ({"params": {}}, {}):
        for said in (told_to_learner({"code": code, **params}) or {}).values():
            assert not TO_THE_TRAINER.search(said)


@pytest.mark.parametrize("code", ["answers-same", "same-learner", "same-name", "matched-name"])
def test_what_names_other_learners_is_for_the_trainer_only(code):
    who = {"others": "mei-lin", "learner": "mei-lin", "name": "Mei", "found": "x"}
    found = flag(code, **who).plain()
    assert "mei-lin" in says(found)
    assert told_to_learner(found) is None


def test_a_learner_is_asked_for_what_is_missing_and_told_what_happened():
    asked = told_to_learner({"code": "answers-missing", "notebook": "a"})
    assert asked["en"].endswith("please hand it in as well.")
    assert asked["zh-Hant"].endswith("請補交。")
    stopped = {"code": "cell-stopped", "notebook": "a", "cell": "do-it"}
    assert told_to_learner(stopped) == spoken(stopped)["says"]
    path = {"code": "course-path", "notebook": "a", "cell": "do-it", "named": 'data("tickets")'}
    assert 'data("tickets")' in told_to_learner(path)["zh-Hans"]
    assert told_to_learner({"code": "new", "says": {"en": "For the trainer"}}) is None
