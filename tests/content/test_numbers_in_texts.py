"""A number of this course's data that stands in a sentence is the same in both."""

import json

from carekit.common.course import card


def test_the_points_that_the_readme_tells_are_those_of_every_set(root):
    text = (root / "README.md").read_text("utf-8")
    points = {}
    for path in sorted(root.glob("release/*/*.ipynb")):
        marks = [
            (cell["cell_type"], cell["metadata"]["nbgrader"])
            for cell in json.loads(path.read_text("utf-8"))["cells"]
            if cell["metadata"].get("nbgrader", {}).get("grade")
        ]
        checks = sum(one["points"] for _, one in marks if not one["solution"])
        points[path.stem] = (checks, sum(one["points"] for _, one in marks) - checks)
    capstone = points.pop("capstone")
    assert set(points.values()) == {(14, 6)}
    assert "Each set has 20 points: 14 from checks and 6 for a written answer" in text
    assert sum(capstone) == 100
    assert "six tasks and 20 points for each lesson, 100 points for the capstone" in text


def test_the_pass_mark_that_the_review_lesson_tells_is_that_of_the_course(root):
    mark = card(root).pass_mark
    words = {6: "six", 8: "eight"}
    says = f"A topic with {words[mark.of]} questions is mastered when {words[mark.right]} of them"
    assert says in (root / "content/lessons/09-review.md").read_text("utf-8")
