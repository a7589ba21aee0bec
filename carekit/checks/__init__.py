"""Checks for grade cells: what is wrong is said in words, in the learner's language.

This is what the check cells of a notebook import; the rooms of the kit import the modules.
"""

from carekit.checks.expect import choices, column, entries, expect, fresh_seeds
from carekit.common.failed_check import CheckFailed

__all__ = ["CheckFailed", "choices", "column", "entries", "expect", "fresh_seeds"]
