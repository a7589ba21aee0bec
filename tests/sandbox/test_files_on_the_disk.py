"""What lies beside a notebook is laid out as far as the disk of a submission holds it."""

import pytest

from carekit.sandbox.isolation.limits import Limits
from carekit.sandbox.processes.fork_client import StartError
from carekit.sandbox.submission.assignment import Snapshot
from carekit.sandbox.submission.fitting_files import fitting_files
from carekit.sandbox.worker import Worker
from tests.sandbox.sealedset import check, marked, notebook, snapshot, submission

MB = 2**20
SEEN = "from pathlib import Path\nseen = {p.name: p.stat().st_size for p in Path().rglob('*')}"


def left_out(handed_in, own=(), /, **limits):
    flags = []
    kept = fitting_files(handed_in, dict.fromkeys(own, b""), Limits(**limits), flags)
    assert [one["code"] for one in flags] == ["file-left-out"] * len(flags)
    assert {one["cell"] for one in flags} | kept.keys() == handed_in.keys()
    return sorted(one["cell"] for one in flags)


def test_the_largest_files_are_left_out_where_not_all_find_room():
    files = {"a.bin": bytes(MB), "answers.json": b"{}", "z.csv": b"1"}
    assert left_out(files, disk_mb=1) == ["a.bin"]
    assert left_out(files, disk_mb=2) == []


def test_as_many_files_are_taken_as_the_settings_say():
    many = {f"{n:04}.txt": b"" for n in range(600)}
    assert left_out(many) == []
    assert len(left_out(many, files=500)) == 600 - (500 - 17)
    # Folders are counted as well, each once, and a notebook is not laid out.
    assert left_out({f"a/b/{n}": b"" for n in range(3)}, files=22) == []
    assert left_out({f"{n}/b/{n}": b"" for n in range(3)}, files=22) == ["1/b/1", "2/b/2"]
    assert left_out({f"{n}.ipynb": bytes(MB) for n in range(30)}, files=16, disk_mb=1) == []


def test_a_name_is_measured_by_its_parts_as_where_it_comes_in():
    long, longest = "名" * 67, "名" * 66
    assert left_out({f"{longest}/{longest}/{longest}": b"", long: b"", "../x": b""}) == [
        "../x",
        long,
    ]


@pytest.mark.parametrize("disk_mb", [1, 150])
def test_files_up_to_the_size_of_the_disk_reach_the_learners_code(disk_mb):
    size = (disk_mb * MB - 17 * 4096) // 2
    files = {"a.bin": bytes(size // 4096 * 4096), "d/b.bin": b"x" * (size // 4096 * 4096)}
    cells = [marked("do", "code", "### BEGIN SOLUTION\n1\n### END SOLUTION", solution=True)]
    cells += [check("c", f"assert seen['a.bin'] == {size // 4096 * 4096}", 1)]
    cells += [check("e", "assert open('d/b.bin').read(5) == 'xxxxx'", 1)]
    given = notebook({**cells[0], "source": SEEN}, *cells[1:])
    with Worker(snapshot(notebook(*cells)), limits=Limits(disk_mb=disk_mb)) as one:
        result = one.grade({**submission(given), **files})
    assert result["flags"] == []
    assert [cell["score"] for cell in result["notebooks"]["a"]["cells"].values()] == [1, 1]


def test_a_set_whose_own_files_find_no_room_says_which_setting_to_raise():
    own = Snapshot(snapshot().books, {"table.csv": bytes(2 * MB)})
    with pytest.raises(StartError, match=r"raise c\.Carekit\.disk_mb"):
        Worker(own, limits=Limits(disk_mb=1))
