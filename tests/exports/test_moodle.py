"""A Moodle file, scored by Moodle's rules: every possible answer is worth what it is worth here.

Where it is not, the loss report names the question under a limit that says so, and the answer is
one of those that the limit speaks of.
"""

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from carekit.common.languages import languages
from carekit.exports.loss_report import LossReport
from carekit.exports.moodle.export import moodle_file
from carekit.exports.moodle.fractions import Unlisted, percent
from carekit.exports.moodle.kinds import KINDS
from carekit.exports.moodle.limits import LIMITS
from carekit.exports.picture import draw
from carekit.exports.selection import Selection, select
from carekit.exports.wording import bare
from carekit.questions import Bank
from carekit.questions.kinds import NAMES
from carekit.questions.options import order
from tests.exports import moodle_reader as moodle
from tests.exports.possible_answers import answers_to, ours

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "browser" / "course"
DRAWS = 3


def twice(_question, answer):
    rights = [part.partition("=")[2] for part in answer]
    return len(set(rights)) < len(rights)


def not_plain(_question, answer):
    return not re.fullmatch(r"\s*[+-]?[0-9]+(\.[0-9]+)?(e[0-9]+)?\s*", "".join(answer))


def _typed(answer):
    return [part.partition("=")[2] or part for part in answer]


def at_edges(_question, answer):
    return any(unicodedata.category(one[-1])[0] == "P" for one in _typed(answer) if one)


def mixed_widths(_question, answer):
    return any(unicodedata.normalize("NFKC", one) != one for one in _typed(answer))


def mistyped(question, _answer):
    return question.kind == "short_text" and question.typing_mistake == "right"


SPOKEN_OF = {
    "match-twice": twice,
    "number-signs": not_plain,
    "text-edges": at_edges,
    "text-width": mixed_widths,
    "typing-mistake": mistyped,
}


def given(question, one, answer, lang, pack):
    """Return the score by Moodle's rules of an answer to a question that was read."""

    def said(parts):
        return {part.id: bare(part.say[lang]) for part in parts}

    kind = question.kind
    if kind in ("single", "multiple", "judgement"):
        options = said(question.choices)
        return moodle.chosen(one, [options[name] for name in answer], pack)
    if kind == "numeric":
        return moodle.numeric(one, "".join(answer))
    if kind == "short_text":
        return moodle.typed_words(one.answers, "".join(answer), case=one.case)
    parts = dict(part.partition("=")[::2] for part in answer)
    if kind == "matching":
        left, right = said(question.left), said(question.right)
        return moodle.paired(one, {left[a]: right[b] for a, b in parts.items()}, pack)
    if kind == "ordering":
        items = said(question.items)
        return moodle.in_order(one, [items[name] for name in answer], pack)
    if kind == "cloze":
        by_id = {gap.id: gap for gap in question.gaps}
        row = re.findall(r"\(\(([\w-]+)\)\)", question.text[lang])
        taken = [
            said(by_id[name].choices).get(parts[name], parts[name]) if name in parts else None
            for name in row
        ]
        return moodle.in_gaps(one, taken, pack)
    drawn = draw(question, order(question.choices, one.id), (600, 400))
    at = {p.option: (p.x + p.width // 2, p.y + p.height // 2) for p in drawn.places}
    return moodle.marker(one, at[answer[0]] if answer else None)


@cache
def exported(root, what):
    selection = select(root, what)
    data, report = moodle_file("course", selection, languages(), DRAWS)
    return selection, {one.id: one for one in moodle.read(data)}, report


def compared(root, what):
    """Yield each question, an answer, both scores and the report."""
    selection, there, report = exported(root, what)
    packs = {"en": "en", "zh-Hans": "zh_cn", "zh-Hant": "zh_tw"}
    for sent in selection.with_variants(DRAWS):
        for lang, pack in packs.items():
            one = there.get(sent.name) or there.get(f"{sent.name}/{lang}")
            for answer in answers_to(sent.question):
                score = given(sent.question, one, answer, lang, pack)
                yield one.id, sent.question, answer, ours(sent.question, answer), score, report
            if sent.question.kind not in ("cloze", "single", "matching"):
                break


@pytest.mark.parametrize("what", ["tides", "counting"])
def test_every_possible_answer_is_worth_the_same_or_named(what, monkeypatch):
    monkeypatch.setenv("CAREKIT_ROOT", str(SMALL))
    strange, met, count = [], set(), 0
    for name, question, answer, here, there, report in compared(SMALL, what):
        count += 1
        if abs(here - there) < 1e-5:
            continue
        why = [
            limit
            for limit, speaks in SPOKEN_OF.items()
            if name in report.met.get(limit, []) and speaks(question, answer)
        ]
        met |= set(why)
        if not why:
            strange.append((name, answer, here, there))
    assert strange == []
    assert count > 40
    if what == "tides":
        assert met >= {"match-twice", "number-signs", "text-edges", "text-width"}


def test_the_questions_of_this_course_are_worth_the_same_or_named(root, monkeypatch):
    monkeypatch.chdir(root)
    strange, kinds = [], set()
    for path in sorted((root / "course_data" / "quizzes").glob("*.yml")):
        what = path.name.partition(".")[0]
        if path.name != f"{what}.yml":
            continue
        for name, question, answer, here, there, report in compared(root, what):
            kinds.add(question.kind)
            named = any(
                name in report.met.get(limit, []) and speaks(question, answer)
                for limit, speaks in SPOKEN_OF.items()
            )
            if abs(here - there) >= 1e-5 and not named:
                strange.append((name, answer, here, there))
        assert exported(root, what)[2].left_out == {}
    assert strange == []
    assert kinds == set(NAMES)


def test_every_kind_has_a_line_in_the_table():
    assert set(KINDS) == set(NAMES)


@pytest.fixture
def tides(monkeypatch):
    monkeypatch.setenv("CAREKIT_ROOT", str(SMALL))
    return select(SMALL, "tides")


def test_ids_stay_and_the_edition_changes_with_the_question(tides):
    def sent(selection):
        read = moodle.read(moodle_file("c", selection, languages(), 2)[0])
        return {one.id: one.tags[-1] for one in read}

    before = sent(tides)
    assert sent(tides) == before
    assert moodle_file("c", tides, languages(), 2) == moodle_file("c", tides, languages(), 2)
    concept, single = next(pair for pair in tides.questions if pair[1].kind == "single")
    wording = single.ask.model_validate(dict.fromkeys(languages(), "Which of these is a tide?"))
    changed = single.model_copy(update={"ask": wording})
    after = sent(Selection(tides.name, ((concept, changed),), tides.ideas))
    assert list(after) == [f"tides/{single.id}"]
    assert after[f"tides/{single.id}"] != before[f"tides/{single.id}"]
    assert all(re.fullmatch("edition [0-9a-f]{8}", tag) for tag in before.values())


def test_draws_stand_in_a_category_of_their_own_with_wrong_ideas_as_tags(tides):
    data, report = moodle_file("small", tides, languages(), DRAWS)
    drawn = [one for one in moodle.read(data) if one.id.startswith("tides/mean-level/")]
    assert [one.id[-1] for one in drawn] == ["1", "2", "3"]
    assert {one.category for one in drawn} == {"$course$/top/small/tides/mean-level"}
    assert len({one.text for one in drawn}) == 3
    assert all("idea high-means-late" in one.tags for one in drawn)
    assert report.met["draws"] == ["tides/mean-level"]


def test_a_picture_fits_moodles_size_and_comes_with_its_words(tides):
    read = {one.id: one for one in moodle.read(moodle_file("c", tides, languages(), 1)[0])}
    place = read["tides/where-is-high-water"]
    assert place.picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", place.picture[16:24])
    assert (width, height) == (600, 300)
    assert max(place.drop[1][0], place.drop[1][1]) < width
    assert "A curve that rises" in moodle.words(place.text, "en")
    assert "一條曲線" in moodle.words(place.text, "zh_tw")
    assert "No point lies above it." in place.feedback["correct"]


def test_feedback_of_each_option_comes_along_in_the_language_that_is_asked_for(tides):
    read = {one.id: one for one in moodle.read(moodle_file("c", tides, languages(), 1)[0])}
    pulls = {moodle.words(a.text, "zh_cn"): a for a in read["tides/what-pulls"].answers}
    assert moodle.words(pulls["太阳"].feedback, "zh_cn") == "大约一半的力。"
    alone = moodle_file("c", tides, [languages()[0]], 1)[0].decode()
    assert "multilang" not in alone
    assert "太阳" not in alone
    assert "About half as much." in alone


def test_shares_that_moodle_does_not_list_leave_a_question_out_and_are_never_rounded():
    say = dict.fromkeys(languages(), "w")
    choice = {"say": say, "why": say}
    item = {"bloom": "apply", "ask": say}
    wrong = {"misconception": "m", **choice}
    judged = [("a", 1), ("b", 0.35), ("c", 0)]
    options = [{"id": i, "credit": credit, **choice} for i, credit in judged]
    eleven = [{"id": f"r{n}", "right": True, **choice} for n in range(11)]
    bank = Bank.model_validate(
        {
            "concept": "shares",
            "misconceptions": [],
            "questions": [
                {"id": "judged", "kind": "judgement", "choices": options, **item},
                {
                    "id": "eleven",
                    "kind": "multiple",
                    "choices": [*eleven, {"id": "w", **wrong}],
                    **item,
                },
            ],
        }
    )
    chosen = Selection("shares", tuple(("shares", one) for one in bank.questions), {})
    data, report = moodle_file("c", chosen, languages(), 1)
    assert moodle.read(data) == []
    assert "the nearest are 33.33333 % and 40 %" in report.left_out["shares/judged"]
    assert "0.09090909 of the mark" in report.left_out["shares/eleven"]
    assert report.look
    with pytest.raises(Unlisted):
        percent(0.333)


def test_signs_of_the_gap_language_pass_through_a_gap():
    signs = "a~b#c}d{e=f%g\\h/i\"j'k*l<m&n"
    say = dict.fromkeys(languages(), f"say {signs}")
    why = dict.fromkeys(languages(), f"why {signs}")
    typed = {lang: [f"=typed {signs}"] for lang in languages()}
    gaps = [
        {
            "id": "one",
            "choices": [
                {"id": "r", "right": True, "say": say, "why": why},
                {"id": "w", "say": dict.fromkeys(languages(), "=5 %"), "why": why},
            ],
        },
        {"id": "two", "accept": typed, "why": why, "when_wrong": why, "misconception": "m"},
    ]
    text = dict.fromkeys(languages(), "Is ((one)) ~ {or} ((two))?")
    cloze = {"id": "q", "kind": "cloze", "bloom": "apply", "ask": say, "text": text, "gaps": gaps}
    entry = {"concept": "gaps", "misconceptions": [], "questions": [cloze]}
    question = Bank.model_validate(entry).questions[0]
    data, _ = moodle_file("c", Selection("gaps", (("gaps", question),), {}), languages(), 1)
    (one,) = moodle.read(data)
    assert one.mark == 2
    assert moodle.in_gaps(one, [f"say {signs}", f"=typed {signs}"], "en") == 1
    assert moodle.in_gaps(one, ["=5 %", "typed"], "en") == 0
    assert moodle.in_gaps(one, ["=5 %", f"=typed {signs}".replace("*", "xyz")], "en") == 0
    assert {moodle.words(answer.feedback, "en") for _, all_ in one.gaps for answer in all_} == {
        f"why {signs}"
    }


def test_the_verb_writes_file_and_report_and_says_what_is_lost(invoke, course):
    code, said = invoke("export", "moodle", "tides", "--each-language")
    assert code == 3
    made = sorted(path.name for path in (course / "dist").iterdir())
    assert made == sorted(
        f"moodle-tides-{lang}.xml{end}" for lang in languages() for end in ("", ".losses.md")
    )
    page = (course / "dist" / "moodle-tides-en.xml.losses.md").read_text()
    assert "**match-twice** (scored otherwise)" in page
    assert "holds the keys" in said
    code, said = invoke("export", "moodle", "tidse")
    assert code == 1
    assert "did you mean tides?" in said
    assert LossReport("x", "y", LIMITS).look is False
