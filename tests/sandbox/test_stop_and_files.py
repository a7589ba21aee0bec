"""When a learner is stopped, which files are told of, and what is noted of a refused question."""

import pytest

from carekit.sandbox.link.interrupts import Interrupts
from carekit.sandbox.link.learner_files import FILE_BYTES, DeskFiles
from carekit.sandbox.link.refusals import CannotTellError, note, refuse, taken

# --- Stopping, files and refusals.


def test_a_call_to_stop_is_raised_only_while_the_learners_code_runs_for_that_check():
    calls = Interrupts()
    calls.arrive(2, None)
    with calls.heard(1), pytest.raises(KeyboardInterrupt):
        calls.arrive(2, None)
    calls.arrive(2, None)
    with pytest.raises(KeyboardInterrupt), calls.heard(1):
        raise AssertionError("it was to be stopped before")
    with calls.heard(1):
        pass
    calls.arrive(2, None)
    with calls.heard(2):
        pass


def test_a_call_to_stop_waits_for_a_function_of_the_checks():
    calls = Interrupts()
    with calls.heard(1):
        with pytest.raises(KeyboardInterrupt), calls.kept():
            calls.arrive(2, None)
        assert calls.open
        with calls.kept():
            assert not calls.open
        assert calls.open
    assert not calls.open


def test_files_of_the_learner_are_told_once_and_again_when_they_change(tmp_path):
    desk = DeskFiles(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(b"1")
    (tmp_path / "link").symlink_to(tmp_path / "in" / "a.txt")
    assert desk.changed() == {"new": {"in/a.txt": b"1"}, "gone": []}
    assert desk.changed() == {"new": {}, "gone": []}
    (tmp_path / "in" / "a.txt").write_bytes(b"22")
    assert desk.changed()["new"] == {"in/a.txt": b"22"}
    (tmp_path / "in" / "a.txt").unlink()
    assert desk.changed() == {"new": {}, "gone": ["in/a.txt"]}
    assert desk.changed() == {"new": {}, "gone": []}
    desk.lay({"b/c.txt": b"3"}, ["never.txt"])
    assert (tmp_path / "b" / "c.txt").read_bytes() == b"3"
    assert desk.changed() == {"new": {}, "gone": []}
    desk.lay({}, ["b/c.txt"])
    assert not (tmp_path / "b" / "c.txt").exists()
    assert desk.changed() == {"new": {}, "gone": []}


@pytest.mark.parametrize(("more", "told"), [(0, ["a", "b"]), (1, ["a"])])
def test_new_files_are_told_up_to_their_limit(tmp_path, more, told):
    for name, size in (("a", FILE_BYTES - 10), ("b", 10 + more)):
        with (tmp_path / name).open("wb") as file:
            file.truncate(size)
    desk = DeskFiles(tmp_path)
    assert list(desk.changed()["new"]) == told


def test_what_was_refused_is_kept_in_short_and_forgotten_when_it_was_taken():
    note("a" * 201)
    note("b", line=7)
    with pytest.raises(CannotTellError, match=f"^{'c' * 200}$"):
        refuse("c" * 300)
    assert taken() == ["a" * 200, "b (line 7)", "c" * 200]
    assert taken() == []
