"""The editor's rules of style: small letters, labels, definitions that define, Chinese usage."""

import json

import pytest

from carekit.common.files import write_atomic
from tests.authoring.small_course import LESSON, page, reader_of, rules, yaml


@pytest.fixture
def course(tmp_path):
    """Return a function that adds a file to a small, faultless course and reads the course."""
    return reader_of(tmp_path)


def test_the_first_sentence_is_judged_on_a_page_and_not_in_a_list_or_a_message(course):
    assert course(yaml(en="who brewed the tea.")) == []
    for listed in ("- brew the tea.", "| brew it. | wait. |", "a) brew it."):
        assert course(page(en=listed), LESSON) == []
    found = course(page(en="brew the tea."), LESSON)
    assert rules(found) == [("lower-case-start", "en", "brew")]


def test_a_linked_term_begins_a_sentence_with_the_capital_that_building_gives_it(course):
    same = {"hans": "[[quality]]很好。", "hant": "[[quality]]很好。"}
    assert course(page(en="[[quality]] matters.", **same), LESSON) == []
    found = course(page(en="[[quality|it]] matters.", **same), LESSON)
    assert rules(found) == [("lower-case-start", "en", "it")]


LABELS = {
    "en": ("Press **{0}**.", "Pour"),
    "hans": ("按“{0}”。", "倒水"),
    "hant": ("先看**{0}**。", "倒水"),
}


@pytest.mark.parametrize(("label", "wrong"), [((), 0), (("en",), 1), (("hans", "hant"), 2)])
def test_a_label_that_no_interface_has_is_found(course, tmp_path, label, wrong):
    shown = {"pour": {"en": "Pour the tea", "zh-Hans": "倒水", "zh-Hant": "倒水吧"}}
    write_atomic(tmp_path / "carekit" / "ui.yml", json.dumps(shown, ensure_ascii=False))
    said = {
        lang: form.format("Ladle" if lang in label else name)
        for lang, (form, name) in LABELS.items()
    }
    found = course(page(**said), "content/trainer/01-tea.md")
    assert [one.rule for one in found] == ["unknown-label"] * wrong


def test_labels_are_not_judged_without_an_interface_nor_keys_at_all(course, tmp_path):
    assert course(page(en="Press **Ladle**."), LESSON) == []
    shown = {"pour": {"en": "Pour", "zh-Hans": "倒", "zh-Hant": "倒"}}
    write_atomic(tmp_path / "carekit" / "ui.yml", json.dumps(shown, ensure_ascii=False))
    assert course(page(en="Press **Shift + Enter** and read **across**."), LESSON) == []


SOURCES = {
    "en": "In the Chinese text it is hot.",
    "zh-Hans": "中文原文说要热。",
    "zh-Hant": "中文原文說要熱。",
}


@pytest.mark.parametrize(("part", "wrong"), [("definition", 3), ("means", 3), ("pinyin", 0)])
def test_what_a_reader_looks_up_does_not_speak_of_the_sources(course, part, wrong):
    entry = {"terms": [{"id": "tea", part: SOURCES}]}
    found = course(json.dumps(entry, ensure_ascii=False))
    assert [one.rule for one in found] == ["talk-of-sources"] * wrong


def test_a_lesson_may_compare_the_sources(course):
    said = {"en": SOURCES["en"], "hans": SOURCES["zh-Hans"], "hant": SOURCES["zh-Hant"]}
    assert course(page(**said), LESSON) == []


STUMBLES = [
    ("hans", "九位等得比它短。", "九位的等待时间比它短，一位等得更久。"),
    ("hans", "文件放在笔记本旁边。", "文件放进笔记本所在的文件夹。"),
    ("hans", "点两个图例里的组名。", "点图例里的两个组名。"),
    ("hans", "来了几个退订。", "来了几次退订，每个退订的人都记下。"),
    ("hans", "至少有一个个数不对。", "至少有一处计数不对，数一数个数。"),
    ("hans", "这一周偶然很难解释。", "这一周很难用偶然来解释。"),
    ("hans", "不必再来的问题占多大比例？", "有多大比例的问题不必再来？"),
    ("hans", "没有设时，用默认值。", "未设置时，用默认值；还没有设备。"),
    ("hant", "九位等得比它短。", "九位的等候時間比它短，一位等得更久。"),
    ("hant", "檔案放在筆記本旁邊。", "檔案放進筆記本所在的資料夾。"),
    ("hant", "點兩個圖例上的組名。", "點圖例上的兩個組名。"),
    ("hant", "來了幾個拒收。", "來了幾次拒收，每個拒收的人都記下。"),
    ("hant", "至少有一個個數不對。", "至少有一處計數不對，數一數個數。"),
    ("hant", "這一週隨機波動很難解釋。", "這一週很難用隨機波動來解釋。"),
    ("hant", "不必再來的問題，占多少比例？", "有多少比例的問題不必再來？"),
    ("hant", "沒有設時，用預設值。", "未設定時，用預設值；還沒有設備。"),
    ("hant", "顧客客訴之後才送花。", "顧客抱怨之後才送花，客訴要記下。"),
]


@pytest.mark.parametrize(("lang", "twice", "once"), STUMBLES)
def test_a_chinese_phrase_that_has_to_be_read_twice_is_found(course, lang, twice, once):
    assert course(page(**{lang: once}), LESSON) == []
    found = course(page(**{lang: twice}), LESSON)
    assert [one.rule for one in found] == ["chinese-usage"]
