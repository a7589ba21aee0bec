"""Let nbval run notebooks that nobody has run, although their quizzes show their questions."""

from carekit.authoring.build.quiz_text import is_unrun


def pytest_collection_modifyitems(items):
    """Take away what the builder put below a quiz; nbval would call it a result without a run."""
    for item in items:
        cell = getattr(item, "cell", None)
        if cell is not None and cell.get("outputs") and all(map(is_unrun, cell.outputs)):
            cell.outputs = []
