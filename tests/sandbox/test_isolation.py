"""The room a learner's code runs in, at each level and on each processor."""

import json
import subprocess
from functools import cache

import pytest

from carekit.sandbox.isolation import landlock_seccomp, sandbox
from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.isolation.sandbox import Level, best_level
from carekit.sandbox.messages import walls
from carekit.sandbox.worker import MissingWallError, Worker
from tests.sandbox.sealedset import RIGHT, learner_notebook, scores, snapshot, submission

LOAD, EQUAL, AND_SET, AT_LEAST, RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
ALLOW = 0x7FFF0000


def verdict(machine, number, first=0):
    """Return what a filter says of one system call, by running its program."""
    words = {0: number, 4: ARCH[machine], 16: first}
    steps, at, value = landlock_seccomp.filter_steps(machine), 0, 0
    while True:
        code, yes, no, operand = steps[at]
        if code == RETURN:
            return operand
        if code == LOAD:
            value, at = words[operand], at + 1
            continue
        true = {
            EQUAL: value == operand,
            AND_SET: bool(value & operand),
            AT_LEAST: value >= operand,
        }[code]
        at += 1 + (yes if true else no)


CALLS = [
    # name, x86_64, aarch64, first argument, allowed
    ("read", 0, 63, 0, True),
    ("openat", 257, 56, 0, True),
    ("execve", 59, 221, 0, True),
    ("ptrace", 101, 117, 0, False),
    ("mount", 165, 40, 0, False),
    ("unshare", 272, 97, 0, False),
    ("clone for a process", 56, 220, 17, True),
    ("clone with a user namespace", 56, 220, 0x10000011, False),
    ("clone with a network", 56, 220, 0x40000011, False),
    ("clone3", 435, 435, 0, False),
    ("socket of this machine", 41, 198, 1, True),
    ("socket of the network", 41, 198, 2, False),
    ("socket of the kernel", 41, 198, 16, False),
    ("io_uring", 425, 425, 0, False),
    ("bpf", 321, 280, 0, False),
    ("memory of another process", 311, 271, 0, False),
]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call[0])
@pytest.mark.parametrize("machine", ARCH)
def test_the_filter_refuses_what_no_exercise_needs(machine, call):
    _, intel, arm, first, allowed = call
    number = intel if machine == "x86_64" else arm
    assert (verdict(machine, number, first) == ALLOW) is allowed


def test_the_filter_has_no_second_door_and_knows_its_processor():
    assert verdict("x86_64", 0x40000000) != ALLOW
    with pytest.raises(KeyError):
        landlock_seccomp.filter_steps("sparc")


@pytest.mark.parametrize(
    ("found", "level"),
    [
        ({"namespaces": True, "seccomp": True, "landlock": 7}, Level.NAMESPACES),
        ({"namespaces": True, "seccomp": True, "landlock": 0}, Level.NAMESPACES),
        ({"namespaces": False, "seccomp": True, "landlock": 1}, Level.LANDLOCK),
        ({"namespaces": False, "seccomp": True, "landlock": 0}, Level.NONE),
        ({"namespaces": True, "seccomp": False, "landlock": 0}, Level.NONE),
    ],
)
def test_the_best_level_is_what_the_walls_allow(found, level):
    assert best_level(found) is level


def test_a_machine_without_the_walls_refuses_instead_of_grading_unsafely(monkeypatch):
    without = {"namespaces": False, "seccomp": True, "landlock": 1, "why": "not permitted"}
    monkeypatch.setattr("carekit.sandbox.worker.probe", lambda: without)
    with pytest.raises(MissingWallError, match="not permitted"):
        Worker(snapshot(), level=Level.NAMESPACES)


@pytest.mark.parametrize(("seccomp", "started"), [(True, 1), (False, 2)])
def test_walls_that_are_all_there_are_tried_once_and_a_missing_one_again(
    monkeypatch, seccomp, started
):
    tried = []

    def run(words, **_):
        tried.append(words)
        said = json.dumps({"namespaces": True, "seccomp": seccomp})
        return subprocess.CompletedProcess(words, 0, stdout=f"{said}\n")

    monkeypatch.setattr(sandbox.subprocess, "run", run)
    monkeypatch.setattr(sandbox, "_tried", cache(sandbox._tried.__wrapped__))
    first = sandbox.probe()
    first["seccomp"] = "changed by who asked"
    assert sandbox.probe()["seccomp"] is seccomp
    assert len(tried) == started


def test_every_wall_is_named_and_says_what_it_does():
    found = {wall.name: wall for wall in walls()}
    assert found["seal"].present
    for wall in found.values():
        assert set(wall.says.by_lang()) == {"en", "zh-Hans", "zh-Hant"}


SPY = """
import os, socket
found = []
for path in ("/etc/shadow", "/root", "/home", "/srv"):
    try:
        found += [path] if os.path.isdir(path) and os.listdir(path) else []
        found += [path] if not os.path.isdir(path) and open(path).read(1) else []
    except OSError:
        pass
try:
    socket.socket(socket.AF_INET)
    found.append("network")
except OSError:
    pass
open("mine.txt", "w").write("ok")
total = 1770
print(found)
"""
NEEDS = {Level.NAMESPACES: "namespaces", Level.LANDLOCK: "files", Level.NONE: "seal"}


@pytest.mark.parametrize("level", Level)
def test_every_level_grades_alike_and_only_the_last_lets_code_look_around(level):
    present = {wall.name for wall in walls() if wall.present}
    assert NEEDS[level] in present, f"this machine lacks the wall {NEEDS[level]}"
    answers = {**RIGHT, "total": SPY}
    with Worker(snapshot(), level=level, limits=Limits(cell_seconds=5)) as worker:
        result = worker.grade(submission(learner_notebook(**answers)))
        again = worker.grade(submission(learner_notebook(**RIGHT)))
    assert result["level"] == level.value
    assert result["sealed"]
    assert scores(result) == scores(again) == {"top": 3, "total": 2, "part": 4, "essay": 0}
    cells = {cell["id"]: cell for cell in result["notebooks"]["a"]["notebook"]["cells"]}
    shown = json.dumps(cells["total"]["outputs"])
    if level is not Level.NONE:
        assert "[]" in shown


def test_the_paths_a_room_shows_are_the_interpreter_and_the_kit_only():
    paths = sandbox.python_paths()
    assert any(path.endswith("/carekit") for path in paths)
    assert not any(path.endswith(("/source", "/content", "/release")) for path in paths)
    assert len(paths) <= 5
