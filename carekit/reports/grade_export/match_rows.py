"""Whose row is it: each row of a platform's file and the learner in the gradebook whom it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carekit.grading.intake.roster import Match, Roster, Signs
from carekit.reports.grade_export.platform_file import PlatformFile
from carekit.reports.grade_export.platforms import Says

# What tells a person apart more surely is asked first.
_SURE = (Says.NUMBER, Says.LOGIN, Says.EMAIL)


@dataclass(frozen=True)
class Matched:
    """The learner of each row by its place in the file, and what a person has to look at.

    ``by_name`` are learners whom only a name told, written in another way than in the gradebook;
    ``nobody`` are rows that mean no learner, or one that another row means as well, as the file
    names them.
    """

    learners: Mapping[int, str]
    by_name: tuple[str, ...]
    nobody: tuple[str, ...]


@dataclass(frozen=True)
class _Index:
    """Who has an id, a number or an address, all in small letters."""

    numbers: Mapping[str, frozenset[str]]
    logins: Mapping[str, frozenset[str]]
    emails: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, roster: Roster) -> _Index:
        """Return the index of everybody enrolled."""
        numbers: dict[str, frozenset[str]] = {}
        logins: dict[str, frozenset[str]] = {}
        emails: dict[str, frozenset[str]] = {}
        for one in roster.people:
            for index, value in ((numbers, one.number), (logins, one.learner), (emails, one.email)):
                if value:
                    known = index.get(value.casefold(), frozenset())
                    index[value.casefold()] = known | {one.learner}
        return cls(numbers, logins, emails)

    def meant(self, what: Says, value: str) -> frozenset[str]:
        """Return whom a number, a login or an address means."""
        wanted, nobody = value.casefold(), frozenset[str]()
        if what is Says.NUMBER:
            return self.numbers.get(wanted, nobody)
        if what is Says.EMAIL:
            # Many schools make the address of the login.
            of_login = self.logins.get(wanted.partition("@")[0], nobody)
            return self.emails.get(wanted, of_login)
        # What somebody signs in with may be the id here, the platform's number, or an address.
        places = (self.logins, self.numbers, self.emails)
        return next((index[wanted] for index in places if wanted in index), nobody)


def match_rows(file: PlatformFile, roster: Roster) -> Matched:
    """Return whose row each one is. A row counts only where it can mean exactly one learner."""
    index = _Index.of(roster)
    found = {place: _whose(file, row, roster, index) for place, row in enumerate(file.rows)}
    rows_of: dict[str, list[int]] = {}
    for place, match in found.items():
        if match.learner:
            rows_of.setdefault(match.learner, []).append(place)
    once = {places[0]: learner for learner, places in rows_of.items() if len(places) == 1}
    return Matched(
        learners=once,
        by_name=tuple(sorted(who for place, who in once.items() if not found[place].exact)),
        nobody=tuple(_called(file, row) for n, row in enumerate(file.rows) if n not in once),
    )


def _whose(file: PlatformFile, row: Sequence[str], roster: Roster, index: _Index) -> Match:
    said: dict[Says, list[str]] = {}
    for column, what in file.people.items():
        # Brightspace writes a # before an id, so that no spreadsheet makes a number of it.
        if value := row[column].strip().removeprefix("#"):
            said.setdefault(what, []).append(value)
    sure = [index.meant(what, value) for what in _SURE for value in said.get(what, ())]
    meant = frozenset[str]().union(*sure)
    if meant:
        # Where an id means one learner and an address another, a person has to decide.
        return Match(next(iter(meant))) if len(meant) == 1 else Match(perhaps=tuple(sorted(meant)))
    first, last = (" ".join(said.get(what, ())) for what in (Says.FIRST, Says.LAST))
    # A family name stands first in many languages.
    names = [*said.get(Says.NAME, ()), f"{first} {last}".strip(), f"{last}{first}".strip()]
    return roster.match(Signs(tuple(filter(None, names))))


def _called(file: PlatformFile, row: Sequence[str]) -> str:
    parts = [row[n].strip() for n, what in file.people.items() if what is not Says.NOTHING]
    return " ".join(filter(None, parts))
