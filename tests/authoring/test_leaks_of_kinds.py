"""Questions of every kind that count: no part of a key is in what a learner gets."""

from pathlib import Path

import pytest

from carekit.authoring.build.bundle import without_keys
from carekit.authoring.build.secrets import keys
from carekit.common.yaml_reader import parse

BANK = Path(__file__).resolve().parents[1] / "browser/course/course_data/quizzes/tides.yml"
WHOLE = parse(BANK.read_text(encoding="utf-8"))[0]
NAMES = [question["id"] for question in WHOLE["questions"]]
KEY = {"right", "why", "when_wrong", "misconception", "misconceptions", "pairs", "order", "accept"}
KEY |= {"slips", "answer", "tolerance", "credit", "derive", "only_if", "reveal"}


def fields(node):
    """Return every field name of a tree, but not the sides of a matching."""
    if isinstance(node, dict):
        own = {name for name, value in node.items() if not (name == "right" and _parts(value))}
        return own.union(*(fields(value) for value in node.values()))
    return set().union(*map(fields, node)) if isinstance(node, list) else set()


def _parts(value):
    return isinstance(value, list)


@pytest.mark.parametrize("use", ["graded", "exam"])
@pytest.mark.parametrize("name", NAMES)
def test_a_question_that_counts_leaves_its_key_at_home_whatever_its_kind(tmp_path, name, use):
    text = BANK.read_text(encoding="utf-8")
    path = tmp_path / "tides.yml"
    path.write_text(text.replace(f"- id: {name}\n", f"- id: {name}\n    use: {use}\n"), "utf-8")
    given = without_keys(path)
    [asked] = [data.decode() for where, data in given.items() if "/asked/" in where]
    [seen] = parse(asked)[0]["questions"]
    assert seen["id"] == name
    assert fields(seen) & KEY == set()
    full = next(question for question in WHOLE["questions"] if question["id"] == name)
    reasons = list(_reasons(full))
    assert reasons
    everything = b"".join(given.values()).decode()
    for reason in reasons:
        assert reason not in everything


def _reasons(node):
    if isinstance(node, dict):
        for field, value in node.items():
            if field in ("why", "when_wrong"):
                yield value["zh-Hant"]
            else:
                yield from _reasons(value)
    elif isinstance(node, list):
        for one in node:
            yield from _reasons(one)


def test_the_formulas_of_a_drawn_number_are_part_of_its_key(tmp_path):
    [drawn] = [question for question in WHOLE["questions"] if question.get("derive")]
    quizzes = tmp_path / "course_data" / "quizzes"
    quizzes.mkdir(parents=True)
    name = drawn["id"]
    text = BANK.read_text(encoding="utf-8")
    marked = text.replace(f"- id: {name}\n", f"- id: {name}\n    use: graded\n")
    (quizzes / "tides.yml").write_text(marked, encoding="utf-8")
    [key] = keys(tmp_path)
    assert (key.question, set(drawn["derive"].values()) - set(key.answers)) == (name, set())
