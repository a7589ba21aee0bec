"""The queue: what is due for review, made of the learner's log and of nothing else."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from random import Random

import pytest

from carekit.common.languages import ENGLISH
from carekit.learner import review_schedule
from carekit.learner.event_log import ANSWERED, Record, Result, Score
from carekit.learner.review_schedule import ADDED, EASY, HINTS, RATED, Queue, queue

TAIPEI = timezone(timedelta(hours=8))
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=TAIPEI)
OUTCOMES = {
    "right": (1.0, {}),
    "hinted": (1.0, {HINTS: 1}),
    "copied": (1.0, {"credit": 0.0}),
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
    said = record.statement(verb, card, lang=ENGLISH, result=result)
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
        pytest.param(
            ["0 a/q wrong", "0 a/q copied"],
            0,
            ["a/q"],
            id="an answer that was shown proves nothing",
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


def test_a_log_is_replayed_with_one_step_of_the_scheduler_for_each_answer(monkeypatch):
    steps = []
    real = review_schedule.Scheduler.review_card

    def counted(*args, **options):
        steps.append(args)
        return real(*args, **options)

    monkeypatch.setattr(review_schedule.Scheduler, "review_card", counted)
    said = list(random_log(1000))
    queue(said, Every(), NINE + timedelta(days=120))
    # Never more than one each, or a long log would take longer than its length allows.
    assert 300 < len(steps) <= len(said)


def test_an_empty_queue_is_nothing_at_all():
    assert Queue().cards == frozenset()


def test_an_answer_on_a_clock_set_back_counts_from_the_answer_before_it():
    found = on(10, ["9 waiting/a wrong", "1 waiting/a right"])
    [entry] = [*found.due, *found.later]
    assert entry.due > NINE + timedelta(days=9)


@pytest.mark.parametrize("hour", [9, 8])
def test_who_practises_at_another_hour_has_learnt_as_much(hour):
    # Right twice on following days; a card that was right after a day stays away longer.
    record = Record(Path("unused"))
    times = [NINE, NINE + timedelta(minutes=1), NINE + timedelta(days=1, hours=hour - 9)]
    script = zip(("wrong", "right", "right"), times, strict=True)
    log = [deed(record, "a/q", what, at) for what, at in script]
    due = {day: names(queue(log, Every(), NINE + timedelta(days=day)).due) for day in range(1, 7)}
    assert [day for day, cards in due.items() if cards] == [3, 4, 5, 6]
