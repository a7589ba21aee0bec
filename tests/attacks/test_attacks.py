"""Every attack in the ledger gets the points it deserves, reads nothing and leaves nothing."""

import json
import os
from pathlib import Path

import pytest

from carekit.files import read_yaml
from carekit.grading.sealed.limits import Limits
from carekit.grading.sealed.sandbox import Level
from carekit.grading.sealed.words import walls
from carekit.grading.sealed.worker import Worker
from tests.attacks.notebooks import ATTACKS, POINTS
from tests.grading.sealedset import RIGHT, learner_notebook, scores, snapshot, submission

HERE = Path(__file__).parent
CELLS = sorted(HERE.glob("*.cell"))
LIMITS = Limits(
    cell_seconds=1.5, total_seconds=8, memory_mb=300, disk_mb=24, files=2000, processes=24
)
FULL = {"top": 3, "total": 2, "part": 4, "essay": None}


@pytest.fixture(scope="module")
def worker(root):
    missing = [wall.name for wall in walls() if not wall.present]
    assert not missing, f"this machine lacks walls that grading needs: {', '.join(missing)}"
    with Worker(snapshot(), limits=LIMITS, level=Level.NAMESPACES, course=root) as made:
        yield made


def facts(path, tmp_path):
    """Return an attack's facts and its code."""
    _, head, code = path.read_text(encoding="utf-8").split("---", 2)
    (tmp_path / "facts.yml").write_text(head, encoding="utf-8")
    return read_yaml(tmp_path / "facts.yml").data, code.lstrip('"')


def points(result):
    return sum(score or 0 for name, score in scores(result).items() if name != "essay")


def an_honest_learner_is_graded_as_ever(worker):
    result = worker.grade(submission(**RIGHT, essay="Own words"))
    assert scores(result) == FULL
    assert result["flags"] == []


@pytest.mark.parametrize("path", CELLS, ids=lambda path: path.stem)
def test_an_attack_from_a_cell_gains_nothing(path, worker, tmp_path):
    about, code = facts(path, tmp_path)
    assert path.stem.startswith(f"{about['family']}-"), "the file's name begins with its family"
    result = worker.grade(submission(learner_notebook(**{about["cell"]: code})))
    assert points(result) <= about["points"], about["tries"]
    assert result["seconds"] < LIMITS.total_seconds + 6
    notebook = result["notebooks"]["a"]["notebook"]
    shown = json.dumps([cell.get("outputs") for cell in notebook["cells"]])
    assert "secret_rng" not in shown
    if about.get("says"):
        cell = next(cell for cell in notebook["cells"] if cell["id"] == about["cell"])
        printed = "".join(out.get("text", "") for out in cell["outputs"])
        assert printed.strip() == about["says"]
    an_honest_learner_is_graded_as_ever(worker)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_an_attack_with_the_notebook_gains_nothing(attack, worker):
    result = worker.grade(attack(learner_notebook()))
    assert points(result) <= POINTS.get(attack.__name__, 0), attack.__doc__
    an_honest_learner_is_graded_as_ever(worker)


def test_nothing_that_an_attack_started_is_still_alive(worker):
    worker.grade(submission(learner_notebook(total=(HERE / "6-survivor.cell").read_text())))
    alive = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        alive += [words] if words[:1] == [b"sleep"] and words[1][:4] == b"3153" else []
    assert alive == []


def test_nothing_is_left_in_the_outer_scratch_folders(worker):
    before = set(os.listdir("/tmp"))  # noqa: PTH208
    for name in ("6-write-outside", "2-shadow-modules"):
        worker.grade(submission(learner_notebook(total=(HERE / f"{name}.cell").read_text())))
    new = {name for name in set(os.listdir("/tmp")) - before if "carekit" in name}  # noqa: PTH208
    assert new == set()


def test_the_ledger_has_all_eight_families_and_enough_attacks():
    families = {path.name[0] for path in CELLS} | {
        attack.__doc__.split("Family ")[1][0] for attack in ATTACKS
    }
    assert families == set("12345678")
    assert len(CELLS) + len(ATTACKS) >= 55
