"""Where a course keeps its grading, as nbgrader's own settings file says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from traitlets.config import Config

from carekit.common.config_files import CONFIG, File, merged, read_files
from carekit.common.course import card, has_card
from carekit.common.files import ContentError, nearest, shown
from carekit.common.messages import Said
from carekit.grading.course import released
from carekit.grading.course.chosen_trust import key_of, place_of, read_chosen, with_levels
from carekit.grading.course.settings_in_use import Rules, rules_of
from carekit.grading.refusals import say
from carekit.sandbox.submission.assignment import Snapshot

NO_NAME = "default_course"
"""What nbgrader calls a course whose settings do not name it."""


@dataclass(frozen=True)
class Settings:
    """One course's grading: its folder, its gradebook, and nbgrader's settings for it.

    ``config`` is what ``files`` say together; without files it is taken for the course's own.
    """

    root: Path
    config: Config
    db_url: str
    course_id: str
    files: tuple[File, ...] = ()

    @cached_property
    def rules(self) -> Rules:
        """Return the settings of grading in use. Raises ContentError for one that cannot be."""
        return rules_of(self.files or (File(self.root / CONFIG, self.config),))

    @property
    def state(self) -> Path:
        """Return the folder of ledgers, locks and backups."""
        return self.root / ".care" / "grading"

    def ledger(self, set_id: str) -> Path:
        """Return the path of a set's ledger."""
        return self.state / f"{set_id}.jsonl"

    def autograded(self, learner: str, set_id: str) -> Path:
        """Return the folder where formgrader looks for a graded submission."""
        return self.root / "autograded" / learner / set_id


def read_settings(root: Path, db_url: str | None = None) -> Settings:
    """Return the settings of the course at ``root``; ``db_url`` overrules the file's gradebook.

    Raises ContentError where a configuration file or a setting in one cannot be used.
    """
    files = read_files(root)
    config = merged(files)
    named = config.CourseDirectory.get("db_url")
    url = db_url or (named if isinstance(named, str) and named else None)
    course = config.CourseDirectory.get("course_id")
    made = Settings(
        root,
        config,
        url or f"sqlite:///{root.resolve() / 'gradebook.db'}",
        course if isinstance(course, str) and course else NO_NAME,
        files,
    )
    # A value that cannot be used is told before anything begins.
    _ = made.rules
    return made


def read_snapshot(root: Path, set_id: str) -> Snapshot:
    """Return a set as it is graded: its notebooks and files, and what learners got of them.

    Its checks have the levels of trust that were chosen for them (``run.choose_trust``).

    Raises ContentError when the set is not built, the course does not name it, or nbgrader
    refuses it.
    """
    folder = root / "source" / set_id
    files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.ipynb"))}
    if not files:
        known = set_ids(root)
        if known and set_id not in known:
            raise ContentError(unknown(set_id, known))
        raise ContentError(say("not-built", folder=shown(folder)))
    settings = read_settings(root)
    config = settings.config
    made = released.as_released(root, set_id, files, config)
    own = released.own_files(root, set_id, config)
    snapshot = Snapshot.from_notebooks(files, made.released, made.full, own)
    chosen = read_chosen(place_of(root, set_id), key_of(snapshot, files))
    return with_levels(snapshot, chosen, settings.rules.settings.lowest_trust)


def set_ids(root: Path) -> list[str]:
    """Return the sets that a course's card names, or, without a card, those in ``source/``."""
    if has_card(root):
        return [one.id for one in card(root).sets]
    return sorted({path.parent.name for path in root.glob("source/*/*.ipynb")})


def collect_first(set_id: str) -> Said:
    """Return what to do where nothing was handed in."""
    return say("collect-first", set=set_id)


def grade_first(set_id: str) -> Said:
    """Return what to do where nothing was graded."""
    return say("grade-first", collect=collect_first(set_id), set=set_id)


def unknown(set_id: str, known: Sequence[str]) -> Said:
    """Return what to say of a set that is none of those known: the nearest one, and all."""
    near = nearest(set_id.casefold(), dict(zip(known, known, strict=True)))
    return say.meant("no-such-set", near, set=set_id, sets=", ".join(known))
