"""Grading: nbgrader as it is, and classes to try it on."""
