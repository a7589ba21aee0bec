"""Late penalties, by the plugin that nbgrader's settings name."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from traitlets.config import Config


@dataclass(frozen=True)
class Lateness:
    """nbgrader's own rule about penalties; ``config`` is the course's nbgrader settings."""

    config: Config

    def penalty(self, learner: str, score: float, seconds: float) -> float | None:
        """Return the points taken off a notebook that came ``seconds`` late, or None.

        Never below 0 and never more than the score, as nbgrader itself limits it.
        """
        if seconds <= 0:
            return None
        asked = self._plugin().late_submission_penalty(learner, score, seconds)
        return None if asked is None else min(max(float(asked), 0.0), score)

    def _plugin(self) -> Any:
        """Return a plugin as nbgrader makes it: a new one for each notebook."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._step.init_plugin()
            return self._step.plugin_inst

    @cached_property
    def _step(self) -> Any:
        from nbgrader.preprocessors import AssignLatePenalties

        return AssignLatePenalties(config=self.config)
