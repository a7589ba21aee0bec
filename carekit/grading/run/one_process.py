"""An engine that starts no process of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from carekit.grading.run.local_engine import Job
from carekit.grading.run.worker_process import Grade, graded, tried
from carekit.sandbox.submission.result import SubmissionResult


@dataclass
class OneProcess:
    """An engine in this very process: for what runs no code, for tests, and for debugging.

    ``plain`` says that the grader makes nothing but JSON's own values, so that nobody has to try.
    """

    grade: Grade
    plain: bool = False

    @property
    def portable(self) -> None:
        """Return None: its grader was made in this process and lives in it."""

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[str, SubmissionResult]]:
        """Give one result for every job, in the order of jobs."""
        for job in jobs:
            plain = tried(self.grade, job.files) if self.plain else None
            yield job.learner, plain or json.loads(graded(self.grade, job.files))
