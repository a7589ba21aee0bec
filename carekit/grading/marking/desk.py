"""The marking desk of one set, without any page: what there is to mark, a mark, taking it back."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

from carekit.common.durable_files import Disk
from carekit.common.files import ContentError
from carekit.common.languages import Text
from carekit.grading.course.folders import Settings
from carekit.grading.gradebook.hand_marks import HandMark, MarkChange, write_marks
from carekit.grading.gradebook.writer import Writer, sqlite_file
from carekit.grading.marking.answers import Answer, GradedNotebooks, HandedIn, answers_to
from carekit.grading.marking.mark_log import LoggedMark, MarkedAnswer, MarkLog
from carekit.grading.marking.second_marker import Compared, compared, sampled
from carekit.grading.marking.similarity import folded, in_order, place
from carekit.grading.marking.written_tasks import WrittenTask, written_tasks
from carekit.grading.refusals import say

LONGEST_COMMENT = 5_000
# Letters of a card's key: it names no learner, and no two in a class of a million are alike.
_KEY = 20


@dataclass(frozen=True)
class Marker:
    """Who marks: a name for the log; ``second`` marks every ``every``-th answer once more."""

    name: str
    second: bool = False
    every: int = 5


@dataclass
class Card:
    """One answer on the desk, or several that are the same.

    ``group`` is the number of those that are alike; answers of one group follow each other.
    ``mark`` is None where nobody has marked it, or somebody has to look again; ``before`` is what
    the gradebook had when the card was made, by learner. ``digests`` are those of the texts, which
    may differ in what does not count.
    """

    key: str
    answer: Answer
    group: int
    mark: HandMark | None
    before: dict[str, HandMark]
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def learners(self) -> tuple[str, ...]:
        """Return whose answer it is."""
        return tuple(self.before)


@dataclass(frozen=True)
class Progress:
    """A task in the list of tasks: its title, and how many of its answers are marked."""

    id: str
    title: Text
    done: int
    total: int


@dataclass(frozen=True)
class Sheet:
    """A task as its marker has it: cards in order, and what else the page shows.

    ``unanswered`` learners left the answer as it was. ``names`` are there once all is marked.
    """

    task: WrittenTask
    cards: tuple[Card, ...]
    unanswered: int
    comments: tuple[tuple[str, int], ...]
    compared: Compared | None
    progress: tuple[Progress, ...]
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Desk:
    """One set on one marker's desk. ``clock`` gives the time, ``new_id`` the id of a mark."""

    settings: Settings
    set_id: str
    marker: Marker
    seed: int = 0
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    new_id: Callable[[], str] = lambda: uuid4().hex
    disk: Disk = field(default_factory=Disk)
    lost: tuple[LoggedMark, ...] = ()

    def __post_init__(self) -> None:
        """Read tasks and log, and write what a crash kept from the gradebook.

        Marks of the log that the gradebook cannot take any more are in ``lost``. Raises
        ContentError for a set in which a person marks nothing, or where nothing was graded yet.
        """
        self.tasks = {task.id: task for task in written_tasks(self.settings, self.set_id)}
        if not self.tasks:
            raise ContentError(say("nothing-to-mark", set=self.set_id))
        book = sqlite_file(self.settings.db_url)
        # None is made by asking for one.
        if book is not None and not book.is_file():
            raise ContentError(say("nothing-graded", set=self.set_id))
        self.log = MarkLog.of(self.settings, self.set_id, self.disk)
        self.writer = Writer.of(self.settings, self.set_id, self.disk)
        self.notebooks = GradedNotebooks(self.settings, self.set_id)
        self.cards: dict[str, dict[str, Card]] = {}
        unsettled = [] if self.marker.second else self.log.unsettled()
        self.lost = tuple(mark for mark in unsettled if self._settle(mark))

    def sheet(self, task_id: str = "") -> Sheet:
        """Return a task's answers in the order in which they are marked.

        Without an id it is the first task that is not done. Raises KeyError for a task that the
        set has not, ContentError where the gradebook cannot be read.
        """
        self.log.read_on()
        answers = answers_to(list(self.tasks.values()), self.notebooks)
        mine, marks, progress = {}, {}, []
        for task in self.tasks.values():
            mine[task.id] = self._mine(task, answers[task.id].by_learner)
            marks[task.id] = self._marks(task, mine[task.id])
            done = sum(mark is not None for mark in marks[task.id].values())
            progress.append(Progress(task.id, task.title, done, len(mine[task.id])))
        if not task_id:
            left = (one.id for one in progress if one.done < one.total)
            task_id = next(left, progress[0].id)
        task = self.tasks[task_id]
        cards = self._cards(task, mine[task_id], marks[task_id])
        self.cards[task_id] = {card.key: card for card in cards}
        done = bool(cards) and all(card.mark for card in cards)
        everybody = answers[task_id]
        return Sheet(
            task,
            tuple(cards),
            everybody.unanswered,
            tuple(self.log.comments(task_id)),
            compared(self.log, task, everybody.by_learner, self.seed),
            tuple(progress),
            {who: one.name or who for who, one in mine[task_id].items()} if done else {},
        )

    def _mine(self, task: WrittenTask, everybody: Mapping[str, HandedIn]) -> Mapping[str, HandedIn]:
        if not self.marker.second:
            return everybody
        chosen = sampled(self.log, task.id, everybody, self.seed, self.marker.every)
        return {who: everybody[who] for who in chosen}

    def _marks(self, task: WrittenTask, mine: Mapping[str, HandedIn]) -> dict[str, HandMark | None]:
        """Return this marker's mark of each answer; a second marker's is only in the log."""
        if not self.marker.second:
            return {who: one.mark for who, one in mine.items()}
        given = self.log.seconds(task.id)
        return {
            who: given[who][0].after
            if who in given and given[who][1] == one.answer.digest
            else None
            for who, one in mine.items()
        }

    def _cards(
        self,
        task: WrittenTask,
        mine: Mapping[str, HandedIn],
        marks: Mapping[str, HandMark | None],
    ) -> list[Card]:
        """Return the cards: what is the same and has the same mark is on one of them."""
        texts = {who: folded(one.answer.text, code=task.code) for who, one in mine.items()}
        same: dict[tuple[object, ...], Card] = {}
        for group, people in enumerate(in_order(texts, self.seed, task.id)):
            for who in people:
                one, mark = mine[who], marks[who]
                # An answer without letters or digits is compared as it stands.
                words = texts[who] or one.answer.text
                known = (mark.points, mark.comment) if mark else None
                of = (words, known, None if self.marker.second else (one.now, one.mark))
                if of not in same:
                    key = place(self.seed, task.id, who)[:_KEY]
                    same[of] = Card(key, one.answer, group, mark, {})
                same[of].before[who] = one.now
                same[of].digests[who] = one.answer.digest
        return list(same.values())

    def mark(self, task_id: str, key: str, points: float, comment: str) -> HandMark | None:
        """Mark a card of the sheet that was shown last; return what stands in the way, or None.

        Where the gradebook has by now another mark than the card was made with, nothing is written
        and that mark comes back; marking the card once more replaces it. Raises KeyError for a card
        that there is not, ValueError for points or a comment that cannot be, ContentError when the
        gradebook cannot be written; the log then has the mark, and the next start writes it.
        """
        task, card = self.tasks[task_id], self.cards[task_id][key]
        if not math.isfinite(points) or not 0 <= points <= task.max_score:
            raise ValueError(f"points are from 0 to {task.max_score:g}")
        if len(comment) > LONGEST_COMMENT:
            raise ValueError(f"a comment has at most {LONGEST_COMMENT} characters")
        mark = LoggedMark(
            id=self.new_id(),
            when=self._now(),
            marker=self.marker.name,
            second=self.marker.second,
            task=task_id,
            answers=tuple(
                MarkedAnswer(who, card.digests[who], before) for who, before in card.before.items()
            ),
            points=float(points),
            comment=comment.strip(),
            every=self.marker.every if self.marker.second else 0,
        )
        self.log.add(mark)
        if not self.marker.second:
            in_the_way = self._settle(mark)
            if in_the_way:
                card.before.update(in_the_way)
                return next(iter(in_the_way.values()))
            card.before = dict.fromkeys(card.before, mark.after)
        card.mark = mark.after
        return None

    def undo(self) -> LoggedMark | None:
        """Take back this marker's last mark and return it, or None where there is none.

        Raises ContentError where the gradebook has something else by now, or cannot be written.
        """
        self.log.read_on()
        mark = self.log.last_of(self.marker.name, second=self.marker.second)
        if mark is None:
            return None
        if not self.marker.second:
            back = [
                MarkChange(one.learner, *_cell_of(mark.task), mark.after, one.before)
                for one in mark.answers
            ]
            if write_marks(self.writer, back):
                raise ContentError(say("mark-changed-since"))
        self.log.note("undo", mark, self._now())
        return mark

    def _settle(self, mark: LoggedMark) -> dict[str, HandMark]:
        """Write a logged mark into the gradebook; return what stands in the way."""
        changes = [
            MarkChange(one.learner, *_cell_of(mark.task), one.before, mark.after)
            for one in mark.answers
        ]
        in_the_way = write_marks(self.writer, changes)
        self.log.note("refused" if in_the_way else "written", mark, self._now())
        return in_the_way

    def _now(self) -> str:
        return self.clock().astimezone(UTC).isoformat(timespec="milliseconds")


def _cell_of(task_id: str) -> tuple[str, str]:
    """Return notebook and cell of a task; neither name holds a slash in nbgrader."""
    notebook, _, cell = task_id.partition("/")
    return notebook, cell
