"""The words of a course and the wrong answers of its practice, as a package of Anki cards."""
