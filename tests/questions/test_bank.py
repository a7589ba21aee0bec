"""Banks are read strictly: each mistake an author can make is one sentence with its place."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from carekit.common.files import ContentError
from carekit.common.yaml_reader import parse
from carekit.questions import Multiple, Numeric, Single, json_schema, load_bank, load_banks
from carekit.questions.models import Rule

GOOD = """\
concept: waiting
misconceptions:
  - id: mean-for-median
    says: {en: The mean is the middle, zh-Hans: 平均数就是中间, zh-Hant: 平均數就是中間}
questions:
  - id: middle
    kind: single
    bloom: understand
    ask: {en: Which is the middle?, zh-Hans: 哪个是中间？, zh-Hant: 哪個是中間？}
    choices:
      - id: median
        right: true
        say: {en: median, zh-Hans: 中位数, zh-Hant: 中位數}
        why: {en: Half lie below., zh-Hans: 一半在下。, zh-Hant: 一半在下。}
      - id: mean
        say: {en: mean, zh-Hans: 平均数, zh-Hant: 平均數}
        why: {en: One long wait moves it., zh-Hans: 会被拉动。, zh-Hant: 會被拉動。}
        misconception: mean-for-median
  - id: work-it-out
    kind: numeric
    bloom: apply
    given: {waits: "5, 7, 30"}
    ask: {en: "Median of {{waits}}?", zh-Hans: "{{waits}}的中位数", zh-Hant: "{{waits}}的中位數"}
    hints:
      - {en: "Sort {{waits}}.", zh-Hans: "把{{waits}}排好。", zh-Hant: "把{{waits}}排好。"}
    unit: {en: minutes, zh-Hans: 分钟, zh-Hant: 分鐘}
    answer: 7
    tolerance: 0
    why: {en: The one between., zh-Hans: 中间那个。, zh-Hant: 中間那個。}
    slips:
      - value: 14
        tolerance: 0.05
        misconception: mean-for-median
        why: {en: That is the mean., zh-Hans: 那是平均数。, zh-Hant: 那是平均數。}
"""


@pytest.fixture
def bank_file(tmp_path: Path):
    """Return a function that writes the good bank with some words exchanged."""

    def write(*changes: tuple[str, str], name: str = "waiting.yml") -> Path:
        text = GOOD
        for old, new in changes:
            assert text.count(old) >= 1, f"nothing to change: {old}"
            text = text.replace(old, new, 1)
        path = tmp_path / "course_data" / "quizzes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_good_bank_comes_back_as_typed_questions(bank_file):
    bank = load_bank(bank_file())
    single, numeric = bank.questions
    assert isinstance(single, Single)
    assert isinstance(numeric, Numeric)
    assert (single.key, single.offered) == ({"median"}, {"median", "mean"})
    assert bank.object_id(numeric) == "waiting/work-it-out"


def test_given_figures_are_filled_into_every_text_in_every_language(bank_file):
    numeric = load_bank(bank_file()).questions[1]
    assert numeric.ask.by_lang() == {
        "en": "Median of 5, 7, 30?",
        "zh-Hans": "5, 7, 30的中位数",
        "zh-Hant": "5, 7, 30的中位數",
    }
    assert numeric.hints[0]["en"] == "Sort 5, 7, 30."


def test_several_keys_are_fine_where_several_may_be_ticked(bank_file):
    extra = "kind: multiple\n    bloom: understand"
    bank = load_bank(bank_file(("kind: single\n    bloom: understand", extra)))
    assert isinstance(bank.questions[0], Multiple)


WRONG_OPTION = "        misconception: mean-for-median\n  - id: work"
SECOND_KEY = ("      - id: mean\n", "      - id: mean\n        right: true\n")
NO_MISCONCEPTION = (WRONG_OPTION, "  - id: work")


@pytest.mark.parametrize(
    ("changes", "line", "place", "says"),
    [
        pytest.param([SECOND_KEY, NO_MISCONCEPTION], 10, "middle.choices", "2 keys", id="two keys"),
        pytest.param([("        right: true\n", "")], 10, "middle.choices", "no key", id="no key"),
        pytest.param(
            [SECOND_KEY, NO_MISCONCEPTION, ("kind: single", "kind: multiple")],
            10,
            "middle.choices",
            "no wrong option",
            id="no wrong option",
        ),
        pytest.param(
            [(", zh-Hant: 哪個是中間？", "")], 9, "middle.ask.zh-Hant", "missing", id="language"
        ),
        pytest.param([("en: mean,", 'en: "",')], 16, "mean.say.en", "is empty", id="empty words"),
        pytest.param(
            [(WRONG_OPTION, WRONG_OPTION.replace("mean-for", "mode-for"))],
            18,
            "middle.choices.mean.misconception",
            "mode-for-median is not listed",
            id="unknown misconception in an option",
        ),
        pytest.param(
            [
                (
                    "misconception: mean-for-median\n        why: {en: That",
                    "misconception: mode\n        why: {en: That",
                )
            ],
            33,
            "work-it-out.slips.0.misconception",
            "mode is not listed",
            id="unknown misconception in a slip",
        ),
        pytest.param(
            [NO_MISCONCEPTION],
            15,
            "mean.misconception",
            "missing on a wrong",
            id="no misconception",
        ),
        pytest.param(
            [("right: true\n", "right: true\n        misconception: mean-for-median\n")],
            13,
            "median.misconception",
            "right option",
            id="misconception on the key",
        ),
        pytest.param(
            [("- id: work-it-out", "- id: middle")],
            19,
            "middle.id",
            "stands twice",
            id="question id",
        ),
        pytest.param(
            [("- id: mean\n", "- id: median\n")], 15, "median.id", "stands twice", id="option id"
        ),
        pytest.param(
            [("    tolerance: 0\n", "")], 19, "work-it-out.tolerance", "missing", id="no tolerance"
        ),
        pytest.param(
            [("    tolerance: 0\n", "    tolerance: -0.1\n")],
            28,
            "work-it-out.tolerance",
            "greater than or equal to 0",
            id="negative tolerance",
        ),
        pytest.param(
            [("answer: 7", "answer: .nan")],
            27,
            "work-it-out.answer",
            "finite",
            id="answer no number",
        ),
        pytest.param(
            [("answer: 7", 'answer: "7"')],
            27,
            "work-it-out.answer",
            "number",
            id="answer in quotes",
        ),
        pytest.param(
            [("Median of {{waits}}?", "Median of {{times}}?")],
            23,
            "work-it-out.ask.en",
            "{{times}} is not under `given`",
            id="unknown placeholder",
        ),
        pytest.param(
            [('zh-Hans: "把{{waits}}排好。"', "zh-Hans: 排好。")],
            25,
            "work-it-out.hints.0",
            "different placeholders (en: waits; zh-Hans: -; zh-Hant: waits)",
            id="placeholder missing in one language",
        ),
        pytest.param(
            [('given: {waits: "5, 7, 30"}', 'given: {waits: "5, 7, 30", spare: 1}')],
            22,
            "work-it-out.given.spare",
            "used in no text",
            id="figure nobody uses",
        ),
        pytest.param(
            [("value: 14", "value: 7")], 30, "work-it-out.slips", "equals the answer", id="slip"
        ),
        pytest.param(
            [("kind: numeric", "kind: essay")], 19, "work-it-out", "`kind` must be", id="kind"
        ),
        pytest.param([("    bloom: apply\n", "")], 19, "bloom", "missing", id="no level"),
        pytest.param(
            [("kind: single\n", "kind: single\n    points: 3\n")],
            8,
            "middle.points",
            "not a field here",
            id="unknown field",
        ),
        pytest.param(
            [("kind: single\n", "kind: single\n    credit: [1, 0.2, 0.5]\n")],
            8,
            "middle.credit",
            "put the larger first",
            id="a third try worth more than the second",
        ),
    ],
)
def test_a_mistake_is_named_with_file_line_entry_field_and_remedy(
    bank_file, changes, line, place, says
):
    path = bank_file(*changes)
    with pytest.raises(ContentError) as caught:
        load_bank(path)
    [said] = [part for part in str(caught.value).splitlines() if says in part]
    assert f"waiting.yml:{line}: " in said
    assert f"{place}:" in said


def test_two_slips_that_hide_each_other_are_refused(bank_file):
    first = "      - value: 14\n"
    twin = (
        "      - value: 14.02\n        tolerance: 0\n        misconception: mean-for-median\n"
        "        why: {en: a, zh-Hans: 甲, zh-Hant: 甲}\n"
    )
    path = bank_file()
    path.write_text(GOOD + twin, encoding="utf-8")
    assert first in GOOD
    with pytest.raises(ContentError, match=r"slip 14.02 is never reached, 14 stands before it"):
        load_bank(path)


@pytest.mark.parametrize(("slip", "meets"), [("7.4", True), ("7.6", False)])
def test_a_slip_within_the_tolerance_of_the_answer_is_refused(bank_file, slip, meets):
    changes = ("    answer: 7\n    tolerance: 0\n", "    answer: 7\n    tolerance: 0.5\n")
    path = bank_file(changes, ("- value: 14\n", f"- value: {slip}\n"))
    if not meets:
        assert load_bank(path).questions[1].slips[0].value == float(slip)
        return
    with pytest.raises(ContentError, match=rf"slip {slip} equals the answer; change or remove it"):
        load_bank(path)


def test_all_mistakes_of_a_file_are_told_at_once(bank_file):
    path = bank_file(("- id: mean\n", "- id: median\n"), ("Median of {{waits}}", "Median of {{x}}"))
    with pytest.raises(ContentError) as caught:
        load_bank(path)
    assert len(str(caught.value).splitlines()) == 3


def test_an_id_used_in_two_banks_of_the_course_is_refused(bank_file, tmp_path):
    bank_file()
    bank_file(("concept: waiting", "concept: other"), name="other.yml")
    with pytest.raises(ContentError) as caught:
        load_banks(tmp_path)
    said = str(caught.value).splitlines()
    assert len(said) == 2
    assert "waiting.yml:6: questions.middle.id: middle is also in other.yml" in said[0]


def test_a_bank_must_be_named_after_its_concept(bank_file, tmp_path):
    bank_file(name="queue.yml")
    with pytest.raises(ContentError, match=r"queue.yml:1: concept: is waiting in a file named"):
        load_banks(tmp_path)


def test_a_term_must_be_in_the_glossary_when_there_is_one(bank_file, tmp_path):
    bank_file(("kind: single\n", "kind: single\n    term: median\n"))
    assert set(load_banks(tmp_path)) == {"waiting"}
    assert set(load_banks(tmp_path, terms={"median"})) == {"waiting"}
    with pytest.raises(ContentError, match=r"middle.term: median is not in the glossary"):
        load_banks(tmp_path, terms={"mean"})


def test_the_schema_for_editors_accepts_a_good_bank_and_refuses_a_bad_one():
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    check = Draft202012Validator(schema)
    good = parse(GOOD)[0]
    assert check.is_valid(good)
    del good["questions"][0]["ask"]["zh-Hant"]
    assert not check.is_valid(good)


def test_a_range_holds_its_last_value_although_tenths_are_no_binary_numbers():
    assert Rule.model_validate({"from": 0, "to": 0.3, "step": 0.1}).values == [0, 0.1, 0.2, 0.3]
    assert Rule.model_validate({"from": 0, "to": 0.35, "step": 0.1}).values == [0, 0.1, 0.2, 0.3]
