"""What is said of a submission: a sentence for every flag, and no way to steer a terminal."""

from carekit.common.languages import Lang
from carekit.sandbox.submission.flags import flag, needs_look, says, sentences, spoken
from carekit.sandbox.submission.read_notebook import flag as item


def test_every_sentence_about_a_submission_stands_in_three_languages():
    for code in sentences():
        said = {says({"code": code, "params": {}}, lang) for lang in Lang}
        assert len(said) == 3


def test_a_name_from_outside_cannot_steer_the_terminal_or_fill_the_screen():
    found = flag("renamed", found="a\x1b[2J\u202eb" + "x" * 500, wanted="b").plain()
    assert "\x1b" not in says(found)
    assert "\u202e" not in says(found)
    assert len(says(found)) < 200


def test_a_module_from_a_learners_code_is_named_on_one_line_and_cut_off():
    found = item("module-not-there", "a", "do-it", "x\n\x1b[2J" + "y" * 500)
    assert len(found["named"]) == 80
    for lang in Lang:
        assert found["named"] in says(found, lang) == spoken(found)["says"][lang.value]
        assert says(found, lang) != says(item("module-not-there", "a", "do-it"), lang)
    assert "\n" not in says(found)
    assert "\x1b" not in says(found)


def test_a_flag_that_brings_its_own_words_keeps_them_and_an_unknown_one_needs_a_look():
    assert says({"code": "new", "says": {"en": "Hello", "zh-Hans": "你好"}}, "zh-Hans") == "你好"
    assert says({"code": "new", "says": "Hello"}) == "Hello"
    assert needs_look({"code": "new"})
    assert not needs_look({"code": "new", "look": False})
