from pathlib import Path
from types import SimpleNamespace

import pytest

from carekit.authoring.build.myst import SourceCell
from carekit.authoring.build.prose import Words, has_every_language, render
from carekit.common.languages import Text

PATH = Path("lesson.md")


def text(en, hans="简", hant="繁"):
    return Text.model_validate({"en": en, "zh-Hans": hans, "zh-Hant": hant})


TERMS = {
    "tide": SimpleNamespace(
        term=text("tide", "潮汐", "潮汐"), means=text('Up | "down" $', "涨落。")
    ),
    "ebb": SimpleNamespace(term=text("ebb"), means=None),
}
WORDS = Words(TERMS, {"level": "3.5"})


def rendered(source, words=WORDS):
    faults = []
    made = render(PATH, SourceCell("c", "markdown", source, 1, 1), words, faults)
    assert faults == []
    return made


def triple(en, hans="好", hant="好"):
    return f":::{{en}}\n{en}\n:::\n\n:::{{zh-Hans}}\n{hans}\n:::\n\n:::{{zh-Hant}}\n{hant}\n:::"


def test_each_language_becomes_a_marked_div_around_markdown():
    made = rendered(triple("**Hi**", "你好", "您好"))
    assert made.split("\n\n") == [
        '<div lang="en" class="care-text">', "**Hi**", "</div>",
        '<div lang="zh-Hans" class="care-text">', "你好", "</div>",
        '<div lang="zh-Hant" class="care-text">', "您好", "</div>",
    ]  # fmt: skip


def test_a_heading_is_one_markdown_line_whose_separators_can_be_hidden():
    made = rendered(":::{heading} 2\nen: Step 1: words\nzh-Hans: '词'\nzh-Hant: 詞\n:::")
    assert made == (
        '## <span lang="en" class="care-head">Step 1: words</span><span class="care-sep"> / </span>'
        '<span lang="zh-Hans" class="care-head">词</span><span class="care-sep"> / </span>'
        '<span lang="zh-Hant" class="care-head">詞</span>'
    )


def test_a_number_that_every_language_shares_stands_once_before_them():
    made = rendered(":::{heading} 2\nen: 3 · Words\nzh-Hans: 3 · 词\nzh-Hant: 3 · 詞\n:::")
    assert made.startswith('## 3 · <span lang="en" class="care-head">Words</span>')
    assert made.endswith('<span lang="zh-Hant" class="care-head">詞</span>')


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("一句。\n两句。", "一句。两句。"),
        ("一\n二\n三", "一二三"),
        ("**一**\n两[[tide]]", '**一**两<dfn class="care-term" title="涨落。">潮汐</dfn>'),
        ("共\n14 天\n完", "共14 天完"),
        ("one\ntwo", "one\ntwo"),
        ("- 一\n  二\n- 三", "- 一二\n- 三"),
        ("一\n\n二", "一\n\n二"),
        ("1. 一\n2. 二", "1. 一\n2. 二"),
        ("| 一 |\n|---|\n| 二 |", "| 一 |\n|---|\n| 二 |"),
        ("一  \n二", "一  \n二"),
        ("> 一\n> 二", "> 一\n> 二"),
        ("```\n一\n二\n```", "```\n一\n二\n```"),
        ("-5 度\n-3 度", "-5 度-3 度"),
    ],
)
def test_lines_of_a_chinese_paragraph_join_without_a_space(written, shown):
    assert f'<div lang="zh-Hans" class="care-text">\n\n{shown}\n\n</div>' in rendered(
        triple("Hi", written)
    )


def test_lines_of_an_english_paragraph_stay_lines():
    assert "one.\ntwo." in rendered(triple("one.\ntwo."))


def test_a_term_shows_its_word_and_its_meaning_in_the_language_of_its_block():
    made = rendered(triple("At [[tide]].", "[[tide]]时", "[[tide|漲潮]]時"))
    assert '<dfn class="care-term" title="涨落。">潮汐</dfn>时' in made
    assert ">漲潮</dfn>時" in made


def test_a_meaning_cannot_break_out_of_its_attribute_a_table_or_a_formula():
    made = rendered(triple("[[tide]]"))
    assert 'title="Up &#124; &quot;down&quot; &#36;"' in made


def test_a_term_without_a_meaning_has_no_empty_tooltip():
    assert '<dfn class="care-term">ebb</dfn>' in rendered(triple("an [[ebb]]"))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("[[ebb]] comes.", "Ebb"),
        ("It falls. [[ebb]] comes.", "Ebb"),
        ("It falls.\n[[ebb]] comes.", "Ebb"),
        ("It falls.\n\n**[[ebb]]** comes.", "Ebb"),
        ("- [[ebb]] comes.", "Ebb"),
        ("1. [[ebb]] comes.", "Ebb"),
        ("“It falls.” [[ebb]] comes.", "Ebb"),
        ("What is `falling`? [[ebb]] comes.", "Ebb"),
        ("After the [[ebb]] comes", "ebb"),
        ("It falls at\n[[ebb]].", "ebb"),
        ("the tides (e.g. [[ebb]])", "ebb"),
        ("He said: [[ebb]] comes.", "ebb"),
        ("[[ebb|the low tide]] comes.", "the low tide"),
    ],
)
def test_a_term_that_begins_an_english_sentence_has_a_capital(said, shown):
    assert f'<dfn class="care-term">{shown}</dfn>' in rendered(triple(said))


def test_figures_are_filled_in_everywhere_and_terms_not_in_code():
    made = rendered(
        triple("{{level}} m, `{{level}} df[[tide]]`\n\n```python\ndf[[ebb]]\n# no head\n```")
    )
    assert "3.5 m, `3.5 df[[tide]]`" in made
    assert "df[[ebb]]" in made


def test_figures_that_failed_are_left_alone_so_that_one_mistake_is_one_fault():
    assert "{{lost}}" in rendered(triple("{{lost}}"), Words(TERMS, None))


def test_language_free_blocks_pass_as_they_are():
    assert rendered(":::{any}\n| a |\n|---|\n| 1 |\n:::") == "| a |\n|---|\n| 1 |"


def test_a_colon_line_inside_fenced_code_does_not_close_the_block():
    assert ":::" in rendered(triple("```\n:::\n```"))


@pytest.mark.parametrize(
    ("visible", "answer"),
    [(triple("Hi"), True), (":::{any}\nx\n:::", False), (":::{en}\nHi\n:::", False)],
)
def test_only_a_whole_triple_says_something_in_every_language(visible, answer):
    assert has_every_language(PATH, SourceCell("c", "markdown", visible, 1, 1)) is answer


def test_words_inside_a_marking_scheme_do_not_count_as_said():
    hidden = f"<!-- BEGIN MARK SCHEME -->\n{triple('Hi')}\n<!-- END MARK SCHEME -->"
    assert not has_every_language(PATH, SourceCell("c", "markdown", hidden, 1, 1))
