"""Scores by stock nbgrader beside scores by the sealed worker, over courses of other people."""
