"""Marking written answers: tasks, order, the log of marks, two markers' agreement."""
