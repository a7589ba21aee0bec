"""Questions of Moodle become a bank that judges as Moodle did; what cannot be kept is named."""

import json
import shutil
from pathlib import Path
from unicodedata import normalize

import pytest

from carekit.authoring.import_moodle.import_file import read_file
from carekit.authoring.import_quiz.import_bank import write_bank
from carekit.common.files import ContentError
from carekit.common.languages import languages
from carekit.exports.moodle.export import moodle_file
from carekit.exports.selection import select
from carekit.questions import load_bank
from carekit.questions.judging import judge
from tests.exports.possible_answers import answers_to, ours

SMALL = Path(__file__).resolve().parents[1] / "browser" / "course"
GIFT = r"""
// A comment
$CATEGORY: tides

::moon:: What pulls the sea\: most of all? { =The moon#Yes. ~The wind#It makes waves. }

::share:: Which act is best? {=Wait ~%50%Call ~Push#No.}

What changes the level? {~%50%Moon ~%50%Sun ~%-50%Wind ~%-50%Rain}

::truth::The sea is flat.{F#It is not.#Right, it is not.}

::hours:: Hours between two high waters? {#12.4:0.1#Half a moon day. =%0%24.8:0#Two tides.}

::depth:: A depth in metres? {#1.5..2.5}

::name:: The highest tide is the {=spring tide =springtide} of the month.

::words:: Pair them. {=high -> full =low -> empty}

::essay:: Tell about tides. {}

::loose:: Any word. {=spring*}
"""


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Return a copy of the small course of the browser tests, which has a bank of all kinds."""
    folder = tmp_path / "small"
    shutil.copytree(SMALL, folder)
    monkeypatch.setenv("CAREKIT_ROOT", str(folder))
    return folder


@pytest.fixture
def imported(course, tmp_path):
    def take(text, form, name="old"):
        path = tmp_path / f"{name}.{form}"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        bank = read_file(course, path, form, None, list(languages()))
        write_bank(course, bank)
        return {one.id: one for one in load_bank(course / bank.path).questions}, bank.report

    return take


def test_what_we_export_comes_back_and_judges_every_answer_as_before(course, imported):
    sent = {one.id: one for _, one in select(course, "tides").questions}
    data, _ = moodle_file("small", select(course, "tides"), languages(), 1)
    back, report = imported(data, "moodle")
    kept = {"single", "multiple", "judgement", "matching", "short_text"}
    ids = {f"tides-{name}" for name, one in sent.items() if one.kind in kept}
    assert ids <= back.keys()
    assert {one.kind for one in back.values()} == kept | {"numeric"}
    for name, old in sent.items():
        if old.kind not in kept:
            continue
        new = back[f"tides-{name}"]
        assert new.ask == old.ask
        assert new.kind == old.kind
        parts = [part for side in ("choices", "left", "right") for part in getattr(old, side, [])]
        mine = [part for side in ("choices", "left", "right") for part in getattr(new, side, [])]
        by_words = {part.say: part.id for part in mine}
        same = {part.id: by_words[part.say] for part in parts}
        for answer in answers_to(old):
            if old.kind == "short_text":
                # Width is folded in ours and not in Moodle; punctuation at the ends likewise.
                if answer[0].isalpha() and normalize("NFKC", answer[0]) == answer[0]:
                    assert ours(new, answer) == ours(old, answer), answer
                continue
            other = ["=".join(same[one] for one in part.split("=")) for part in answer]
            assert ours(new, other) == pytest.approx(ours(old, answer)), answer
    left_out = " ".join(report.left_out)
    for name in ("one-day-at-sea", "what-pulls-the-sea", "where-is-high-water"):
        assert name in left_out
    assert report.look


def test_gift_is_read_with_feedback_shares_and_escapes(imported):
    bank, report = imported(GIFT, "gift")
    moon = bank["moon"]
    assert moon.ask["en"] == "What pulls the sea: most of all?"
    assert [choice.why["en"] for choice in moon.choices] == ["Yes.", "It makes waves."]
    assert judge(bank["share"], ["call"]).score == 0.5
    level = next(one for one in bank.values() if one.kind == "multiple")
    assert judge(level, ["moon", "sun"]).score == 1
    assert judge(level, ["moon", "wind"]).score == 0
    assert judge(bank["truth"], ["false"]).notes[0].says["en"] == "Right, it is not."
    hours = bank["hours"]
    assert judge(hours, ["12.5"]).right
    assert judge(hours, ["24.8"]).notes[0].says["en"] == "Two tides."
    assert [judge(bank["depth"], [said]).score for said in ("1.5", "2.5", "2.6")] == [1, 1, 0]
    assert bank["name"].ask["en"] == "The highest tide is the ____ of the month."
    assert judge(bank["name"], ["Springtide"]).right
    assert judge(bank["words"], ["left-1=right-1", "left-2=right-2"]).score == 1
    assert len(report.left_out) == 2
    assert "Tell about tides." in " ".join(report.left_out.values())
    assert report.kept == ["8 of 10 questions"]


def test_another_worth_is_named_and_asks_for_a_look(imported):
    _, report = imported("::q:: Which? {~%100%Moon ~%-20%Wind ~%-20%Rain}", "gift")
    assert any("worth something else" in loss.says for loss in report.losses)
    assert report.look


@pytest.mark.parametrize(
    ("form", "text", "says"),
    [
        ("moodle", "<quiz><question", "not XML"),
        ("moodle", "<!DOCTYPE quiz []><quiz/>", "DOCTYPE"),
        ("moodle", "<html/>", "no Moodle XML"),
        ("gift", "", "holds no question"),
        ("gift", "Tell me. {}", "can be kept"),
        ("gift", b"\xff\xfe", "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(imported, form, text, says):
    with pytest.raises(ContentError, match=says):
        imported(text, form)


def test_the_verbs_write_bank_and_report_and_write_over_nothing(invoke, course, tmp_path):
    path = tmp_path / "pull.gift"
    path.write_text("::moon:: What pulls? { =The moon#Yes. ~The wind#No. }")
    code, said = invoke("import", "gift", str(path))
    assert code == 0
    assert (course / "course_data" / "quizzes" / "pull.yml").is_file()
    assert "import-reports/quiz-pull.md" in said
    code, said = invoke("import", "gift", str(path))
    assert code == 1
    assert "is there already" in said
    answers = [{"answer": "Moon", "correct": True}, {"answer": "Wind", "correct": False}]
    old = [{"question": "What pulls?", "type": "multiple_choice", "answers": answers}]
    (tmp_path / "cards.json").write_text(json.dumps(old))
    assert invoke("import", "quiz", str(tmp_path / "cards.json"))[0] == 0
    code, said = invoke("import", "moodle", str(tmp_path / "nowhere.xml"))
    assert code == 1
    assert "no such file" in said
