"""The review: a queue made of the log alone, cards for questions and words, and the widget."""

import base64
import json
import re
import shutil
import time
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from random import Random

import pytest

from carekit import review
from carekit.cards import GAP, Deck
from carekit.judging import judge
from carekit.lang import Lang
from carekit.record import ANSWERED, Record, Result, Score
from carekit.reviewing import ADDED, EASY, HINTS, RATED, Queue, queue
from carekit.widgets.review import BATCH, Review
from carekit.widgets.words import words

SMALL = Path(__file__).resolve().parents[1] / "browser" / "course"
TAIPEI = timezone(timedelta(hours=8))
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=TAIPEI)
SAID = words("review")
SECRETS = re.compile(r'"(right|why|misconception|answer|tolerance|slips)"\s*:')
OUTCOMES = {
    "right": (1.0, {}),
    "hinted": (1.0, {HINTS: 1}),
    "partly": (0.5, {}),
    "wrong": (0.0, {}),
}


class Every:
    """A course that has every question but q-gone, and every word but gone."""

    def __contains__(self, card):
        return "gone" not in card and (card.count("/") == 2) is card.startswith("words/")


def deed(record, card, what, at=None):
    """Return one statement, said by a word such as `wrong`, `added` or `easy`."""
    verb, result = ANSWERED, None
    if what == "added":
        verb = ADDED
    elif what == "easy":
        verb, result = RATED, Result(response=EASY, score=Score(scaled=1), success=True)
    else:
        score, extra = OUTCOMES[what]
        scaled = Score(scaled=score)
        result = Result(response="x", score=scaled, success=score == 1, extensions=extra)
    said = record.statement(verb, card, lang=Lang.EN, result=result)
    return said.model_copy(update={"timestamp": at or NINE})


def told(script):
    """Return the statements of a script of lines such as `2 waiting/a wrong`, the day first."""
    record = Record(Path("unused"))
    for number, line in enumerate(script):
        day, card, what = line.split()
        yield deed(record, card, what, NINE + timedelta(days=int(day), minutes=number))


def on(day, script, exists=None):
    """Return the queue on a day, at six in the evening."""
    return queue(list(told(script)), exists or Every(), NINE + timedelta(days=day, hours=9))


def names(entries):
    return [entry.card for entry in entries]


@pytest.mark.parametrize(
    ("script", "day", "due"),
    [
        pytest.param([], 0, [], id="an empty log asks nothing"),
        pytest.param(["0 a/q right"], 9, [], id="what was right at once is no card"),
        pytest.param(["0 a/q wrong"], 0, ["a/q"], id="a wrong answer is due the same day"),
        pytest.param(["0 a/q partly"], 0, ["a/q"], id="and so is a partly right one"),
        pytest.param(["0 a/q wrong", "0 a/q right"], 0, [], id="right once is enough for today"),
        pytest.param(["0 a/q wrong", "0 a/q right"], 1, ["a/q"], id="and due again tomorrow"),
        pytest.param(
            ["0 a/q wrong", "0 a/q right", "1 a/q right"],
            2,
            [],
            id="each time it stays away longer",
        ),
        pytest.param(
            ["0 a/q wrong", "0 a/q right", "1 a/q wrong"], 1, ["a/q"], id="forgotten, back at once"
        ),
        pytest.param(
            ["0 a/q wrong", "0 a/r wrong", "0 a/q wrong"], 0, ["a/r", "a/q"], id="to the back"
        ),
        pytest.param(
            ["0 a/q wrong", "0 words/perks added"],
            0,
            ["words/perks/meaning", "a/q"],
            id="what was wrong today comes after what is new",
        ),
        pytest.param(["0 words/perks added"], 0, ["words/perks/meaning"], id="a word's first card"),
        pytest.param(
            ["0 words/perks added", "0 words/perks/meaning right"],
            1,
            ["words/perks/cloze"],
            id="its second a day later",
        ),
        pytest.param(
            ["0 words/perks added", "0 words/perks added"],
            0,
            ["words/perks/meaning"],
            id="added twice is added once",
        ),
        pytest.param(["0 a/q added"], 0, ["a/q"], id="a question can be added as well"),
        pytest.param(
            ["0 words/perks added", "0 words/perks/meaning hinted"],
            0,
            ["words/perks/meaning"],
            id="a new card that took a hint is asked once more",
        ),
        pytest.param(["0 words/perks/meaning right"], 5, [], id="a word that was never added"),
        pytest.param(["0 a/q wrong", "0 a/q easy"], 0, ["a/q"], id="wrong cannot have been easy"),
        pytest.param(["0 a/q easy"], 0, [], id="what was never asked cannot have been easy"),
    ],
)
def test_what_is_due(script, day, due):
    assert names(on(day, script).due) == due


def test_the_better_the_answer_the_longer_the_card_stays_away():
    known = ["0 a/q added", "0 a/q right"]
    assert (on(1, known).due, names(on(2, known).due)) == ((), ["a/q"])
    answers = (["2 a/q hinted"], ["2 a/q right"], ["2 a/q right", "2 a/q easy"])
    days = [on(2, [*known, *last]).next_on for last in answers]
    assert days == sorted(set(days))


def test_only_the_last_answer_can_be_called_easy_and_only_once():
    script = ["0 a/q added", "0 a/q right", "0 a/q easy"]
    assert on(0, script) == on(0, [*script, "0 a/q easy"])


def test_a_card_knows_how_often_it_was_answered_and_that_it_comes_back():
    [entry] = on(0, ["0 a/q wrong", "0 a/q wrong"]).due
    assert (entry.answers, entry.again) == (2, True)


def test_the_day_of_the_next_card_is_told():
    assert on(0, ["0 a/q wrong"]).next_on is None
    assert on(0, ["0 a/q wrong", "0 a/q right"]).next_on == date(2026, 3, 3)


def test_cards_the_course_no_longer_has_are_left_out_and_counted_once_each():
    script = ["0 a/gone wrong", "0 a/gone wrong", "0 words/gone added", "0 a/q wrong"]
    script += ["0 a/gone-but-right right"]
    found = on(0, script)
    assert (names(found.due), found.gone) == (["a/q"], 2)


def test_today_ends_at_midnight_where_the_learner_is():
    statements = list(told(["0 words/perks added"]))
    late = datetime(2026, 3, 2, 23, 59, tzinfo=TAIPEI)
    assert names(queue(statements, Every(), late).due) == ["words/perks/meaning"]
    # The same moment is still 2 March in London; the second card is due on 3 March, 9:00 Taipei.
    for zone, due in ((TAIPEI, 2), (UTC, 1)):
        now = datetime(2026, 3, 3, 0, 30, tzinfo=TAIPEI).astimezone(zone)
        assert len(queue(statements, Every(), now).due) == due


@pytest.mark.parametrize(
    "times",
    [
        pytest.param(["2026-03-02T09:00Z", "2026-03-01T09:00Z"], id="put back by a day"),
        pytest.param(["2026-03-02T09:00Z", "1970-01-01T00:00Z"], id="battery gone"),
        pytest.param(["0001-01-01T00:00+08:00", "0001-01-01T00:00+08:00"], id="year one"),
        pytest.param(["2099-01-01T00:00Z", "2026-03-02T09:00Z"], id="a day in a far future"),
        pytest.param(["9999-12-31T23:59-10:00", "9999-12-31T23:59-10:00"], id="the last day"),
    ],
)
def test_a_clock_that_jumps_stops_nothing_and_hides_no_card(times):
    record = Record(Path("unused"))
    first, second = (datetime.fromisoformat(at.replace("Z", "+00:00")) for at in times)
    said = [deed(record, "a/q", "wrong", first), deed(record, "a/q", "right", second)]
    tomorrow = datetime(2026, 3, 3, 20, 0, tzinfo=UTC)
    assert names(queue(said, Every(), tomorrow).due) == ["a/q"]


def random_log(count):
    draw, record = Random(4), Record(Path("unused"))
    cards = [f"a/q-{n}" for n in range(300)]
    for number in range(count):
        at = NINE + timedelta(minutes=30 * number)
        if draw.random() < 0.01:
            at += timedelta(days=draw.choice([-20_000, -3, 3, 20_000]))
        yield deed(record, draw.choice(cards), draw.choice([*OUTCOMES, "easy", "added"]), at)


def test_the_same_log_gives_the_same_queue_and_every_card_once():
    said, now = list(random_log(1500)), NINE + timedelta(days=40)
    found = queue(said, Every(), now)
    assert found == queue(said, Every(), now)
    assert len(found.cards) == len(found.due) + len(found.later) > 250


def test_five_thousand_statements_are_replayed_in_less_than_a_second():
    said, now = list(random_log(5000)), NINE + timedelta(days=120)
    start = time.process_time()
    queue(said, Every(), now)
    assert time.process_time() - start < 1


# --- Cards


@pytest.fixture(scope="module")
def deck(root):
    """Return the cards of this repository's course."""
    return Deck(root)


@pytest.mark.parametrize(
    ("card", "there"),
    [
        ("waiting/work-it-out", True),
        ("waiting/kept-for-the-exam", False),
        ("waiting/never-was", False),
        ("never/work-it-out", False),
        ("../waiting/work-it-out", False),
        ("words/perks/meaning", False),
        ("waiting", False),
    ],
)
def test_a_deck_holds_practice_questions_and_nothing_else(card, there):
    assert (card in Deck(SMALL)) is there


def test_a_card_that_is_not_there_cannot_be_drawn():
    with pytest.raises(KeyError):
        Deck(SMALL).draw("waiting/kept-for-the-exam", SAID, "seed")


def test_every_word_of_the_list_can_be_asked_for_meaning_and_in_a_sentence(deck):
    assert len(deck.words) == 12
    for word in deck.words:
        for kind in ("meaning", "cloze"):
            drawn = deck.draw(f"words/{word}/{kind}", SAID, "seed")
            assert judge(drawn.question, [word]).right
            assert len(drawn.question.choices) == 4
            for wrong in drawn.question.offered - {word}:
                assert not judge(drawn.question, [wrong]).right


@pytest.mark.parametrize("seed", range(6))
def test_in_a_sentence_with_a_gap_only_the_right_word_is_missing(deck, seed):
    for name, word in deck.words.items():
        drawn = deck.draw(f"words/{name}/cloze", SAID, str(seed))
        assert GAP in drawn.sentence
        [right] = [choice for choice in drawn.question.choices if choice.right]
        assert right.say.en in word.forms
        for choice in drawn.question.choices:
            assert not re.search(rf"\b{choice.say.en}\b", drawn.sentence, re.IGNORECASE), name
            assert choice.say.en == choice.say.zh_hans == choice.say.zh_hant


def test_a_form_that_means_the_contrary_never_fills_the_gap(deck):
    sentences = {deck.draw("words/validate/cloze", SAID, str(n)).sentence for n in range(8)}
    assert sentences == {"One month of call-backs ____ the new script."}


def test_the_same_seed_draws_the_same_card_and_another_one_another(deck):
    def order(seed):
        drawn = deck.draw("words/loyalty/meaning", SAID, seed)
        return [choice.id for choice in drawn.question.choices]

    assert order("a") == order("a")
    assert len({tuple(order(str(n))) for n in range(20)}) > 10


def test_a_word_is_heard_only_where_there_is_a_clip(root, tmp_path):
    for name in ("words", "glossary", "terms"):
        (tmp_path / "course_data").mkdir(exist_ok=True)
        shutil.copy(root / "course_data" / f"{name}.yml", tmp_path / "course_data")
    assert "words/perks/listen" not in Deck(tmp_path)
    clip = tmp_path / "course_data" / "audio" / "words" / "perks.mp3"
    clip.parent.mkdir(parents=True)
    clip.write_bytes(b"sound")
    heard = Deck(tmp_path)
    assert "words/perks/listen" in heard
    assert "words/input/listen" not in heard
    drawn = heard.draw("words/perks/listen", SAID, "seed")
    assert (drawn.clip, judge(drawn.question, ["perks"]).right) == (clip, True)
    record = Record(tmp_path / "record", clock=lambda: NINE)
    for kind, day in (("meaning", 0), ("cloze", 1)):
        record.append(deed(record, f"words/perks/{kind}", "right", NINE + timedelta(days=day)))
    record.append(deed(record, "words/perks/listen", "wrong"))
    sent = Review(tmp_path, record, TAIPEI).scene["card"]
    assert base64.b64decode(sent["clip"].removeprefix("data:audio/mpeg;base64,")) == b"sound"


# --- The widget, without a browser


class Clock:
    """A clock that goes a minute with each look, and a day when told."""

    def __init__(self):
        self.now = NINE.astimezone(UTC)

    def __call__(self):
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def record(tmp_path, clock):
    return Record(tmp_path / "record", clock=clock)


@pytest.fixture
def cards(root, record):
    """Return a function that makes the review of this course anew, as a run of its cell does."""
    return lambda: Review(root, record, TAIPEI)


def tell(widget, **content):
    """Do what happens when the browser sends a message."""
    widget._handle_custom_msg({"lang": "en", "turn": widget.scene["turn"], **content}, [])


def answer(widget, *parts, hints=0, lang="en"):
    tell(widget, do="check", answer=list(parts), hints=hints, lang=lang)
    return widget.scene["state"]


def wrong_in_a_lesson(record, question):
    record.answered(f"follow-up/{question}", ["61.7"], score=0, right=False, lang=Lang.EN)


def test_without_a_log_there_is_no_card_but_words_to_add(cards):
    scene = cards().scene
    assert (scene["card"], scene["left"], scene["empty"]) == (None, 0, True)
    assert (scene["waiting"], scene["batch"], scene["next_on"]) == (12, BATCH, None)


def test_a_wrong_answer_of_a_lesson_is_the_first_card(cards, record):
    wrong_in_a_lesson(record, "median-of-ten")
    widget = cards()
    assert widget.scene["card"]["question"]["id"] == "median-of-ten"
    assert widget.scene["card"]["concept"]["zh-Hant"] == "後續追蹤"
    assert widget.scene["left"] == 1
    assert repr(widget) == "review: 1 due today"


def test_a_right_answer_ends_the_card_and_the_next_day_is_told(cards, record):
    wrong_in_a_lesson(record, "median-of-ten")
    widget = cards()
    state = answer(widget, "10.5", lang="zh-Hant")
    assert (state["right"], state["back"], state["easy"]) == (True, False, True)
    assert (widget.scene["left"], widget.scene["done"]) == (0, 1)
    tell(widget, do="next")
    assert widget.scene["card"] is None
    assert widget.scene["next_on"] == "2026-03-03"
    said = record.read().statements[-1]
    assert (said.object.id, said.result.success) == ("follow-up/median-of-ten", True)
    assert said.context.language == "zh-Hant"


def test_a_wrong_answer_brings_the_card_back_in_the_same_sitting(cards, record):
    wrong_in_a_lesson(record, "median-of-ten")
    wrong_in_a_lesson(record, "urgent-attainment")
    widget = cards()
    state = answer(widget, "61.7")
    assert (state["right"], state["back"], widget.scene["left"]) == (False, True, 2)
    tell(widget, do="next")
    assert widget.scene["card"]["question"]["id"] == "urgent-attainment"
    answer(widget, "85.1")
    tell(widget, do="next")
    assert widget.scene["card"]["question"]["id"] == "median-of-ten"


def test_a_kernel_that_was_restarted_goes_on_where_it_stopped(cards, record):
    tell(cards(), do="add")
    widget = cards()
    first = widget.scene["card"]
    answer(widget, first["question"]["order"][0])
    again = cards()
    assert again.scene["card"]["question"]["id"] != first["question"]["id"]
    assert len(record.read().statements) == BATCH + 1


def test_the_same_card_looks_the_same_when_the_cell_is_run_again(cards):
    tell(cards(), do="add")
    assert cards().scene["card"] == cards().scene["card"]


def test_words_come_in_the_order_of_the_list_until_none_is_left(cards, deck):
    widget, told = cards(), []
    for _ in range(4):
        tell(widget, do="add")
        told.append(widget.scene["notice"]["values"]["words"])
    assert ", ".join(told).split(", ") == list(deck.words)
    assert (widget.scene["waiting"], widget.scene["left"]) == (0, 12)


def test_words_can_be_added_while_a_card_is_on_show(cards, record):
    wrong_in_a_lesson(record, "median-of-ten")
    widget = cards()
    turn = widget.scene["turn"]
    tell(widget, do="add")
    assert (widget.scene["turn"], widget.scene["left"]) == (turn, 1 + BATCH)
    assert widget.scene["card"]["question"]["id"] == "median-of-ten"


def test_a_hint_is_kept_and_such_a_card_is_never_easy(cards, record):
    tell(cards(), do="add")
    widget = cards()
    state = answer(widget, widget.scene["card"]["question"]["id"], hints=1)
    assert (state["right"], state["easy"], state["back"]) == (True, False, True)
    assert record.read().statements[-1].result.extensions == {HINTS: 1}
    lines = len(record.read().statements)
    tell(widget, do="easy")
    assert len(record.read().statements) == lines


def test_an_easy_card_stays_away_longer(cards, record, clock):
    def next_on(last):
        tell(cards(), do="add")
        widget = cards()
        card = f"words/{widget.scene['card']['question']['id']}/meaning"
        answer(widget, widget.scene["card"]["question"]["id"])
        tell(widget, do=last)
        found = queue(record.read().statements, Deck(widget._root), clock())
        return next(entry.due for entry in found.later if entry.card == card)

    assert next_on("easy") - next_on("next") > timedelta(days=2)


@pytest.mark.parametrize("again", ["next", "easy", "check", "add"])
def test_a_second_click_on_a_button_that_has_done_its_work_does_nothing(cards, record, again):
    tell(cards(), do="add")
    widget = cards()
    name = widget.scene["card"]["question"]["id"]
    answer(widget, name)
    old = widget.scene["turn"]
    tell(widget, do="next")
    lines, scene = len(record.read().statements), dict(widget.scene)
    tell(widget, do=again, turn=old, answer=[name])
    assert (len(record.read().statements), dict(widget.scene)) == (lines, scene)


def test_one_answer_each_time_a_card_is_shown(cards, record):
    tell(cards(), do="add")
    widget = cards()
    wrong = next(
        name
        for name in widget.scene["card"]["question"]["order"]
        if name != widget.scene["card"]["question"]["id"]
    )
    answer(widget, wrong)
    answer(widget, widget.scene["card"]["question"]["id"])
    assert [said.result.success for said in record.read().statements if said.result] == [False]


def test_no_card_is_passed_over_without_an_answer(cards):
    tell(cards(), do="add")
    widget = cards()
    turn = widget.scene["turn"]
    tell(widget, do="next")
    assert widget.scene["turn"] == turn


def test_what_is_no_number_is_no_attempt(cards, record):
    wrong_in_a_lesson(record, "median-of-ten")
    widget = cards()
    state = answer(widget, "ten")
    assert state["fault"]["says"] == "words"
    assert len(record.read().statements) == 1
    assert answer(widget, "10.5")["turn"] == state["turn"] + 1


def test_where_nothing_can_be_written_the_sitting_goes_on_and_says_so(cards, record):
    wrong_in_a_lesson(record, "median-of-ten")
    widget = cards()
    record.path.unlink()
    record.folder.rmdir()
    record.folder.write_text("a file where the folder should be", encoding="utf-8")
    # What was read is gone with the file; the answer alone must keep the sitting going.
    state = answer(widget, "61.7")
    assert (state["saved"], state["trouble"]["says"], state["back"]) == (None, "not-saved", True)
    tell(widget, do="next")
    assert widget.scene["card"]["question"]["id"] == "median-of-ten"
    answer(widget, "10.5")
    tell(widget, do="easy")
    assert (widget.scene["card"], widget.scene["notice"]["says"]) == (None, "not-saved")
    tell(widget, do="add")
    assert (widget.scene["notice"]["says"], widget.scene["waiting"]) == ("not-saved", 12)


def test_a_full_disk_is_told_as_such(cards, record, monkeypatch):
    wrong_in_a_lesson(record, "median-of-ten")
    widget = cards()
    monkeypatch.setattr("carekit.record.os.write", lambda _handle, line: len(line) - 1)
    assert answer(widget, "10.5")["trouble"]["says"] == "disk-full"


def test_a_damaged_log_is_told_and_its_other_lines_count(cards, record):
    wrong_in_a_lesson(record, "median-of-ten")
    with record.path.open("ab") as log:
        log.write(b'{"half')
    scene = cards().scene
    assert (scene["notice"]["says"], scene["left"]) == ("set-aside", 1)
    assert cards().scene["notice"] is None


def test_a_question_that_is_gone_is_counted_and_asks_nothing(cards, record):
    wrong_in_a_lesson(record, "a-question-of-last-year")
    scene = cards().scene
    assert (scene["card"], scene["gone"], scene["empty"]) == (None, 1, True)


def test_nothing_of_the_key_is_sent_before_an_answer(cards, record):
    wrong_in_a_lesson(record, "which-is-follow-up")
    widget = cards()
    told = json.dumps({**widget.scene, "state": None}, ensure_ascii=False)
    assert not SECRETS.search(told)
    assert widget.scene["state"] is None


def test_a_course_without_words_has_a_review_of_its_questions(record):
    record.answered("waiting/work-it-out", ["27"], score=0, right=False, lang=Lang.EN)
    scene = Review(SMALL, record, UTC).scene
    assert (scene["card"]["question"]["id"], scene["waiting"]) == ("work-it-out", 0)
    assert "concept" not in scene["card"]


def test_without_a_front_end_the_review_says_where_it_works():
    data, _ = review()._repr_mimebundle_()
    assert data["text/html"].count("<p lang=") == 3
    assert data["text/plain"] == "review: 0 due today"


def test_the_module_exports_once_and_uses_only_words_that_exist():
    module = Review._esm
    module = getattr(module, "_str", None) or str(module)
    assert re.findall(r"^export default .*$", module, re.MULTILINE) == [
        "export default { render: renderReview };"
    ]
    own = (Path(review.__code__.co_filename).parent / "static" / "review.js").read_text("utf-8")
    by_name = set(re.findall(r"\bwords\.([a-z]+)\b(?!\()", own))
    by_name |= set(re.findall(r"\bwords\[\"([a-z-]+)\"\]", own))
    assert by_name <= set(SAID)
    from_python = {"added", "not-saved", "disk-full", "begins", "meaning-wrong", "word-wrong"}
    from_python |= {"ask-meaning", "ask-cloze", "ask-listen"}
    assert set(SAID) == by_name | from_python


@pytest.mark.parametrize("widget", ["review", "progress", "word-list"])
def test_every_word_around_the_cards_has_the_same_gaps_in_three_languages(widget):
    for key, text in words(widget).items():
        gaps = {lang: set(re.findall(r"\{(\w+)\}", text[lang])) for lang in Lang}
        assert gaps[Lang.EN] == gaps[Lang.ZH_HANS] == gaps[Lang.ZH_HANT], key


def test_an_empty_queue_is_nothing_at_all():
    assert Queue().cards == frozenset()
