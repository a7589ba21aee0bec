"""What is due for review: worked out from the learner's log, and from nothing else.

Nothing is stored beside the log. The same log, the same course and the same clock always give the
same queue. Cards are scheduled by FSRS 6 with the parameters it comes with.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from fsrs import Card, Rating, Scheduler, State

from carekit.learner.event_log import ANSWERED, LogStatement, Result

ADDED = "http://activitystrea.ms/add"
RATED = "http://id.tincanapi.com/verb/rated"
EASY = "easy"
HINTS = "hints"
# The cards of one thing that was added, in the order in which they come.
KINDS = ("meaning", "cloze", "listen")
# An answer given after the right one was shown is worth nothing, and proves nothing.
_CREDIT = "credit"

# Someone who comes once a day needs whole days, not minutes: a right answer is enough for today,
# and a wrong one has the card back at once, behind all others.
AT_ONCE = timedelta(0)
_SCHEDULER = Scheduler(learning_steps=(AT_ONCE,), relearning_steps=(AT_ONCE,), enable_fuzzing=False)
# A clock that lost its battery starts long before this.
_NOT_BEFORE = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Scheduled:
    """One card's place in the queue: when it is due and how often it has been answered.

    ``again`` says that the last answer was wrong, or right only with a hint on a new card.
    """

    card: str
    due: datetime
    answers: int
    again: bool


@dataclass(frozen=True)
class Queue:
    """The cards ``due`` by the end of today, those due ``later``, and how many are ``gone``.

    Gone are cards that the log asks for and the course no longer has. Times are in the zone of
    the ``now`` that the queue was made with.
    """

    due: tuple[Scheduled, ...] = ()
    later: tuple[Scheduled, ...] = ()
    gone: int = 0

    @property
    def next_on(self) -> date | None:
        """Return the first day after today on which a card is due, or None."""
        return self.later[0].due.date() if self.later else None

    @property
    def cards(self) -> frozenset[str]:
        """Return the names of all cards."""
        return frozenset(entry.card for entry in (*self.due, *self.later))


def queue(statements: Sequence[LogStatement], exists: Container[str], now: datetime) -> Queue:
    """Return the queue that a log leads to, read in its own order.

    ``exists`` holds the cards that the course can ask: ``<concept>/<question>`` and
    ``words/<word>/<kind>``. A question becomes a card with the first answer that is not right, a
    word when it is added. ``now`` carries the learner's time zone; today ends at its midnight.
    Times in the log that cannot be true (after ``now``, or long ago) are taken as the time of the
    statement before; at the start of a log, as the first time that can be true.
    """
    times = (said.timestamp for said in statements)
    first = next((told for told in times if _NOT_BEFORE <= told <= now), _NOT_BEFORE)
    replay = _Replay(exists, now, first.astimezone(UTC))
    for said in statements:
        replay.take(said)
    return replay.queue()


@dataclass
class _Kept:
    """A card as the scheduler knows it, and as it was before the last answer."""

    card: Card
    due: datetime
    before: Card | None = None
    answers: int = 0
    last: datetime = _NOT_BEFORE


@dataclass
class _Replay:
    exists: Container[str]
    now: datetime
    last: datetime
    kept: dict[str, _Kept] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def take(self, said: LogStatement) -> None:
        """Do once more what a statement says was done."""
        at, name = self._believed(said.timestamp), said.object.id
        if said.verb.id == ADDED:
            self._add(name, at)
        elif said.verb.id == ANSWERED and said.result:
            self._answer(name, said.result, at)
        elif said.verb.id == RATED and said.answer == (EASY,):
            self._easy(name)

    def _believed(self, told: datetime) -> datetime:
        if _NOT_BEFORE <= told <= self.now:
            self.last = told.astimezone(UTC)
        return self.last

    def _add(self, name: str, at: datetime) -> None:
        names = [card for card in (name, *(f"{name}/{kind}" for kind in KINDS)) if self._has(card)]
        if not names:
            self.gone.add(name)
        # One card of a word a day: the first would give the answer to the second.
        for days, card in enumerate(names):
            day = (at + timedelta(days=days)).astimezone(self.now.tzinfo).date()
            self._new(card, self._begin_of(day))

    def _has(self, card: str) -> bool:
        return card in self.exists

    def _new(self, name: str, due: datetime) -> _Kept:
        # Without a number of its own the library waits a millisecond for each card.
        fresh = _Kept(Card(card_id=len(self.kept)), due)
        return self.kept.setdefault(name, fresh)

    def _answer(self, name: str, result: Result, at: datetime) -> None:
        if result.success and result.extensions.get(_CREDIT) == 0:
            return
        kept = self.kept.get(name)
        if kept is None:
            if result.success:
                return
            if not self._has(name):
                self.gone.add(name)
                return
            kept = self._new(name, at)
        kept.before, kept.answers = kept.card, kept.answers + 1
        self._review(kept, _rating(result), at)

    def _easy(self, name: str) -> None:
        """Take the last answer as an easy one; only a right answer can have been easy."""
        kept = self.kept.get(name)
        if kept and kept.before and kept.card.state is State.Review:
            kept.card, kept.before = kept.before, None
            self._review(kept, Rating.Easy, kept.last)

    def _review(self, kept: _Kept, rating: Rating, at: datetime) -> None:
        # A clock may have been put back between two answers; the order of the lines counts.
        kept.last = max(at, kept.last)
        # The scheduler counts whole times of 24 hours. Who practises each day a little earlier than
        # the day before would stay below one for ever, so it gets the learner's days.
        day = datetime.combine(kept.last.astimezone(self.now.tzinfo).date(), time.min, UTC)
        kept.card, _ = _SCHEDULER.review_card(kept.card, rating, day)
        learnt = kept.card.state is State.Review
        kept.due = self._begin_of(kept.card.due.date()) if learnt else kept.last

    def _begin_of(self, day: date) -> datetime:
        return datetime.combine(day, time.min, self.now.tzinfo)

    def queue(self) -> Queue:
        """Return the cards in the order in which they are to be asked."""
        midnight = self._begin_of(self.now.date() + timedelta(1))
        # Of several cards that are due on one day, the one that was not seen the longest is first.
        waiting = sorted(self.kept.items(), key=lambda item: item[1].last)
        entries = [self._scheduled(name, kept) for name, kept in waiting]
        due = [entry for entry in entries if entry.due < midnight]
        later = [entry for entry in entries if entry.due >= midnight]
        return Queue(
            tuple(sorted(due, key=lambda entry: (entry.again, entry.due))),
            tuple(sorted(later, key=lambda entry: entry.due)),
            len(self.gone),
        )

    def _scheduled(self, name: str, kept: _Kept) -> Scheduled:
        again = kept.answers > 0 and kept.card.state is not State.Review
        return Scheduled(name, kept.due.astimezone(self.now.tzinfo), kept.answers, again)


def _rating(result: Result) -> Rating:
    if not result.success:
        return Rating.Again
    return Rating.Hard if result.extensions.get(HINTS) else Rating.Good
