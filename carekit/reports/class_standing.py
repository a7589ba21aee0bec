"""Who is in a class, and how far each is with each set: handed in, late, graded, to be marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from carekit.common.files import ContentError
from carekit.grading.class_list.enroll import class_of
from carekit.grading.class_list.roster_file import Person
from carekit.grading.course.folders import Settings
from carekit.grading.gradebook import reader
from carekit.grading.gradebook.final_grades import FinalGrade, final_grades
from carekit.grading.run.ledger import Ledger


@dataclass(frozen=True)
class Standing:
    """How far one learner is with one set.

    ``handed_in`` is True as well for work that lies in ``submitted/`` and was not graded yet.
    ``points`` and ``most`` are None until there is a grade; ``to_mark`` counts the answers that a
    person has to read. ``refused``: nothing of what came could be graded.
    """

    handed_in: bool = False
    late: bool = False
    refused: bool = False
    points: float | None = None
    most: float | None = None
    to_mark: int = 0

    @property
    def graded(self) -> bool:
        """Return whether there is a grade, finished or not."""
        return self.points is not None


@dataclass(frozen=True)
class ClassStanding:
    """Everybody in the class, and by learner and set how far each is."""

    people: tuple[Person, ...]
    sets: tuple[str, ...]
    by_learner: Mapping[str, Mapping[str, Standing]]

    def of_set(self, set_id: str) -> list[Standing]:
        """Return how far each learner of the class is with one set, in the order of learners."""
        return [self.by_learner[one.learner][set_id] for one in self.people]

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Give a row for each learner and set, as ``COLUMNS`` names its cells."""
        for one in self.people:
            about = (one.learner, one.name, one.email, one.group, one.track, one.language)
            for set_id in self.sets:
                said = self.by_learner[one.learner][set_id]
                points = ("", "") if said.points is None else (said.points, said.most)
                flags = (int(said.handed_in), int(said.late), int(said.refused))
                yield (*about, set_id, *flags, *points, said.to_mark)


COLUMNS = (
    *("learner", "name", "email", "group", "track", "language"),
    *("set", "handed_in", "late", "refused", "points", "max", "to_mark"),
)


def class_standing(settings: Settings, sets: Sequence[str]) -> ClassStanding:
    """Return how far everybody on the class list is with each of some sets."""
    people = tuple(class_of(settings))
    known = {one.learner for one in people}
    by_learner: dict[str, dict[str, Standing]] = {who: {} for who in sorted(known)}
    for set_id in sets:
        grades = {one.learner: one for one in final_grades(settings, set_id)}
        places = Ledger.load(settings.ledger(set_id)).places
        late = set(_late(settings, set_id))
        lying = {path.parent.name for path in settings.root.glob(f"submitted/*/{set_id}")}
        for who, standings in by_learner.items():
            refused = who in places and not places[who].graded
            came = who in lying or who in places or who in grades
            standings[set_id] = _standing(grades.get(who), came, who in late, refused)
    return ClassStanding(people, tuple(sets), by_learner)


def _standing(grade: FinalGrade | None, came: bool, late: bool, refused: bool) -> Standing:  # noqa: FBT001 - four facts about one thing
    if grade is None:
        return Standing(came, late, refused)
    return Standing(came, late, refused, grade.points, grade.most, grade.unread)


def _late(settings: Settings, set_id: str) -> list[str]:
    try:
        return reader.late(settings.db_url, set_id)
    except ContentError:
        # The gradebook does not know the set, so nobody was graded in it.
        return []
