"""Scoring again after a check or a key was corrected."""
