"""Whose is it: whom a name can mean, what is asked for, and what a person settles."""

import random
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from carekit.common.files import ContentError
from carekit.grading.course.folders import read_settings, read_snapshot
from carekit.grading.intake.course_inbox import course_inbox
from carekit.grading.intake.inbox import Inbox
from carekit.grading.intake.lms_layouts import Box, read_box
from carekit.grading.intake.roster import Enrolled, Match, Roster, Signs, read_roster
from carekit.grading.intake.settled_names import Unknown, offer, read_names, ready_file
from carekit.grading.run.one_process import OneProcess
from carekit.grading.run.run import Run
from carekit.sandbox.submission.flags import says

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from handed_in import codes, notebook, pack, put
from small_course import SET, contents, grade, hand_in, make_course

CLASS = [Enrolled("amartin", "Ana Martin", "503"), Enrolled("陈怡君"), Enrolled("20230101")]
LIST = Roster(CLASS, closed=True, words=(SET,))


@pytest.mark.parametrize(
    ("name", "learner", "exact"),
    [
        ("amartin", "amartin", True),
        ("Ana Martin", "amartin", True),
        ("Amartin", "amartin", False),
        ("ana  MARTIN", "amartin", False),
        ("Martin, Ana", "amartin", False),
        ("AnaMartin", "amartin", False),
        ("Aña Martin", "amartin", False),
        ("Ana Martin 20254321", "amartin", False),
        ("s2025432_martin_ana_tides", "amartin", False),
        ("陈 怡君", "陈怡君", False),
        ("２０２３０１０１", "20230101", False),
        ("20230101-tides", "20230101", False),
        ("503", "amartin", False),
        ("Martin, Ana (amartin)", "amartin", False),
        ("陈怡君2025432", "陈怡君", False),
        ("s2025432陈怡君", "陈怡君", False),
        ("陈怡君tides", "陈怡君", False),
    ],
)
def test_a_name_that_can_mean_one_person_is_followed_and_said(name, learner, exact):
    assert LIST.match(Signs((name,))) == Match(learner, exact)


@pytest.mark.parametrize(
    ("name", "perhaps"),
    [
        ("20230101-陈怡君-跟进", ("20230101", "陈怡君")),
        ("Ana", ("amartin",)),
        ("Ana Weber", ("amartin",)),
        ("20230101 Ana Martin", ("20230101", "amartin")),
        ("20230101陈怡君", ("20230101", "陈怡君")),
        ("nobody", ()),
        ("", ()),
        ("-", ()),
        ("Ana " * 40, ("amartin",)),
    ],
)
def test_a_name_that_can_mean_two_people_or_nobody_is_asked_for(name, perhaps):
    assert LIST.match(Signs((name,))) == Match(perhaps=perhaps)


def test_a_number_of_one_person_beside_the_name_of_another_is_asked_for():
    assert LIST.match(Signs(("20230101",), "503")) == Match(perhaps=("20230101", "amartin"))
    assert LIST.match(Signs(("martinana",), "503", squeezed=True)) == Match("amartin")
    assert LIST.match(Signs(("somebody",), "503")) == Match("amartin", exact=False)
    assert Roster([Enrolled("ana", number="7")]).match(Signs(("bo",), "7")) == Match("ana")


def test_two_people_of_one_name_are_told_apart_by_nothing_but_a_person(tmp_path):
    twins = Roster([Enrolled("a1", "Li Wei"), Enrolled("a2", "Li Wei")], closed=True)
    assert twins.match(Signs(("Li Wei",))) == Match(perhaps=("a1", "a2"))
    for number in (7, 8):
        put(tmp_path, f"Ana Martin_{number}_assignsubmission_file_/{SET}.ipynb")
    inbox = Inbox(tmp_path, SET, [SET], LIST)
    assert list(inbox) == []
    assert inbox.unknown == [Unknown(f"Ana Martin_{n}", ("amartin",)) for n in (7, 8)]
    inbox = Inbox(tmp_path, SET, [SET], LIST, names={"ana martin 8": "amartin"})
    assert [one.learner for one in inbox] == ["amartin"]
    assert [one.found for one in inbox.unknown] == ["Ana Martin_7"]


@pytest.mark.parametrize("closed", [True, False])
def test_of_two_hand_ins_for_one_learner_the_one_under_the_id_is_read(tmp_path, closed):
    # In the order of the alphabet the name comes before the id.
    for who in ("Ana Martin", "amartin"):
        put(tmp_path, f"{who}/{SET}.ipynb", notebook(who))
    first, second = Inbox(tmp_path, SET, [SET], Roster(CLASS, closed=closed, words=(SET,)))
    assert (first.learner, first.refused) == ("amartin", False)
    assert first.files[f"{SET}.ipynb"] == notebook("amartin").encode()
    assert (second.refused, codes(second)) == (True, ["same-learner"])


def work_of(job):
    """Return how many calls of functions a piece of work takes; a measure that no load changes."""
    count = 0

    def note(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        job()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "shape",
    [
        "{n}.ipynb",
        "stranger {n}.ipynb",
        "class/id{n}/work/tides.ipynb",
        "in/id{n}/tides/tides.ipynb",
        "Some Body{n}_{n}_assignsubmission_file_/tides.ipynb",
        "nameof{n}_{n}_77_tides.ipynb",
        "Last_First_id{n}_{n}/tides.ipynb",
        "Submitted files/Name{n} Of/tides/Version 1/tides.ipynb",
    ],
)
def test_twice_the_class_is_twice_the_work(shape):
    def read(size):
        roster = Roster(
            [Enrolled(f"id{n}", f"Name{n} Of", f"9{n}") for n in range(size)], closed=True
        )
        paths = [tuple(shape.format(n=n).split("/")) for n in range(size)]
        read_box(paths, Box(SET, frozenset({"other"}), means=roster.means))
        for number in range(size):
            roster.match(Signs((f"Of Name{number}", f"stranger {number}")))

    assert work_of(lambda: read(240)) < 2.2 * work_of(lambda: read(120))


TITLED = "tides_li_bo_attempt_2026-10-02-09-30-11_tides.ipynb"
UNTITLED = "Week 3_1_li_bo_attempt_2026-10-02-09-30-11_my_work_1.ipynb"


def test_a_title_and_a_user_with_underlines_are_taken_apart():
    (titled,) = read_box([(TITLED,)], Box(SET))
    assert (titled.names[0], titled.parts) == ("li_bo", ("tides.ipynb",))
    (untitled,) = read_box([(UNTITLED,)], Box(SET))
    assert (untitled.names[0], untitled.parts) == ("bo", ("my_work_1.ipynb",))
    known = Roster([Enrolled("li_bo"), Enrolled("x")], closed=True)
    assert known.match(Signs(untitled.names)) == Match("li_bo")


def test_one_clone_is_enough_to_see_through_its_folder():
    (found,) = read_box([("w-submissions", "w-ana", "tides.ipynb")], Box(SET))
    assert (found.names, found.parts) == (("ana",), ("tides.ipynb",))


PIECES = ["ana", "Bo Li", "in", "Submitted files", "Version 1", "a-submissions", "a-bo", "v1", "陳"]
PIECES += ["Ana_1_assignsubmission_file_", "X_Y_zoe_12", "1-2 - Ana - Oct 2, 2026 930 AM", ".."]
FILES = ["tides.ipynb", "x.ipynb", "bo_5_6_y.ipynb", "cy.ipynb.txt", f"{SET}_ana.ipynb", UNTITLED]


@pytest.mark.parametrize("seed", range(40))
def test_every_notebook_is_somebodys_or_named_whatever_the_folders(seed):
    """Property: only what Teams calls a draft is left aside in a box of one set."""
    draw = random.Random(seed)
    paths = list(
        dict.fromkeys(
            (*draw.choices(PIECES, k=draw.randrange(5)), draw.choice(FILES)) for _ in range(12)
        )
    )
    for closed in (True, False):
        roster = Roster([Enrolled("ana", "Ana"), Enrolled("bo", "Bo Li")] if closed else [])
        found = read_box(paths, Box(SET, means=roster.means))
        for path, one in zip(paths, found, strict=True):
            assert one != "left" or "Submitted files" in {p[-4] for p in paths if len(p) > 3}, path
            if one is not None and one != "left":
                assert one.names[0], path
                assert one.parts[-1], path


# --- Through a course: the gradebook, the file to fill in, and the next run.


@pytest.fixture(scope="module")
def enrolled(tmp_path_factory):
    root = make_course(tmp_path_factory.mktemp("whose"))
    hand_in(root, "amartin", essay="")
    assert grades(root)[0].graded == ["amartin"]
    return root


@pytest.fixture
def course(tmp_path, enrolled):
    return shutil.copytree(enrolled, tmp_path / "course")


def grades(root, who=None):
    settings, snapshot = read_settings(root), read_snapshot(root, SET)
    inbox = course_inbox(settings, SET, snapshot, root / "submitted", who=who)
    return Run(settings, SET, snapshot, inbox, OneProcess(grade))(), settings


def enrol(root, learner):
    """Enrol somebody as a trainer does: with a last name."""
    with closing(sqlite3.connect(root / "gradebook.db")) as db:
        db.execute("insert into student (id, last_name) values (?, 'Chen')", (learner,))
        db.commit()


def people(root):
    return [learner for learner, _ in contents(root)[0]]


def test_who_was_entered_only_by_grading_is_no_class_list(course):
    assert not read_roster(read_settings(course)).closed
    hand_in(course, "Nina", essay="")
    report, _ = grades(course)
    assert (report.graded, report.unknown) == (["Nina"], [])
    assert not read_roster(read_settings(course)).closed
    with closing(sqlite3.connect(course / "gradebook.db")) as db:
        db.execute("update student set last_name = 'Olsen' where id = 'Nina'")
        db.commit()
    assert read_roster(read_settings(course)).closed


def test_nobody_new_is_entered_in_silence_and_nothing_is_lost(course):
    enrol(course, "bo")
    hand_in(course, "Nina", essay="")
    hand_in(course, "BO", essay="")
    report, settings = grades(course)
    assert people(course) == ["amartin", "bo"]
    assert (report.graded, report.unknown, report.attention) == (["bo"], [Unknown("Nina")], True)
    assert [one["code"] for one in report.matched["bo"]] == ["matched-name"]
    assert "under the name BO; it is filed under bo" in says(report.matched["bo"][0])

    ready = offer(settings, SET, report.unknown)
    assert ready == ready_file(settings, SET)
    assert ready.read_text("utf-8-sig") == "as found,learner,perhaps\nNina,,\n"
    assert grades(course, ready)[0].unknown == [Unknown("Nina")], "not filled in"

    ready.write_text("as found,learner,perhaps\nNina,Nina,\n", "utf-8")
    report, _ = grades(course, ready)
    assert (report.graded, report.unknown) == (["Nina"], [])
    assert people(course) == ["Nina", "amartin", "bo"]
    report, _ = grades(course)
    assert (sorted(report.unchanged), report.unknown) == (["Nina", "amartin", "bo"], [])


def test_what_was_settled_holds_for_the_next_runs_and_may_be_settled_anew(course, tmp_path):
    enrol(course, "bo")
    hand_in(course, "the new one", essay="")
    who = tmp_path / "names.csv"
    who.write_text("as found,learner\nthe new one,-\n", "utf-8")
    assert (grades(course, who)[0].unknown, people(course)) == ([], ["amartin", "bo"])
    assert grades(course)[0].unknown == []
    who.write_text("as found,learner\nThe New One,bo\n", "utf-8")
    assert grades(course, who)[0].graded == ["bo"]
    assert grades(course)[0].missing == []


def test_a_mistake_in_the_names_is_told_with_its_line(course, tmp_path):
    enrol(course, "bo")
    who = tmp_path / "names.csv"
    for text, said in (
        ("name,learner\n", ':1: needs the columns "as found" and "learner"'),
        (
            "as found,learner\nNina,amartn\n",
            "amartn is not enrolled; did you mean amartin? Correct it",
        ),
        ("as found,learner\nNina,bo\nnina,amartin\n", ":3: nina: is on line 2 too"),
        ("as found,learner\nNina,bo\n".encode("utf-16"), "save it as CSV in UTF-8"),
    ):
        who.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(ContentError) as error:
            grades(course, who)
        assert said in str(error.value)
    with pytest.raises(ContentError, match="cannot be read: No such file"):
        grades(course, tmp_path / "nowhere.csv")


def test_the_file_to_fill_in_keeps_what_stands_in_it_and_computes_nothing(course):
    settings = read_settings(course)
    names = ["=1+1", "@SUM(1)", "-x", 'Ana "A", Martin']
    path = offer(settings, SET, [Unknown(name, ("a", "b")) for name in names])
    lines = path.read_text("utf-8-sig").splitlines()
    assert [line[:2] for line in lines[1:4]] == ["'=", "'@", "'-"]
    path.write_text(path.read_text("utf-8").replace(",,a or b", ",amartin,a or b"), "utf-8")
    again = offer(settings, SET, [Unknown("=1+1"), Unknown("more")])
    assert read_names(again) == {
        "1 1": "amartin",
        "sum 1": "amartin",
        "x": "amartin",
        "ana a martin": "amartin",
    }
    path.write_bytes(b"something else of the trainer's")
    other = offer(settings, SET, [Unknown("more")])
    assert path.read_bytes() == b"something else of the trainer's"
    assert (other.name, len(read_names(other))) == (f"names-{SET}-new.csv", 0)


# --- Names within one archive that cannot all be files.


@pytest.mark.parametrize(
    "names",
    [
        ["x", "x/y"],
        ["x/y", "x"],
        [".answers.json", "answers.json/evil"],
        ["answers (1).json", "answers.json/evil"],
        ["tides.ipynb/evil"],
        ["work/tides.ipynb", "work/x", "x/y"],
    ],
)
def test_a_name_that_is_a_file_and_a_folder_costs_only_itself(tmp_path, names):
    home = "Ana_1_assignsubmission_file_/"
    inside = names if "work/tides.ipynb" in names else ["tides.ipynb", *names]
    data = [notebook() if name.endswith("tides.ipynb") else "{}" for name in inside]
    path = pack(tmp_path / "in.zip", [(home + n, d) for n, d in zip(inside, data, strict=True)])
    (one,) = Inbox(path, SET, [SET])
    assert not one.refused
    assert "tides.ipynb" in one.files
    for name in one.files:
        assert not any(other.startswith(f"{name}/") for other in one.files)
    clash = not names[0].startswith(".")
    assert ("name-clash" in codes(one)) == clash
