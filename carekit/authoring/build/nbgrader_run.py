"""nbgrader's own command for an assignment, run in a folder of its own, and what it says."""

from __future__ import annotations

import logging
import warnings

from traitlets.config import Config


class KeptMessages(logging.Handler):
    """Keeps nbgrader's messages from one level on."""

    def __init__(self, level: int = logging.ERROR) -> None:
        """Start with none."""
        super().__init__(level)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.lines.append(record.getMessage())


def generate_assignment(config: Config) -> list[str]:
    """Do what ``nbgrader generate_assignment`` does with the folder that ``config`` names.

    Returns what nbgrader said where it refused, at least one line, and nothing where it did not.
    """
    said, log = KeptMessages(), logging.Logger(__name__, logging.ERROR)
    log.addHandler(said)
    with warnings.catch_warnings():
        # nbgrader and what it imports warn of their own future; what they make is the same.
        warnings.simplefilter("ignore")
        from nbgrader.converters import GenerateAssignment
        from nbgrader.converters.base import NbGraderException
        from nbgrader.coursedir import CourseDirectory

        home = CourseDirectory(config=config, log=log)
        try:
            GenerateAssignment(coursedir=home, config=config, log=log).start()
        except (NbGraderException, SystemExit):
            return said.lines or ["nbgrader gave no reason"]
        except Exception as error:
            # Some of nbgrader's steps end with an error of Python's; for a trainer it is no other.
            return said.lines or [f"{type(error).__name__}: {error}"]
    return []
