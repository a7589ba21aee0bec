"""Every set's checks, held against the reference, other right answers, and plausible wrong ones."""

import warnings
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest

from carekit.checks.expect import CheckMessages
from carekit.common.files import read_model
from carekit.common.yaml_reader import parse

HERE = Path(__file__).resolve().parent
EXERCISES = HERE.parents[2] / "content" / "exercises"
WRITTEN = sorted(path.parent.name for path in EXERCISES.glob("*/*.md"))
PLAUSIBLE = {
    path.stem: parse(path.read_text("utf-8"))[0]
    for path in sorted((HERE / "plausible").glob("*.yml"))
}
SETS = [name for name in WRITTEN if name in PLAUSIBLE]
ANSWERS = [
    pytest.param(name, number, id=f"{name}: {answer['task']}: {answer['misconception']}")
    for name in SETS
    for number, answer in enumerate(PLAUSIBLE[name])
]
# Points of a set: scored by checks, and read by a person. All others have 14 and 6.
POINTS = {"capstone": (80, 20)}
NULLS = {
    "None": "None",
    "an empty list": "[]",
    "an empty dict": "{}",
    "zero": "0",
    "NaN": "float('nan')",
    "an empty table": "__import__('pandas').DataFrame()",
    "an empty Series": "__import__('pandas').Series(dtype=float)",
}
every_set = pytest.mark.parametrize("name", SETS)


def points_of(name):
    return POINTS.get(name, (14, 6))


def given(bench, answer):
    """Return what is handed in: options, code, or the reference with some pieces changed."""
    if answer["task"] in bench.quizzes():
        return answer["answers"]
    if "change" not in answer:
        return answer["code"]
    source = bench.reference()[answer["task"]]
    for old, new in answer["change"].items():
        assert source.count(old) == 1, f"{old!r} must stand once in the reference"
        source = source.replace(old, new)
    return source


def wrong(name):
    return [answer for answer in PLAUSIBLE[name] if answer["fails"]]


def messages(root, name):
    path = root / "course_data" / "checks" / f"{name}.yml"
    return {one.id: one.says for one in read_model(path, CheckMessages).messages}


def test_every_set_has_a_file_of_answers_that_look_right():
    assert list(PLAUSIBLE) == WRITTEN


@every_set
@pytest.mark.parametrize("seed", ["1", "20250103"])
def test_the_reference_earns_every_point_on_any_data(benches, monkeypatch, name, seed):
    monkeypatch.setenv("CAREKIT_SEED", seed)
    bench = benches(name)
    got, said = bench.score(bench.reference())
    assert said == {}
    assert got == {check: bench.points(check) for check in bench.checks()}
    assert sum(got.values()) == points_of(name)[0]


@every_set
def test_the_reference_passes_every_check_as_learners_see_it(benches, shown, name):
    quizzes = benches(name).quizzes()
    got, said = shown(name).score(benches(name).reference())
    assert set(said) <= set(quizzes)
    assert {check for check in got if got[check]} == set(shown(name).checks()) - set(quizzes)


@pytest.fixture(scope="module")
def points(benches, shown):
    """Return functions that give the points of an answer that looks right, by check of its task.

    ``graded`` gives those of grading, ``seen`` those of a learner's own run, each made once for a
    seed: a check that shows no drawn numbers is run for one seed only.
    """

    def of(bench, name, number, seed):
        answer = PLAUSIBLE[name][number]
        # The last task of a set may call what the others wrote; these are right where it says so.
        others = benches(name).reference() if answer.get("others") == "right" else {}
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("CAREKIT_SEED", seed)
            handed_in = others | {answer["task"]: given(benches(name), answer)}
            return bench.score(handed_in, answer["task"])[0]

    @cache
    def graded(name, number, seed):
        return of(benches(name), name, number, seed)

    @cache
    def eyes(name, number, seed):
        return of(shown(name), name, number, seed)

    def seen(name, number, seed):
        bench = shown(name)
        checks = bench.checks(PLAUSIBLE[name][number]["task"])
        draws = any("fresh_seeds(" in bench.cells[check].source for check in checks)
        return eyes(name, number, seed if draws else "1")

    return SimpleNamespace(graded=graded, seen=seen)


@every_set
@pytest.mark.parametrize("seed", ["4711", "3"])
def test_what_fails_before_a_learners_eyes_fails_when_it_is_graded(benches, points, name, seed):
    # When it is graded, a check may draw fresh data in place of its example.
    better = []
    for number, answer in enumerate(PLAUSIBLE[name]):
        if not answer["fails"] or answer["task"] in benches(name).quizzes():
            continue
        seen, got = points.seen(name, number, seed), points.graded(name, number, seed)
        better += [
            (answer["misconception"], check) for check in got if not seen[check] and got[check]
        ]
    assert better == []


@every_set
def test_a_set_has_its_automatic_points_and_its_read_ones(built, name):
    scored = [c for c in built(name).cells if c.metadata.get("nbgrader", {}).get("grade")]
    auto = [c.metadata.nbgrader.points for c in scored if c.cell_type == "code"]
    read = [c.metadata.nbgrader.points for c in scored if c.cell_type == "markdown"]
    assert (sum(auto), sum(read)) == points_of(name)


@every_set
def test_the_reference_gives_no_warning_and_prints_nothing(benches, capfd, name):
    bench = benches(name)
    names, quizzes = dict(bench.before), bench.quizzes()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for cell in (*bench.answers(), *bench.checks()):
            if cell not in quizzes:
                bench.run(bench.cells[cell].source, names)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("name", "number"), ANSWERS)
def test_an_answer_that_looks_right_fails_the_checks_meant_for_it(benches, points, name, number):
    got = points.graded(name, number, "4711")
    failed = [check for check in got if got[check] < benches(name).points(check)]
    assert failed == PLAUSIBLE[name][number]["fails"]


@every_set
def test_every_task_has_three_answers_that_look_right_and_are_not(benches, name):
    named = [answer["task"] for answer in wrong(name)]
    assert {
        task: named.count(task) for task in benches(name).answers() if named.count(task) < 3
    } == {}


@every_set
def test_every_check_is_failed_by_some_answer_that_looks_right(benches, name):
    bench = benches(name)
    failed = {check for answer in wrong(name) for check in answer["fails"]}
    # What a quiz is worth is held question by question, below.
    assert failed | set(bench.quizzes()) == set(bench.checks())


@every_set
def test_no_quiz_pays_for_taking_nothing_everything_or_what_is_wrong(benches, name):
    bench = benches(name)
    for check, questions in bench.quizzes().items():
        offered = {one.id: one for one in questions if hasattr(one, "choices")}
        every = {name: [choice.id for choice in one.choices] for name, one in offered.items()}
        assert bench.score({check: {}}, check)[0] == {check: 0.0}
        assert bench.score({check: every}, check)[0] == {check: 0.0}
        for question, one in offered.items():
            for choice in one.choices:
                got, _ = bench.score({check: {question: [choice.id]}}, check)
                pays = choice.right or getattr(choice, "credit", 0) > 0
                assert (got[check] > 0) == pays, (question, choice.id)


@every_set
@pytest.mark.parametrize("null", NULLS.values(), ids=NULLS)
def test_no_answer_earns_no_point(benches, name, null):
    bench = benches(name)
    got, _ = bench.score(bench.empty(null))
    assert set(got.values()) == {0.0}


@every_set
def test_an_input_given_back_unchanged_earns_no_point(benches, name):
    bench = benches(name)
    answers = {}
    for cell in bench.answers():
        heads = [head for head in bench.asked_for(cell).values() if head]
        given = [f"{head}\n    return {first_name(head)}" for head in heads]
        answers[cell] = "\n".join(given)
    got, _ = bench.score(answers)
    assert set(got.values()) == {0.0}


def first_name(head):
    inside = head[head.index("(") + 1 : head.rindex(")")]
    return inside.split(",")[0].split(":")[0].split("=")[0].strip(" *") or "None"


@every_set
def test_every_failing_check_says_something_in_the_learners_language(
    benches, monkeypatch, root, name
):
    monkeypatch.setenv("CAREKIT_LANG", "zh-Hant")
    monkeypatch.setenv("CAREKIT_ROOT", str(root))
    bench = benches(name)
    known = {says["zh-Hant"] for says in messages(root, name).values()}
    _, said = bench.score(bench.empty("None"))
    assert set(said) == set(bench.checks())
    for check in set(said) - set(bench.quizzes()):
        assert str(said[check]).splitlines()[0] in known, check


@every_set
def test_every_message_of_the_set_is_used_by_a_check(built, root, name):
    code = "\n".join(cell.source for cell in built(name).cells if cell.cell_type == "code")
    assert [one for one in messages(root, name) if f'"{one}"' not in code] == []
