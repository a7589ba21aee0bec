"""The second course, ``examples/market-stall``, as its author, its class and its trainer meet it.

The course is taken as it stands in the repository; what a class hands in goes into a copy.
"""

import json
import shutil
import zipfile
from datetime import UTC, datetime, timedelta

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from typer.testing import CliRunner

from carekit.cli import app
from carekit.common.languages import Lang
from carekit.grading.gradebook.reader import scores
from carekit.learner.event_log import Record
from carekit.learner.exam_attempt import ExamAttempt, log_file
from carekit.learner.graded_answers import save
from carekit.questions.exam_forms import blueprints
from carekit.questions.judging import solution
from carekit.questions.variants import variant_of
from carekit.reports.exam_results import form_of

NOON = datetime(2026, 5, 10, 19, 0, tzinfo=UTC)
SPANISH = Lang("es")
KEYS = {
    "cold-chain": ("what-is-thrown-away", ["noodle-soup", "cooked-shrimp", "beans-boiled-again"]),
    "clean-hands": (
        "one-board-morning",
        ["hands-before", "fruit", "chicken", "wash-board", "disinfect"],
    ),
}
"""The question of each set that counts, and its answer."""
RIGHT = {
    "cold-chain": {
        "warm-minutes-answer": 'answer_2 = log[log["warm"]].groupby("day").size() * 15',
        "longest-answer": """
def longest_warm(celsius):
    marks = "".join("w" if reading > 5 else " " for reading in celsius)
    return 15 * max((len(part) for part in marks.split()), default=0)
""",
    },
    "clean-hands": {
        "missed-answer": 'answer_2 = (~shift["washed"]).groupby(shift["task"]).sum()',
        "without-answer": """
def dishes_without(table, allergen):
    has_it = (table["allergen"] == allergen).groupby(table["dish"]).any()
    return sorted(has_it[~has_it].index)
""",
    },
}
"""Right answers written in another way than the author's."""
WRONG = {
    "cold-chain": {
        # Who forgets that a reading stands for 15 minutes, and adds all warm readings up.
        "forgets-minutes": (
            {
                "warm-minutes-answer": 'answer_2 = log.groupby("day")["warm"].sum()',
                "longest-answer": "def longest_warm(celsius):\n"
                "    return 15 * sum(reading > 5 for reading in celsius)",
            },
            ["noodle-soup", "mole-tray"],
            {"warm-minutes-check", "longest-row-check", "longest-edges-check"},
        ),
        # Who counts exactly 5 °C as warm.
        "at-the-limit": (
            {
                "warm-minutes-answer": 'answer_2 = 15 * (log["celsius"] >= 5)'
                '.groupby(log["day"]).sum()',
                "longest-answer": RIGHT["cold-chain"]["longest-answer"].replace("> 5", ">= 5"),
            },
            ["noodle-soup", "cooked-shrimp"],
            {"warm-minutes-check", "longest-edges-check"},
        ),
        # Who notes a stretch only when it is over, and stops at the first.
        "stops-early": (
            {
                "warm-minutes-answer": 'answer_2 = log.groupby("day")["celsius"].mean()',
                "longest-answer": """
def longest_warm(celsius):
    now = longest = 0
    for reading in celsius:
        if reading > 5:
            now += 15
        else:
            longest, now = max(longest, now), 0
    return longest
""",
            },
            [],
            {"warm-minutes-check", "longest-edges-check"},
        ),
    },
    "clean-hands": {
        # Who leaves out rows in place of dishes.
        "rows-not-dishes": (
            {
                "missed-answer": 'answer_2 = shift.groupby("task")["missed"].mean()',
                "without-answer": "def dishes_without(table, allergen):\n"
                '    return sorted(set(table[table["allergen"] != allergen]["dish"]))',
            },
            ["hands-before", "chicken", "fruit", "wash-board", "disinfect"],
            {"missed-check", "without-any-check"},
        ),
        # Who forgets the dishes that have no allergen at all.
        "only-listed": (
            {
                "missed-answer": 'answer_2 = shift.groupby("task")["washed"].sum()',
                "without-answer": "def dishes_without(table, allergen):\n"
                '    known = table.dropna(subset=["allergen"])\n'
                '    has_it = (known["allergen"] == allergen).groupby(known["dish"]).any()\n'
                "    return sorted(has_it[~has_it].index)",
            },
            ["disinfect", "wash-board", "chicken", "fruit", "hands-before"],
            {"missed-check", "without-none-check"},
        ),
    },
}
"""Plausible wrong answers: the code, what was chosen, and the checks that must fail."""
MOST = {
    "cold-chain": {
        "throw-away-check": 3,
        "warm-minutes-check": 2,
        "longest-row-check": 2,
        "longest-edges-check": 1,
    },
    "clean-hands": {
        "one-board-check": 3,
        "missed-check": 2,
        "without-any-check": 2,
        "without-none-check": 1,
    },
}
"""What the checks of each set are worth; the first is that of the question."""
WRITTEN = {"cold-chain": "note-answer", "clean-hands": "guest-answer"}
"""The answer of each set that a person reads."""
PARTS = {
    "forgets-minutes": 0,
    "at-the-limit": 2,
    "stops-early": 0,
    "rows-not-dishes": 0.75,
    "only-listed": 0,
}
"""What the question that counts is worth to who answers it so."""


def care(*words):
    """Return what a verb printed. A mistake of a person, or a fault, ends the test."""
    ran = CliRunner().invoke(app, words)
    if ran.exception and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    return ran.exit_code, ran.output


@pytest.fixture(scope="module")
def stall(root, tmp_path_factory):
    """Return a copy of the course, in which this process stands while the module runs."""
    place = tmp_path_factory.mktemp("examples") / "market-stall"
    leavings = shutil.ignore_patterns(".care", "my-record", "dist", "answers.json")
    shutil.copytree(root / "examples" / "market-stall", place, ignore=leavings)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        yield place


def handed_in(stall, who, name, answers, chosen=None, written=""):
    """Lay a hand-in into the inbox: the released notebook with these answers."""
    path = stall / "submitted" / who / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True)
    released = json.loads((stall / "release" / name / path.name).read_text(encoding="utf-8"))
    for cell in released["cells"]:
        if cell["id"] in answers:
            cell["source"] = answers[cell["id"]]
        elif written and cell["id"] == WRITTEN[name]:
            cell["source"] = written
    path.write_text(json.dumps(released, ensure_ascii=False), encoding="utf-8")
    if chosen is not None:
        save(path.parent, KEYS[name][0], chosen, SPANISH, NOON)
    return path


@pytest.fixture(scope="module")
def graded(stall):
    """Return the reports of both sets' grading, after a class has handed in."""
    reports = {}
    for name, answers in RIGHT.items():
        handed_in(stall, "ana", name, answers, KEYS[name][1], "Tiré la leche. / No se los vendo.")
        handed_in(stall, "beto", name, {})
        source = json.loads((stall / "source" / name / f"{name}.ipynb").read_text("utf-8"))
        own = {
            cell["id"]: cell["source"]
            for cell in source["cells"]
            if cell["metadata"].get("nbgrader", {}).get("solution")
        }
        handed_in(stall, "author", name, own, KEYS[name][1])
        for who, (code, chosen, _) in WRONG[name].items():
            handed_in(stall, who, name, code, chosen)
        torn = handed_in(stall, "torn", name, answers)
        torn.write_bytes(torn.read_bytes()[:1500])
        code, said = care("grade", name, "--json")
        assert code == 3, said
        reports[name] = json.loads(said)
    return reports


def points(stall, name):
    """Return each learner's points by cell, as the gradebook has them; None where nobody knows."""
    table = scores(f"sqlite:///{stall / 'gradebook.db'}", name)
    found = {}
    for row in table.itertuples():
        found.setdefault(row.learner, {})[row.cell] = row.score
    return found


def test_the_course_in_the_repository_passes_all_its_checks(root, monkeypatch):
    monkeypatch.chdir(root / "examples" / "market-stall")
    code, said = care("check")
    assert code == 0, said
    parts = ("build", "tables", "text", "sets", "leaks", "pages")
    assert said.splitlines() == [f"{part}: good" for part in parts]


@pytest.mark.slow
def test_every_lesson_runs_from_top_to_bottom(stall):
    found = sorted((stall / "notebooks").glob("*.ipynb"))
    assert len(found) == 3
    for path in found:
        ran = nbformat.read(path, as_version=4)
        here = {"metadata": {"path": str(path.parent)}}
        NotebookClient(ran, timeout=120, resources=here, kernel_name="python3").execute()


@pytest.mark.slow
@pytest.mark.parametrize("name", KEYS)
def test_a_class_gets_what_it_has_earned(stall, graded, name):
    most = MOST[name]
    got = points(stall, name)
    for who in ("ana", "author"):
        assert {cell: got[who][cell] for cell in most} == most
    assert set(got["beto"].values()) == {0}
    question = next(iter(most))
    for who, (_, _, fails) in WRONG[name].items():
        wanted = {cell: 0 if cell in fails else worth for cell, worth in most.items()}
        assert {cell: got[who][cell] for cell in most} == wanted | {question: PARTS[who]}
    assert graded[name]["refused"] == ["torn"]
    assert "torn" not in got
    read = {(one["learner"], one["cell"]) for one in graded[name]["to_read"]}
    assert read == {(who, WRITTEN[name]) for who in ("ana", "author")}
    # Nothing that these checks ask needs the learner's code beside them.
    assert set(graded[name]["trust"]) == {"sealed"}


@pytest.mark.slow
@pytest.mark.usefixtures("graded")
def test_feedback_is_in_both_languages_and_the_report_names_the_sets(stall):
    code, said = care("feedback", "cold-chain")
    assert code == 0, said
    pages = {
        path.parts[-3]: path.read_text(encoding="utf-8")
        for path in (stall / "feedback").glob("*/cold-chain/*.html")
    }
    # Of a file that nobody can read there is no page: its learner is asked for another one.
    assert set(pages) == {"ana", "author", "beto", *WRONG["cold-chain"]}
    for words in ("a stretch may last until the end", "un tramo puede durar hasta el final"):
        assert {who for who in pages if words in pages[who]} == {
            *WRONG["cold-chain"],
            "beto",
        }
    assert "Tus puntos por tarea" in pages["ana"]
    assert "sum() * 15" not in pages["beto"]
    code, said = care("report")
    assert code == 0, said
    report = (stall / "dist" / "report.html").read_text(encoding="utf-8")
    assert "Un domingo caliente" in report
    assert "One shift, seven dishes" in report


@pytest.mark.slow
def test_a_learners_copy_holds_the_course_and_no_answer(stall):
    code, said = care("handout", "--out", "stall.zip")
    assert code == 0, said
    with zipfile.ZipFile(stall / "stall.zip") as opened:
        packed = {
            name.removeprefix("market-stall/"): opened.read(name) for name in opened.namelist()
        }
    lessons = {f"notebooks/{path.name}" for path in (stall / "notebooks").glob("*.ipynb")}
    sets = {f"release/{name}/{name}.ipynb" for name in KEYS}
    data = {f"course_data/{name}" for name in ("tables/dishes.csv", "kit_words/es.yml")}
    assert {*lessons, *sets, *data, "care", "README.md"} <= set(packed)
    assert not any(name.startswith(("source/", "content/")) for name in packed)
    text = b"\n".join(packed.values()).decode("utf-8", "replace")
    solution_text = "15 * log.groupby"
    assert solution_text in (stall / "source/cold-chain/cold-chain.ipynb").read_text("utf-8")
    for hidden in (
        solution_text,
        "all_dishes - set(table",
        "Boiling does not destroy every poison",
    ):
        assert hidden not in text
    assert "Comida segura en el puesto del mercado" in packed["README.md"].decode()


def test_the_short_test_is_scored(stall):
    form = form_of(stall, "short-test")
    assert len(form.ids) == 8
    for who, knows in {"ana": 8, "beto": 5}.items():
        folder = stall / "sat" / who
        folder.mkdir(parents=True)
        times = (NOON + timedelta(seconds=10 * n) for n in range(100))
        record = Record(folder, who, clock=times.__next__, log=log_file("short-test"))
        paper = ExamAttempt.of("short-test", blueprints(stall)["short-test"], form.ids, record)
        paper.start(SPANISH)
        for question in form.ids[:knows]:
            asked = variant_of(form.questions[question], 7)
            drawn = 7 if form.questions[question].draw else None
            assert paper.answer(question, solution(asked), SPANISH, drawn)
        paper.hand_in(SPANISH)
    code, said = care("exam", "score", "short-test", "--from", "sat", "--out", "scores.csv")
    assert code == 0, said
    table = pd.read_csv(stall / "scores.csv")
    assert table.groupby("learner")["score"].sum().to_dict() == {"ana": 8, "beto": 5}
