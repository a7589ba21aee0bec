"""A course as the grader finds it: its settings, folders and released sets."""
