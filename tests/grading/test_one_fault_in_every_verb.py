"""A fault is put into the loop over learners of every verb: one is named, the others go on.

The verbs are those of ``carekit/cli`` that look at more than one learner. The course is a set that
is all quiz and one exam, so that nothing is started.
"""

import shutil
from importlib import import_module

import pytest

from tests.grading.quiz_class import LEARNER, SET, points, with_heading


@pytest.fixture(scope="module")
def graded(quiz_class, tmp_path_factory):
    """The same course, graded."""
    from typer.testing import CliRunner

    from carekit.cli import app

    root = shutil.copytree(quiz_class, tmp_path_factory.mktemp("graded") / "course")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAREKIT_ROOT", str(root))
        assert CliRunner().invoke(app, ["grade", SET]).exit_code in (0, 3)
    return root


@pytest.fixture
def plant(monkeypatch):
    """Return a function that lets another one fail for the one learner, and counts how often."""

    def put(module, name):
        *classes, last = name.split(".")
        owner = import_module(f"carekit.{module}")
        for one in classes:
            owner = getattr(owner, one)
        whole, hits = getattr(owner, last), []

        def broken(*given, **more):
            # Not the object that a method is of: it may know the whole class.
            if LEARNER in repr(given[len(classes) :]):
                hits.append(last)
                raise RuntimeError("planted")
            return whole(*given, **more)

        monkeypatch.setattr(owner, last, broken)
        return hits

    return put


@pytest.mark.parametrize(
    ("module", "name", "scored"),
    [
        ("grading.intake.inbox", "Inbox._submission", False),
        ("sandbox.worker", "fitting_files", False),
        ("grading.run.quiz_anomalies", "QuizWatch.note", True),
        ("grading.run.quiz_anomalies", "QuizWatch.lowered", True),
        ("grading.run.run", "handed_in", True),
    ],
)
def test_grade(quiz_class, verbs, plant, module, name, scored):
    root, care = verbs(quiz_class)
    hits = plant(module, name)
    code, said = care("grade", SET)
    assert hits
    assert code == 3
    assert LEARNER in said
    assert "RuntimeError: planted" in said
    assert points(root) == {"ana": 2.0, "cy": 0.0} | ({LEARNER: 0.0} if scored else {})


@pytest.mark.parametrize("dry", [["--dry-run"], []])
@pytest.mark.parametrize(
    ("key", "module", "name"),
    [
        ([], "grading.intake.inbox", "Inbox._submission"),
        ([], "sandbox.worker", "fitting_files"),
        (["--key"], "grading.intake.inbox", "Inbox._submission"),
        (["--key"], "grading.regrade.key_changed", "parsed"),
        (["--key"], "sandbox.quiz_scoring", "QuizCheck.judged"),
    ],
)
def test_regrade(graded, verbs, plant, dry, key, module, name):
    root, care = verbs(graded)
    with_heading(root, "two")
    hits = plant(module, name)
    code, said = care("regrade", SET, *key, *dry)
    assert hits
    assert code == 3
    # Whose score could not be made again keeps it and is named; the others change.
    assert f"1: {LEARNER}" in said
    changed = {"ana": 0.0, LEARNER: 0.0, "cy": 2.0}
    assert points(root) == ({"ana": 2.0, LEARNER: 0.0, "cy": 0.0} if dry else changed)


@pytest.mark.parametrize(
    ("module", "name"),
    [("grading.feedback.pages", "render"), ("grading.feedback.pages", "beside_page")],
)
def test_feedback(graded, verbs, plant, module, name):
    root, care = verbs(graded)
    hits = plant(module, name)
    code, said = care("feedback", SET)
    assert hits
    assert code == 3
    assert f"{LEARNER}: the page could not be made (RuntimeError: planted)" in said
    pages = sorted(path.parts[-3] for path in root.glob(f"feedback/*/{SET}/*.html"))
    assert pages == ["ana", "cy"]


@pytest.mark.parametrize(
    ("module", "name", "on_page"),
    [
        ("grading.class_results", "parsed", True),
        ("grading.misconceptions", "_ideas", True),
        ("grading.misconceptions", "_said", True),
        ("reports.certificates.evidence", "practised", False),
        ("reports.accepted_exams", "sitting", True),
        ("reports.exam_notices", "_marks_of", True),
        ("reports.exam_notices", "_odd_numbers", True),
    ],
)
def test_report(graded, verbs, plant, module, name, on_page):
    root, care = verbs(graded)
    hits = plant(module, name)
    code, said = care("report")
    assert hits
    assert code == 0
    page = (root / "dist" / "report.html").read_text(encoding="utf-8")
    assert "planted" in said.replace(LEARNER, "") or "RuntimeError: planted" in page
    assert ("RuntimeError: planted" in page) == on_page
    assert f"{LEARNER}: planted" in said or on_page
    assert all(f'<th scope="row">{who}</th>' in page for who in ("ana", LEARNER, "cy"))


@pytest.mark.parametrize("verb", ["score", "release"])
@pytest.mark.parametrize(
    ("module", "name", "scored"),
    [
        ("reports.accepted_exams", "handed_in", False),
        ("reports.accepted_exams", "sitting", False),
        ("reports.exam_notices", "_marks_of", True),
        ("reports.exam_notices", "_odd_numbers", True),
    ],
)
def test_exam(quiz_class, verbs, plant, verb, module, name, scored):
    root, care = verbs(quiz_class)
    hits = plant(module, name)
    code, said = care("exam", verb, "form-a")
    assert hits
    assert code == 0
    assert f"{LEARNER}: form-a" in said
    assert "RuntimeError: planted" in said
    given = {path.parts[-3] for path in root.glob("feedback/*/form-a/*.json")}
    counted = {"ana", "cy"} | ({LEARNER} if scored else set())
    if verb == "release":
        assert given == counted
    else:
        lines = {line.split()[0] for line in said.splitlines() if " of 3" in line}
        assert lines == counted


def test_exam_release_where_one_file_cannot_be_written(quiz_class, verbs, plant):
    root, care = verbs(quiz_class)
    hits = plant("reports.exam_results", "give_back")
    code, said = care("exam", "release", "form-a")
    assert (bool(hits), code) == (True, 0)
    assert LEARNER in said
    assert "RuntimeError: planted" in said
    given = {path.parts[-3] for path in root.glob("feedback/*/form-a/*.json")}
    assert given == {"ana", "cy"}


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("reports.certificates.evidence", "handed_in"),
        ("reports.accepted_exams", "handed_in"),
        ("reports.exam_notices", "_marks_of"),
    ],
)
def test_certificate_of_somebody_else(graded, verbs, plant, module, name):
    _, care = verbs(graded)
    without = care("certificate", "ana")
    # What is missing is told, so the verb has come to its end.
    assert (without[0], "Not earned yet by ana" in without[1]) == (3, True)
    hits = plant(module, name)
    assert care("certificate", "ana") == without
    assert hits
