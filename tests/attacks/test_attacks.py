"""Every attack in the ledger gets the points it deserves, reads nothing and leaves nothing."""

import json
import os
import tempfile
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from carekit.cli.progress_table import show_table
from carekit.grading.intake.archives import odd
from carekit.grading.intake.inbox import Inbox
from carekit.sandbox.isolation.sandbox import Level
from carekit.sandbox.messages import walls
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.submission.flags import says
from carekit.sandbox.worker import Worker
from tests.attacks import answerfiles
from tests.attacks.ledger import (
    ANSWERS,
    CELLS,
    HONEST,
    INBOXES,
    KNOWN,
    LEDGER,
    LIMITS,
    NOTEBOOKS,
    quiz,
    released_quiz,
)
from tests.attacks.pages import Acts, pages
from tests.sandbox.sealedset import RIGHT, learner_notebook, scores, snapshot, submission

HERE = Path(__file__).parent
ON_PAGES = {
    "1-arguments-shown", "1-arguments-raised", "1-exception-text", "1-clock", "3-printed-scores",
    "arguments-shown-by-a-later-cell", "script-in-markdown", "pages-that-act", "forged-outputs",
    "checks-become-answers", "checks-become-prose", "pages-that-never-end", "half-letters",
    "sheets-that-are-none",
}  # fmt: skip
FULL = {"top": 3, "total": 2, "part": 4, "essay": None}


@pytest.fixture(scope="module")
def worker(root):
    missing = [wall.name for wall in walls() if not wall.present]
    assert not missing, f"this machine lacks walls that grading needs: {', '.join(missing)}"
    with Worker(snapshot(), limits=LIMITS, level=Level.NAMESPACES, course=root) as made:
        yield made


@pytest.fixture(scope="module")
def quiz_worker(root):
    made = Snapshot.from_notebooks(
        {"a.ipynb": json.dumps(quiz()).encode()}, {"a.ipynb": json.dumps(released_quiz()).encode()}
    )
    with Worker(made, limits=LIMITS, level=Level.NAMESPACES, course=root) as worker:
        yield worker


@pytest.fixture(scope="module")
def seen(worker):
    """Return a function that grades an attack, once."""

    @cache
    def grade(attack):
        return worker.grade(attack.make())

    return grade


def quiz_points(result):
    return result["notebooks"]["a"]["cells"]["quiz-check"]["score"]


def by_name(attack):
    return attack.name


def tree(folder):
    """Return every path under a folder with its size, links not followed."""
    found = (Path(top, name) for top, dirs, files in os.walk(folder) for name in dirs + files)
    return {str(path): path.lstat().st_size for path in found}


def handed_in(attack, folder):
    """Lay out an inbox: ana is right in everything, mallory has done nothing."""
    folder.mkdir()
    honest = submission(**RIGHT, essay="Own words")["a.ipynb"]
    return attack.make(folder, honest, submission()["a.ipynb"])


def points(result):
    return sum(score or 0 for name, score in scores(result).items() if name != "essay")


def printed(cell):
    """Return what a graded cell has printed."""
    return "".join(out.get("text", "") for out in cell.get("outputs", ()))


def an_honest_learner_is_graded_as_ever(worker):
    result = worker.grade(submission(**RIGHT, essay="Own words"))
    assert scores(result) == FULL
    assert result["flags"] == []


@pytest.mark.parametrize("attack", CELLS, ids=by_name)
def test_an_attack_from_a_cell_gains_nothing(attack, worker, seen):
    assert attack.name.startswith(f"{attack.family}-"), "the file's name begins with its family"
    result = seen(attack)
    assert points(result) == attack.may_get, attack.tries
    assert result["seconds"] < LIMITS.total_seconds + 6
    notebook = result["notebooks"]["a"]["notebook"]
    shown = json.dumps([cell.get("outputs") for cell in notebook["cells"]])
    assert "secret_rng" not in shown
    for cell in notebook["cells"]:
        assert len(printed(cell)) <= LIMITS.output_bytes
    if attack.says is not None:
        cell = next(cell for cell in notebook["cells"] if cell["id"] == attack.cell)
        assert printed(cell).strip() == attack.says
    an_honest_learner_is_graded_as_ever(worker)


@pytest.mark.parametrize("attack", NOTEBOOKS, ids=by_name)
def test_an_attack_with_the_notebook_gains_nothing(attack, worker, seen):
    assert points(seen(attack)) == attack.may_get, attack.tries
    an_honest_learner_is_graded_as_ever(worker)


@pytest.mark.parametrize("attack", INBOXES, ids=by_name)
def test_an_attack_on_the_way_in_gains_nothing(attack, worker, tmp_path):
    secret = tmp_path / "source" / "a" / "a.ipynb"
    secret.parent.mkdir(parents=True)
    secret.write_bytes(submission(**RIGHT, essay="the instructor")["a.ipynb"])
    path = handed_in(attack, tmp_path / "in")
    before = tree(tmp_path)
    found = list(Inbox(path, "a", ["a"], roster=KNOWN))
    assert tree(tmp_path) == before
    got = {}
    for one in found:
        assert b"the instructor" not in b"".join(one.files.values())
        if not one.refused:
            assert one.learner not in got, "two submissions for one learner"
            got[one.learner] = points(worker.grade(one.files))
    rows = [(one.learner, says(flag.plain())) for one in found for flag in one.flags]
    show_table(Console(file=StringIO()), "Look at these", ("learner", "what happened"), rows)
    assert got.pop("ana") == HONEST
    assert max(got.values(), default=0) == attack.may_get, attack.tries
    assert not any(map(odd, got))


@pytest.mark.parametrize("attack", ANSWERS, ids=by_name)
def test_an_attack_with_the_answers_file_gains_nothing(attack, quiz_worker):
    got = quiz_points(quiz_worker.grade(attack.make()))
    assert got == attack.may_get, attack.tries
    right = answerfiles.honest(released_quiz())
    assert quiz_points(quiz_worker.grade(right)) == 3


def test_no_page_shows_what_a_hidden_check_passes_and_none_can_act(seen, tmp_path):
    """Every notebook attack that a page could be made of, down to the page of its learner."""
    chosen = {one.name: one for one in (*CELLS, *NOTEBOOKS) if one.name in ON_PAGES}
    assert chosen.keys() == ON_PAGES
    made = pages({name: seen(attack) for name, attack in chosen.items()}, tmp_path)
    assert made.keys() == ON_PAGES
    for name, page in made.items():
        for secret in ("rows 500", "secret_rng", "hidden message", "BEGIN HIDDEN", "np.random"):
            assert secret not in page, (name, secret)
        acts = Acts()
        acts.feed(page)
        assert acts.found == [], name
    # The same words are where a trainer looks, so the search above could have found them.
    kept = json.dumps(seen(chosen["arguments-shown-by-a-later-cell"]))
    assert "rows 500" in kept


def test_nothing_that_an_attack_started_is_still_alive(worker):
    worker.grade(submission(learner_notebook(total=(HERE / "6-survivor.cell").read_text())))
    alive = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        alive += [words] if words[:1] == [b"sleep"] and words[1][:6] == b"45.315" else []
    assert alive == []


def test_nothing_is_left_in_the_outer_scratch_folders(tmp_path, monkeypatch):
    # A folder of its own: other graders on this machine come and go in the one of the system.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Worker(snapshot(), limits=LIMITS, level=Level.NAMESPACES) as worker:
        rooms = sorted(tmp_path.iterdir())
        assert rooms, "a grader has its folders here"
        for name in ("6-write-outside", "2-shadow-modules"):
            worker.grade(submission(learner_notebook(total=(HERE / f"{name}.cell").read_text())))
            assert sorted(tmp_path.iterdir()) == rooms
    assert list(tmp_path.iterdir()) == []


def test_the_ledger_has_all_eight_families_and_enough_attacks():
    assert {attack.family for attack in LEDGER} == set(range(1, 9))
    assert len({attack.name for attack in LEDGER}) == len(LEDGER) >= 60
