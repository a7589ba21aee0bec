"""Exams: which questions a form has, how much time is left, and where a learner stands."""
