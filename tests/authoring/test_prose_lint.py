"""The editor: every rule finds its mistake and leaves good text alone."""

import json
import sys
from pathlib import Path

import pytest

from carekit.authoring.prose_lint import check_text, chinese_script, chinese_tools
from carekit.authoring.prose_lint.finding import TextInLanguages
from carekit.common.files import ContentError, write_atomic
from carekit.common.lang import Lang
from tests.authoring.small_course import LESSON, page, reader_of, rules, yaml


@pytest.fixture
def course(tmp_path):
    """Return a function that adds a file to a small, faultless course and reads the course."""
    return reader_of(tmp_path)


GOOD = [
    {},
    {"hans": "用 pandas 计算，得 85%。", "hant": "用 pandas 計算，得 85%。", "en": "It gives 85%."},
    {"hans": "他说：“好。”", "hant": "他說：「好。」", "en": "He said yes."},
    {"hans": "2025年9月1日起。", "hant": "2025年9月1日起。", "en": "From 1 September 2025."},
    {"hans": "三天后再来。", "hant": "三天後再來。", "en": "Come back after 3 days."},
    {"hans": "1 杯茶。", "hant": "1 杯茶。", "en": "A cup of tea."},
    {"hans": "十杯茶，二十片茶叶。", "hant": "十杯茶，二十片茶葉。", "en": "10 cups, 20 leaves."},
    {"hans": "用 `x` 算。", "hant": "用 `x` 算。", "en": "Use `x`."},
    {"hans": "[[quality]]很好。", "hant": "[[quality|品質]]很好。", "en": "[[quality]] is good."},
    {"hans": "看[说明](a.html)。", "hant": "看[說明](a.html)。", "en": "See [this](a.html)."},
    {"hans": "100 ×（甲 − 乙）÷ 丙", "hant": "100 ×（甲 − 乙）÷ 丙", "en": "100 × (a − b) ÷ c"},
    {"hans": "回复{name}的信。", "hant": "回覆{name}的信。", "en": "Answer {name}."},
    {"hans": "质量守恒。", "hant": "質量守恆。", "en": "Mass is kept."},
    {"hans": "他说……", "hant": "他說……", "en": "He said so."},
    {"hans": "台北占一半，别干预。", "hant": "台北占一半，別干預。", "en": "Half is Taipei."},
    {"hans": "皇后只走了三公里。", "hant": "皇后只走了三公里。", "en": "The queen went three km."},
    {"hans": "茶要((how))泡。", "hant": "茶要((how))泡。", "en": "Brew it ((how))."},
    {"hans": "加上 --accept。", "hant": "加上 --accept。", "en": "Add --accept."},
    {"hans": "最多 120 字。", "hant": "最多 200 字。", "en": "Up to 80 words."},
    {"hans": "第 90 杯等 5 分钟。", "hant": "第 90 杯等 5 分鐘。", "en": "The 90th: 5 minutes."},
    {"en": "There is no tea. It is no longer hot: is not a tea."},
    {"en": "Use tea, e.g. oolong. “Good.” Then wait … and drink."},
    {"hans": "`x` 好。", "hant": "`x` 好。", "en": "It is good. `x` says so."},
]


@pytest.mark.parametrize("words", GOOD)
def test_good_text_is_left_alone(course, words):
    assert rules(course(yaml(**words))) == []
    assert rules(course(page(**words), "content/trainer/01-tea.md")) == []


BAD = [
    ("wrong-script", "zh-Hans", "後", {"hans": "三天後再来。"}),
    ("wrong-script", "zh-Hant", "后续", {"hant": "后续的事。"}),
    ("wrong-script", "zh-Hant", "茶叶", {"hant": "好茶叶。"}),
    ("wrong-script", "zh-Hant", "后", {"hant": "三天之后再來。"}),
    ("wrong-script", "zh-Hant", "于", {"hant": "基于好意。"}),
    ("forbidden-term", "zh-Hant", "質量", {"hant": "質量好。"}),
    ("forbidden-term", "en", "Goodness", {"en": "Goodness first."}),
    ("spacing", "zh-Hans", "用pan", {"hans": "用pandas算。"}),
    ("spacing", "zh-Hant", "好， 茶", {"hant": "好， 茶。"}),
    ("punctuation", "zh-Hans", "好,茶。", {"hans": "好,茶。"}),
    ("punctuation", "zh-Hans", "茶叶(好", {"hans": "茶叶(好)。"}),
    ("punctuation", "zh-Hans", "「", {"hans": "他说「好」。"}),
    ("punctuation", "zh-Hant", "“", {"hant": "他說“好”。"}),
    ("punctuation", "zh-Hans", "...", {"hans": "等等..."}),
    ("punctuation", "zh-Hans", "—", {"hans": "茶—叶"}),
    ("punctuation", "zh-Hans", "--", {"hans": "茶--叶"}),
    ("punctuation", "zh-Hans", "--", {"hans": "茶 -- 叶"}),
    ("punctuation", "zh-Hans", "85 %", {"hans": "得 85 %。", "hant": "得 85%。", "en": "85%."}),
    (
        "punctuation",
        "zh-Hans",
        "9 月 1 日",
        {"hans": "9 月 1 日", "hant": "9月1日", "en": "1 September"},
    ),
    ("punctuation", "en", "ood，", {"en": "Good， tea."}),
    ("punctuation", "en", "ood ,", {"en": "Good , tea."}),
    ("parity", "zh-Hant", "{{n}}", {"en": "{{n}} cups", "hans": "{{n}} 杯", "hant": "兩杯"}),
    ("parity", "zh-Hans", "`x`", {"en": "Use `x`.", "hans": "用它。", "hant": "用 `x`。"}),
    ("parity", "zh-Hans", "[[quality]]", {"en": "[[quality]]", "hant": "[[quality]]"}),
    ("parity", "zh-Hans", "{who}", {"en": "To {who}", "hans": "致某人", "hant": "致{who}"}),
    ("punctuation", "zh-Hant", "──", {"hant": "好──茶"}),
    ("parity", "zh-Hans", "7", {"en": "7 days", "hans": "八天", "hant": "七天"}),
    ("parity", "en", "30000", {"en": "30 leaves", "hans": "3 万片", "hant": "三萬片"}),
    ("long-sentence", "en", "tea", {"en": " ".join(["tea"] * 29) + "."}),
    ("punctuation", "en", "5min", {"en": "5min", "hans": "5 分钟", "hant": "5 分鐘"}),
    ("punctuation", "en", "20days", {"en": "20days", "hans": "20 天", "hant": "20 天"}),
    ("punctuation", "en", "某 %", {"en": "{n} %", "hans": "{n}%", "hant": "{n}%"}),
    ("punctuation", "zh-Hans", "某 %", {"en": "{n}%", "hans": "{n} %", "hant": "{n}%"}),
    (
        "is-no",
        "en",
        "is no tea",
        {"en": "{x}: is no tea", "hans": "{x}不是茶", "hant": "{x}不是茶"},
    ),
    ("is-no", "en", "is no tea", {"en": "is no tea; brew one"}),
    ("lower-case-start", "en", "then", {"en": "Brew it. then wait."}),
    ("lower-case-start", "en", "its", {"en": "“Good!” its leaves are fresh."}),
]


@pytest.mark.parametrize(("rule", "lang", "piece", "words"), BAD)
def test_each_mistake_is_found(course, rule, lang, piece, words):
    for text, name in ((yaml(**words), "course_data/words.yml"), (page(**words), LESSON)):
        hits = [one for one in course(text, name) if one.rule == rule and one.lang == lang]
        assert any(piece.strip() in one.string or one.string in piece for one in hits), hits
        assert all(one.suggestion for one in hits)


def test_twenty_eight_words_are_not_too_long(course):
    assert course(yaml(en=" ".join(["Tea"] * 28) + ". " + " ".join(["Leaf"] * 28) + ".")) == []


def test_a_sentence_that_runs_over_two_lines_is_counted_whole(course):
    found = course(page(en=" ".join(["Tea"] * 15) + "\n" + " ".join(["leaf"] * 15) + "."), LESSON)
    assert [(one.rule, one.line) for one in found] == [("long-sentence", 8)]


def test_a_missing_language_is_found_in_yaml_and_in_a_page(course, tmp_path):
    found = course("tip: {en: Good tea., zh-Hans: 好茶叶。}\n")
    assert rules(found) == [("missing-language", "zh-Hant", "Good tea.")]
    (tmp_path / "course_data" / "words.yml").unlink()
    text = page().replace(":::{zh-Hans}\n好茶叶。\n:::\n\n", "")
    assert rules(course(text, LESSON)) == [("missing-language", "zh-Hans", "Good tea.")]
    heading = page() + ":::{heading} 2\nen: Tea\nzh-Hans: 茶\n:::\n"
    assert rules(course(heading, LESSON)) == [("missing-language", "zh-Hant", "Tea")]


def test_what_is_no_text_in_the_courses_languages_is_passed_over(course):
    for entry in ({"en": ["a"], "zh-Hans": ["b"]}, {"en": "goodness", "file": "x"}, {}):
        assert course(json.dumps({"tip": entry})) == []
    assert rules(course(json.dumps({"tip": {"en": "goodness"}}))) != []


def test_a_heading_ends_without_a_full_stop(course):
    heading = ":::{{heading}} 2\nen: Tea{0}\nzh-Hans: 茶\nzh-Hant: 茶\n:::\n"
    assert course(page() + heading.format(""), LESSON) == []
    assert [one.rule for one in course(page() + heading.format("."), LESSON)] == ["punctuation"]


def test_a_finding_names_file_and_line(course, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (one,) = course(
        page(hant="第一行\n品質好。\n質量好。", hans="第一行\n质量好。\n质量好。"), LESSON
    )
    assert str(one).startswith(
        "content/lessons/01-tea.md:20: forbidden-term zh-Hant: '質量': write 品質"
    )


def test_code_is_never_judged(course):
    fence = "```python\nprint('x',1) # 用pandas,好。後\n```"
    assert course(page(hans="好茶叶。\n\n" + fence), LESSON) == []
    assert course(yaml(hans="用 `a,b,后` 算。", hant="用 `a,b,后` 算。", en="Use `a,b,后`.")) == []


PLAIN_HANS = [f"第{n}位客人说“等了很久才有人回信”。" for n in "一二三四五六七"]
PLAIN_HANT = [f"第{n}位客人說「等了很久才有人回信」。" for n in "一二三四五六七"]
OTHER_HANT = [f"{n}號顧客過了好一陣子，總算收到答覆。" for n in "一二三四五六七"]


def test_traditional_text_that_is_only_converted_is_found_once_per_file(course):
    found = course(page(hans="\n".join(PLAIN_HANS), hant="\n".join(PLAIN_HANT)), LESSON)
    assert [(one.rule, one.line) for one in found] == [("converted", 22)]
    assert "7 of 7 sentences" in found[0].suggestion


def test_traditional_text_that_is_written_is_left_alone(course):
    mixed = [*PLAIN_HANT[:6], OTHER_HANT[6]]
    for hant in (OTHER_HANT, mixed):
        assert course(page(hans="\n".join(PLAIN_HANS), hant="\n".join(hant)), LESSON) == []


def test_a_converted_text_with_swapped_words_is_found_too(course):
    hans = [f"第{n}个软件默认会保存用户的信息。" for n in "一二三四五六"]
    hant = [f"第{n}個軟體預設會儲存使用者的資訊。" for n in "一二三四五六"]
    assert [
        one.rule for one in course(page(hans="\n".join(hans), hant="\n".join(hant)), LESSON)
    ] == ["converted"]


def test_a_few_sentences_may_be_the_same_in_both_scripts(course):
    words = {"hans": "\n".join(PLAIN_HANS[:5]), "hant": "\n".join(PLAIN_HANT[:5])}
    assert course(page(**words), LESSON) == []


LOOSE = {
    "en": "We waited {0} minutes.",
    "hans": "我们等了 {0} 分钟。",
    "hant": "我們等了 {0} 分鐘。",
}


def told(number, **more):
    return page(**{lang: text.format(number) for lang, text in LOOSE.items()}, **more)


def test_a_number_that_no_cell_computes_is_found(course):
    found = course(told("61.7"), LESSON)
    assert {(one.rule, one.string) for one in found} == {("loose-number", "61.7")}
    assert len(found) == 3


def test_more_than_a_dozen_is_no_counting_of_parts(course):
    assert {one.string for one in course(told("13"), LESSON)} == {"13"}


@pytest.mark.parametrize(
    "text",
    [
        told("{{wait}}"),
        told("61.7", code="assert mean == 61.7"),
        told("61.7", front="figures: |\n  limit = 61.7"),
        told("12"),
        page(
            en="ISO 10002, P90, 17:30", hans="ISO 10002、P90、17:30", hant="ISO 10002、P90、17:30"
        ),
        page(en="§ 3-501.14, 852/2004", hans="§ 3-501.14、852/2004", hant="§ 3-501.14、852/2004"),
    ],
)
def test_a_number_that_is_computed_or_no_claim_is_left_alone(course, text):
    assert course(text, LESSON) == []


def test_a_number_in_a_text_that_is_not_about_data_is_left_alone(course):
    assert course(told("61.7"), "content/trainer/01-tea.md") == []


def test_a_quiz_takes_its_numbers_from_its_own_question(course):
    ask = json.dumps({"en": "61.7?", "zh-Hans": "61.7？", "zh-Hant": "61.7？"}, ensure_ascii=False)
    bank = "questions:\n  - {{id: one, answer: {0}, ask: {1}}}\n  - {{id: two, answer: 61.7}}\n"
    name = "course_data/quizzes/tea.yml"
    assert course(bank.format("61.7", ask), name) == []
    assert {one.rule for one in course(bank.format("5", ask), name)} == {"loose-number"}


def notebook(*sources):
    cells = [{"cell_type": "markdown", "id": "tip", "source": [source]} for source in sources]
    return json.dumps({"cells": cells}, ensure_ascii=False)


def block(lang, words):
    return f'<div lang="{lang}" class="care-text">\n\n{words}\n\n</div>\n\n'


def test_a_release_notebook_is_read_for_what_building_can_spoil(course):
    name = "release/tea/tea.ipynb"
    good = block("en", "Tea") + block("zh-Hans", "茶叶") + block("zh-Hant", "茶葉")
    assert course(notebook(good), name) == []
    assert rules(course(notebook(good.replace("茶葉", "茶叶")), name)) == [
        ("wrong-script", "zh-Hant", "叶")
    ]
    assert rules(course(notebook(good.replace("Tea", "{{n}} cups")), name)) == [
        ("unfilled", "en", "{{n}}")
    ]
    assert rules(course(notebook(good + block("en", "More")), name)) == [
        ("missing-language", "zh-Hans", "tip")
    ]


EXCEPTION = "exceptions:\n  - {file: course_data/words.yml, rule: %s, text: %s, why: a quotation}\n"


def test_an_exception_covers_its_finding_and_nothing_else(course):
    bad = yaml(hant="質量好。好茶葉。")
    assert len(course(bad)) == 1
    listed = "course_data/text-exceptions.yml"
    assert course(EXCEPTION % ("forbidden-term", "質量好"), listed) == []
    assert {one.rule for one in course(EXCEPTION % ("wrong-script", "質量好"), listed)} == {
        "forbidden-term",
        "unused-exception",
    }


@pytest.mark.parametrize(
    ("said", "wrong"),
    [("請閱讀說明，裡面有稅線。", []), ("請閲讀説明。", []), ("请坐着。", ["请"])],
)
def test_hong_kong_prints_two_forms_of_some_characters(said, wrong):
    hong_kong = Lang("zh-HK")
    text = TextInLanguages(Path("x.yml"), "", {hong_kong: said}, {hong_kong: 1})
    assert [one.string for one in chinese_script.wrong_script(text)] == wrong


def test_an_exception_that_nothing_needs_is_an_error_with_its_line(course):
    (one,) = course(EXCEPTION % ("forbidden-term", "質量好"), "course_data/text-exceptions.yml")
    assert (one.rule, one.line) == ("unused-exception", 2)


def test_of_two_exceptions_the_one_that_nothing_needs_is_told(course, tmp_path):
    listed = EXCEPTION % ("forbidden-term", "質量好")
    listed += '  - {file: "course_data/*.yml", rule: forbidden-term, text: 壺, why: a quotation}\n'
    course(yaml(hant="質量好。好茶葉。"))
    (one,) = course(listed, "course_data/text-exceptions.yml")
    assert (one.rule, one.line, one.string) == ("unused-exception", 3, "壺")
    both = listed.replace("rule: forbidden-term, text: 壺", "rule: wrong-script, text: 後")
    said = {"hans": "三天後再来。", "hant": "質量好。"}
    write_atomic(tmp_path / "course_data" / "text-exceptions.yml", both)
    assert course(yaml(**said)) == []
    # A pattern of other files covers nothing here, and the sentence is told again.
    write_atomic(tmp_path / "course_data" / "text-exceptions.yml", both.replace("*.yml", "*.md"))
    assert [one.rule for one in course(yaml(**said))] == ["unused-exception", "wrong-script"]


def test_an_exception_without_a_reason_is_refused(course):
    text = EXCEPTION.replace(", why: a quotation", "") % ("parity", "x")
    with pytest.raises(ContentError, match=r"text-exceptions\.yml:2: .*why: is missing"):
        course(text, "course_data/text-exceptions.yml")


@pytest.mark.parametrize("tool", ["opencc", "autocorrect_py"])
def test_a_missing_tool_is_said_in_one_sentence(course, monkeypatch, tool):
    chinese_tools.converter.cache_clear()
    chinese_tools.spaced.cache_clear()
    monkeypatch.setitem(sys.modules, tool, None)
    with pytest.raises(ContentError, match=rf"{tool}.*pip install opencc autocorrect-py"):
        course(yaml())


def test_a_course_without_chinese_is_read_without_the_tools_for_chinese(tmp_path, monkeypatch):
    for tool in ("opencc", "autocorrect_py"):
        monkeypatch.setitem(sys.modules, tool, None)
    chinese_tools.converter.cache_clear()
    chinese_tools.spaced.cache_clear()
    (tmp_path / "course_data").mkdir()
    monkeypatch.chdir(tmp_path)
    card = "id: tea\ntitle: {en: Tea, es: Té}\nfirst_notebook: notebooks/01-tea.ipynb\n"
    (tmp_path / "course_data" / "course.yml").write_text(card + "languages: [en, es]\n")
    lesson = tmp_path / "content" / "lessons" / "01-tea.md"
    lesson.parent.mkdir(parents=True)
    said = ":::{en}\nTea  is hot ;\n:::\n\n:::{es}\nEl té está caliente.\n:::\n"
    lesson.write_text(f'---\nconcept: tea\n---\n\n+++ {{"name": "goal"}}\n\n{said}', "utf-8")
    assert {one.rule for one in check_text(tmp_path)} == {"punctuation"}
