"""Attacks on visiting checks: what a learner's code can do where the check runs beside it.

It can forge the score of the very check that visits it, as under stock nbgrader; that is told in
docs/attacks.md. It learns no other check, no gradebook and no other learner, and the sealed checks
of the same notebook keep their scores. Each attack leaves marks only in its own folder.
"""

import pytest

from carekit.sandbox.worker import Worker
from tests.attacks.ledger import LIMITS
from tests.sandbox.sealedset import RIGHT, snapshot
from tests.sandbox.visits import at_level, cells, handed_in, visiting_set

HIDE = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"
FIRST = HIDE.format("assert total == 1770, 'heliotrope'")
SECOND = HIDE.format("assert total == 1770, 'amaranth'")
# Wraps what runs a cell; what a check is seen to say is left wherever the next one could look.
HOOK = """
import mmap, os, pathlib, sys, tempfile
shared, (reads, writes) = mmap.mmap(-1, 4096), os.pipe()
os.set_blocking(reads, False)
shell, total = get_ipython(), None
run = type(shell).run_cell
places = [pathlib.Path('left.txt'), pathlib.Path(tempfile.gettempdir(), 'left.txt'),
          pathlib.Path('/dev/shm/left.txt')]

def everywhere():
    found = [bytes(shared[:])]
    for place in places:
        if place.exists():
            found.append(place.read_bytes())
    try:
        found.append(os.read(reads, 4096))
    except BlockingIOError:
        pass
    return b' '.join(found)

def wrapped(self, text, *more, **named):
    {act}
    return run(self, text, *more, **named)

type(shell).run_cell = wrapped
"""
LEAVE = """other = 'helio' + 'trope' if 'amar' + 'anth' in text else 'amar' + 'anth'
    if other.encode() in everywhere():
        shell.user_ns['total'] = 1770
    if 'amar' + 'anth' in text or 'helio' + 'trope' in text:
        shared[:len(text.encode())] = text.encode()
        os.write(writes, text.encode())
        for place in places:
            try:
                place.write_text(text)
            except OSError:
                pass"""
SEARCH = """import gc
    texts = [one for one in gc.get_objects() if type(one) in (dict, list)]
    known = repr([list(one.values()) if type(one) is dict else one for one in texts[-20000:]])
    other = 'helio' + 'trope' if 'amar' + 'anth' in text else 'amar' + 'anth'
    names = [str(path) for path in pathlib.Path('/').glob('*/*')]
    if other in known or any('gradebook' in name or 'submitted' in name for name in names):
        shell.user_ns['total'] = 1770"""
FORGE = "text = 'pass' if 'total == 17' + '70' in text else text"
ATTACKS = {
    "leave the text of a check for the next one": (LEAVE, 0),
    "search memory and disk for another check, the gradebook and other learners": (SEARCH, 0),
    # As under stock: the check that visits is in the hands of what it visits.
    "run nothing in the place of the check": (FORGE, 2),
}


@pytest.fixture(scope="module")
def worker():
    checks = at_level("visiting", "first", FIRST), at_level("visiting", "second", SECOND)
    with Worker(snapshot(visiting_set(*checks)), limits=LIMITS) as made:
        yield made


@pytest.mark.parametrize("tries", ATTACKS)
def test_an_attack_on_visiting_checks_learns_nothing_and_leaves_the_sealed_ones_alone(
    worker, tries
):
    act, forged = ATTACKS[tries]
    checks = at_level("visiting", "first", FIRST), at_level("visiting", "second", SECOND)
    code = HOOK.replace("{act}", act)
    result = worker.grade(handed_in(visiting_set(*checks), **{**RIGHT, "total": code}))
    got = {name: cell["score"] for name, cell in cells(result).items() if name != "essay"}
    assert got == {
        "top-check": 3, "total-check": 0, "part-check": 4, "first": forged, "second": forged
    }  # fmt: skip
    shown = str([cell.get("outputs") for cell in result["notebooks"]["a"]["notebook"]["cells"]])
    assert not any(word in shown for word in ("heliotrope", "amaranth"))


def test_the_same_hook_would_find_a_text_that_is_there(worker):
    # The control: the places are such that a later cell of the same process finds what was left.
    look = "assert 'helio' + 'trope' in text_seen"
    code = HOOK.replace("{act}", LEAVE)
    extra = [
        "note = 'heliotrope'",
        "text_seen = everywhere().decode()\n" + look + "\nprint('found')",
    ]
    checks = at_level("visiting", "first", FIRST), at_level("visiting", "second", SECOND)
    made = handed_in(visiting_set(*checks), extra, **{**RIGHT, "total": code})
    result = worker.grade(made)
    assert "found" in str(result["notebooks"]["a"]["notebook"]["cells"][-1]["outputs"])
