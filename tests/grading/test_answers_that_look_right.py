"""The set's checks, held against the reference, other right answers, and plausible wrong ones."""

import warnings
from pathlib import Path

import pytest
from ruamel.yaml import YAML

PLAUSIBLE = YAML(typ="safe").load(Path(__file__).with_name("plausible.yml").read_text("utf-8"))
NULLS = {
    "None": "None",
    "an empty list": "[]",
    "an empty dict": "{}",
    "zero": "0",
    "NaN": "np.nan",
    "an empty table": "pd.DataFrame()",
    "an empty Series": "pd.Series(dtype=float)",
}
VARIABLES = {
    "closures-answer": "answer_1",
    "reply-times-answer": "answer_2",
    "kept-answer": "answer_3",
}
FUNCTIONS = {
    "sla-answer": "def sla_attainment(t, target_min, as_of):",
    "fcr-answer": "def fcr(c, window_days=7, as_of=None):",
}


@pytest.mark.parametrize("seed", ["1", "20250103", "999999999"])
def test_the_reference_earns_every_point_on_any_data(bench, reference, monkeypatch, seed):
    monkeypatch.setenv("CAREKIT_SEED", seed)
    got, said = bench.score(reference)
    assert said == {}
    assert got == {name: bench.points(name) for name in bench.checks()}
    assert sum(got.values()) == 14


def test_fourteen_points_are_automatic_and_six_are_read(source):
    scored = [c for c in source.cells if c.metadata.get("nbgrader", {}).get("grade")]
    auto = [c.metadata.nbgrader.points for c in scored if c.cell_type == "code"]
    read = [c.metadata.nbgrader.points for c in scored if c.cell_type == "markdown"]
    assert (sum(auto), sum(read)) == (14, 6)


def test_the_reference_gives_no_warning_and_prints_nothing(bench, reference, capfd):
    names = dict(bench.before)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name, cell in bench.cells.items():
            if name in reference or bench.points(name):
                bench.run(cell.source, names)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("seed", ["7", "4711"])
@pytest.mark.parametrize("answer", PLAUSIBLE, ids=lambda a: f"{a['task']}: {a['misconception']}")
def test_an_answer_that_looks_right_fails_the_checks_meant_for_it(bench, monkeypatch, answer, seed):
    monkeypatch.setenv("CAREKIT_SEED", seed)
    task = answer["task"]
    got, _ = bench.score({task: answer["code"]}, task)
    failed = [name for name in got if got[name] < bench.points(name)]
    assert failed == answer["fails"]


def test_every_task_has_three_answers_that_look_right_and_are_not():
    wrong = [answer["task"] for answer in PLAUSIBLE if answer["fails"]]
    for task in (*VARIABLES, *FUNCTIONS):
        assert wrong.count(task) >= 3, task


def test_every_check_is_failed_by_some_answer_that_looks_right(bench):
    assert {name for answer in PLAUSIBLE for name in answer["fails"]} == set(bench.checks())


@pytest.mark.parametrize("null", NULLS.values(), ids=NULLS)
def test_no_answer_earns_no_point(bench, null):
    answers = {cell: f"{name} = {null}" for cell, name in VARIABLES.items()}
    answers |= {cell: f"{head}\n    return {null}" for cell, head in FUNCTIONS.items()}
    got, _ = bench.score(answers)
    assert set(got.values()) == {0.0}


def test_an_input_given_back_unchanged_earns_no_point(bench):
    got, _ = bench.score(
        {
            cell: f"{head}\n    return {head[head.index('(') + 1]}"
            for cell, head in FUNCTIONS.items()
        }
    )
    assert set(got.values()) == {0.0}


def test_answers_to_the_visible_examples_alone_earn_no_point_of_a_function(bench):
    learned = {
        "sla-answer": f"""{FUNCTIONS["sla-answer"]}
    share = {{priority: 0.5 for priority in target_min}}
    return pd.Series(share | ({{"P2": np.nan}} if "P2" in share else {{}}))""",
        "fcr-answer": f"""{FUNCTIONS["fcr-answer"]}
    return 0.5 if as_of is None else 1.0 if len(c) == 2 else 0.75""",
    }
    for task in learned:
        got, said = bench.score(learned, task)
        assert set(got.values()) == {0.0}
        assert all("seed" in str(error) for error in said.values())  # only hidden data told


def test_ticking_every_closure_earns_nothing_and_half_a_key_earns_its_part(bench):
    def points(letters):
        answer = {"closures-answer": f"answer_1 = {letters}"}
        return bench.score(answer, "closures-answer")[0]["closures-check"]

    assert points(list("abcdef")) == 0
    assert points(["b"]) == 1
    assert points(["b", "d"]) == 2
    assert points(["b", "c", "d", "e"]) == 2
    assert points(["a", "c"]) == 0
    assert points(["b", "b", "b"]) == 1


def test_every_failing_check_says_something_in_the_learners_language(bench, monkeypatch, root):
    from carekit.checks import messages

    monkeypatch.setenv("CAREKIT_LANG", "zh-Hant")
    monkeypatch.setenv("CAREKIT_ROOT", str(root))
    _, said = bench.score({})
    known = {text["zh-Hant"] for text in messages(root).values()}
    assert set(said) == set(bench.checks())
    for cell, head in FUNCTIONS.items():
        _, said = bench.score({cell: f"{head}\n    pass"}, cell)
        for name in bench.checks(cell):
            assert str(said[name]).splitlines()[0] in known, name


def test_every_message_of_the_set_is_used_by_a_check(source, root):
    from carekit.checks import messages

    code = "\n".join(cell.source for cell in source.cells if cell.cell_type == "code")
    assert [name for name in messages(root) if f'"{name}"' not in code] == []
