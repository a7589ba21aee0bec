"""Reads made pages as a learner's browser will: where links lead, and what accessibility asks.

Nothing is opened in a browser; what only a browser can tell (contrast, focus) is left to one.
"""

from carekit.authoring.page_lint.pages import PageFault, check_pages

__all__ = ["PageFault", "check_pages"]
