"""The class list: who is enrolled in the gradebook, and whom a name on a hand-in can mean."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from carekit.common.durable_files import Disk
from carekit.common.files import json_line
from carekit.grading.course.folders import Settings
from carekit.grading.gradebook.student_rows import student_rows
from carekit.grading.intake.person_names import (
    bare_letters,
    folded,
    in_any_order,
    is_number,
    number_apart,
    run_together,
    squeezed,
    without_words,
)

# More words than this are a sentence and no name; looking at every run of them would take long.
_MOST_WORDS = 8


@dataclass(frozen=True)
class Enrolled:
    """One enrolled learner: the id, the full name or "", the platform's number or ""."""

    learner: str
    name: str = ""
    number: str = ""
    email: str = ""


@dataclass(frozen=True)
class Signs:
    """What a hand-in says about its owner.

    ``names`` may each name the person, the likeliest first. ``number`` is a number that the
    platform gives a person, never one that it draws for an assignment. ``nobody`` says that none
    of it can name anybody. ``squeezed``: the platform takes the spaces out of names.
    """

    names: tuple[str, ...]
    number: str = ""
    nobody: bool = False
    squeezed: bool = False


@dataclass(frozen=True)
class Match:
    """Whom the signs mean: ``learner``, or "" and everybody they may mean.

    ``exact`` is False where the name is written in another way and that has to be said.
    """

    learner: str = ""
    exact: bool = True
    perhaps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Roster:
    """The enrolled learners; every look-up takes the same time, however large the class.

    ``closed`` says that a person made the list: then nobody is added to it in silence.
    """

    people: Sequence[Enrolled] = ()
    closed: bool = False
    words: tuple[str, ...] = field(default=(), compare=False)

    @property
    def learners(self) -> set[str]:
        """Return the ids of everybody."""
        return {one.learner for one in self.people}

    def match(self, signs: Signs) -> Match:
        """Return whom the signs mean, where that is exactly one person."""
        if signs.nobody:
            return Match()
        named, exact = self._by_name(signs)
        numbered = self._numbers.get(signs.number, frozenset()) if signs.number else frozenset()
        both = named | numbered
        if len(both) == 1:
            (learner,) = both
            return Match(learner, exact if named else not self._names[learner])
        if both:
            return Match(perhaps=tuple(sorted(both)))
        return Match(perhaps=self._guess(signs.names[0] if signs.names else ""))

    def means(self, name: str) -> frozenset[str]:
        """Return everybody enrolled whom a name means, or may mean."""
        return self._meant(name)

    def looks_like(self, name: str) -> tuple[str, ...]:
        """Return whom a name with a slip in it may mean; this looks at the whole list."""
        from difflib import get_close_matches

        written = {
            squeezed(word): one.learner
            for one in self.people
            for word in (one.learner, one.name)
            if word
        }
        near = get_close_matches(squeezed(name), written, n=2, cutoff=0.75)
        return tuple(dict.fromkeys(written[word] for word in near))

    def _by_name(self, signs: Signs) -> tuple[frozenset[str], bool]:
        for name in signs.names:
            if found := self._exact.get(name):
                return found, True
            if signs.squeezed and (found := self._near.get(("squeezed", squeezed(name)))):
                return found, True
        for name in signs.names:
            if found := self._alike(name) or self._with_number(name):
                return found, False
        return frozenset(), False

    def _alike(self, name: str) -> frozenset[str]:
        """Return who has this name in other letters, widths, spaces or order."""
        for key in _keys(name):
            if found := self._near.get(key):
                return found
        return frozenset()

    def _with_number(self, name: str) -> frozenset[str]:
        """Return who is meant by a name with a student number or the set's own words beside it."""
        words = folded(number_apart(without_words(name, self.words))).split()
        if not 1 < len(words) <= _MOST_WORDS:
            return self._alike(" ".join(words)) if words else frozenset()
        numbers = [word for word in words if is_number(word)]
        numbered = frozenset().union(*(self._near.get(("plain", one), ()) for one in numbers))
        rest = [word for word in words if not is_number(word)]
        named = self._alike(" ".join(rest)) if rest else frozenset()
        if named or not rest:
            return named | numbered
        if both := self._twice(rest):
            return both | numbered
        # What is left says more than a name. A run of its words counts only beside a number.
        runs = frozenset().union(*(self._alike(run) for run in _runs(rest)))
        if numbered:
            strangers = not runs and any(self._names.get(one) for one in numbered)
            return numbered | runs if not strangers else frozenset()
        return frozenset()

    def _twice(self, words: Sequence[str]) -> frozenset[str]:
        """Return who is named two times over, as ``Martin, Ana (amartin)`` names one person."""
        for cut in range(1, len(words)):
            first, second = (" ".join(some) for some in (words[:cut], words[cut:]))
            both = self._alike(first)
            if len(both) == 1 and both == self._alike(second):
                return both
        return frozenset()

    def _guess(self, name: str) -> tuple[str, ...]:
        """Return whom a name may mean, by the words it shares with theirs; the likeliest first."""
        count: dict[str, int] = {}
        for word in set(folded(name).split()[:_MOST_WORDS]):
            for learner in self._words.get(word, ()):
                count[learner] = count.get(learner, 0) + 1
        most = max(count.values(), default=0)
        return tuple(sorted(one for one, shared in count.items() if shared == most))[:3]

    @cached_property
    def _meant(self) -> Callable[[str], frozenset[str]]:
        """Return what ``means`` asks: an inbox has the same folder names for every learner."""
        return lru_cache(maxsize=1024)(lambda name: self._by_name(Signs((name,)))[0])

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {one.learner: one.name for one in self.people}

    @cached_property
    def _numbers(self) -> Mapping[str, frozenset[str]]:
        return _index((one.number, one.learner) for one in self.people)

    @cached_property
    def _exact(self) -> Mapping[str, frozenset[str]]:
        ids = {one.learner: frozenset({one.learner}) for one in self.people}
        written = ((word, one.learner) for one in self.people for word in (one.name, one.email))
        return {**_index(written), **ids}

    @cached_property
    def _near(self) -> Mapping[tuple[str, Any], frozenset[str]]:
        return _index(
            (key, one.learner)
            for one in self.people
            for word in (one.learner, one.name, one.number, one.email)
            if word
            for key in (*_keys(word), *(("squeezed", run) for run in run_together(word)))
        )

    @cached_property
    def _words(self) -> Mapping[str, frozenset[str]]:
        pairs = (
            (word, one.learner)
            for one in self.people
            for word in folded(f"{one.learner} {one.name}").split()
        )
        return _index(pairs)


def _keys(name: str) -> list[tuple[str, Any]]:
    """Return under what a name is looked up, what is nearest to its own letters first."""
    plain = [("plain", folded(name)), ("squeezed", squeezed(name)), ("order", in_any_order(name))]
    bare = [("bare", tuple(sorted(one.split()))) for one in bare_letters(name)]
    return [key for key in (*plain, *bare) if key[1]]


def _runs(words: Sequence[str]) -> list[str]:
    places = range(len(words) + 1)
    return [" ".join(words[a:b]) for a in places for b in places[a + 1 :]]


def _index(pairs: Iterable[tuple[object, str]]) -> dict[Any, frozenset[str]]:
    found: dict[Any, set[str]] = {}
    for key, learner in pairs:
        if key:
            found.setdefault(key, set()).add(learner)
    return {key: frozenset(learners) for key, learners in found.items()}


def read_roster(settings: Settings, words: Sequence[str] = ()) -> Roster:
    """Return who is enrolled in the gradebook; ``words`` are what a set is called.

    The list is closed, unless everybody on it stands there only because work was graded.
    """
    found = student_rows(settings)
    ours = _self_entered(settings)
    closed = any(
        last or email or number or who not in ours for who, _, last, email, number in found
    )
    people = [
        Enrolled(who, " ".join(filter(None, (first, last))), number, email)
        for who, first, last, email, number in found
    ]
    return Roster(people, closed, tuple(words))


def note_entered(settings: Settings, learners: Iterable[str], disk: Disk) -> None:
    """Remember that these learners are enrolled only because their work was graded."""
    disk.append(_record(settings), json_line(sorted(learners)))


def _record(settings: Settings) -> Path:
    return settings.state / "self-entered.jsonl"


def _self_entered(settings: Settings) -> set[str]:
    path = _record(settings)
    found: set[str] = set()
    for line in path.read_bytes().split(b"\n") if path.exists() else ():
        # A line that a crash cut off was written before its learners were entered.
        with suppress(ValueError):
            found.update(json.loads(line))
    return found
