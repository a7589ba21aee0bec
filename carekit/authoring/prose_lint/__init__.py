"""The editor: reads every sentence a learner may meet and says what is wrong and how to mend it."""

from carekit.authoring.prose_lint.answer_cues import answer_cues
from carekit.authoring.prose_lint.check import check_text
from carekit.authoring.prose_lint.finding import Finding
from carekit.authoring.prose_lint.screens import Screen, draw_screens

__all__ = ["Finding", "Screen", "answer_cues", "check_text", "draw_screens"]
