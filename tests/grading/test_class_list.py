"""``care class``: lists of any origin become one class, and it shows how far everybody is."""

import csv
import io
import sys
from pathlib import Path

import pytest

from carekit.common.course import card
from carekit.common.files import ContentError
from carekit.grading.class_list.enroll import class_of, compare
from carekit.grading.class_list.roster_file import Person, read_roster_file
from carekit.grading.course.folders import read_settings
from carekit.grading.gradebook.writer import open_book
from carekit.grading.intake.roster import Signs, read_roster
from carekit.grading.run.one_process import OneProcess
from carekit.grading.run.run import Run
from carekit.reports.class_standing import COLUMNS

sys.path.insert(0, str(Path(__file__).with_name("fakes")))
from small_course import CARD, SET, grade, hand_in, make_course

CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Tides (12)\n"
    "    Points Possible,,,,,20\n"
    '"Martin, Ana",101,s1,amartin,Class A,\n'
    '"Student, Test",999,,,Class A,\n'
)
MOODLE = 'First name,Last name,Email address,Groups\nAna,Martin,ana@sea.org,"Red, Blue"\n'
BRIGHTSPACE = "OrgDefinedId,Username,Last Name,First Name,Email\n#77,#bo,Lin,Bo,bo@sea.org\n"
NBGRADER = "id,first_name,last_name,email,lms_user_id\ncleo,Cleo,Sand,,12\n"
BLACKBOARD = '"Last Name";"First Name";"Username";"Student ID"\n"Levi";"Dov";"dov";"4"\n'
ANA = Person("ana@sea.org", "Ana", "Martin", "ana@sea.org", "", "Red, Blue")
TAIWAN = "學號,姓名,電子郵件,組別,語言\ns1,陳怡君,a@x.tw,甲,繁體\ns2,林志玲,b@x.tw,乙,English\n"
MAINLAND = "学号\t姓\t名\t小组\nw1\t陈\t怡君\t一组\n"


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


@pytest.fixture
def course(tmp_path, monkeypatch):
    root = make_course(tmp_path / "course")
    (root / "course_data").mkdir()
    write(root / "course_data" / "course.yml", CARD)
    monkeypatch.setenv("CAREKIT_ROOT", str(root))
    card.cache_clear()
    yield root
    card.cache_clear()


@pytest.mark.parametrize(
    ("text", "encoding", "layout", "person"),
    [
        (CANVAS, "utf-8", "Canvas", Person("amartin", "Ana", "Martin", "", "101", "Class A")),
        (MOODLE, "utf-8", "Moodle", ANA),
        (BRIGHTSPACE, "utf-8", "Brightspace", Person("bo", "Bo", "Lin", "bo@sea.org")),
        (NBGRADER, "utf-8", "nbgrader", Person("cleo", "Cleo", "Sand", "", "12")),
        (BLACKBOARD, "utf-16", "Blackboard", Person("dov", "Dov", "Levi")),
        (TAIWAN, "big5", "", Person("s1", "陳怡君", "", "a@x.tw", "", "甲", "", "zh-Hant")),
        (MAINLAND, "gb18030", "", Person("w1", "陈怡君", "", "", "", "一组")),
        ("username,name\nzoe,Zoë Müller\n", "cp1252", "", Person("zoe", "Zoë Müller")),
    ],
)  # fmt: skip
def test_a_list_is_understood_wherever_it_comes_from(tmp_path, text, encoding, layout, person):
    read = read_roster_file(write(tmp_path / "list.csv", text, encoding))
    assert (read.layout, read.people[0]) == (layout, person)
    assert [one.is_id for one in read.columns].count(True) == 1


def test_rows_between_people_are_nobody(tmp_path):
    read = read_roster_file(write(tmp_path / "canvas.csv", CANVAS))
    assert [one.learner for one in read.people] == ["amartin"]


FEW = "id,name\na,简体\n"


@pytest.mark.parametrize(("text", "encoding"), [(FEW, "gb18030"), ("id,name\na,林志玲\n", "big5")])
def test_a_few_chinese_letters_are_enough_to_tell_the_encoding(tmp_path, text, encoding):
    path = write(tmp_path / "list.csv", text, encoding)
    assert read_roster_file(path).encoding == encoding
    assert read_roster_file(path).people[0].name == text[-4:].strip().strip(",")


def test_the_encoding_can_be_named(tmp_path, course, invoke):
    path = str(write(tmp_path / "list.csv", FEW, "gb18030"))
    assert invoke("class", "add", path, "--encoding", "gb18030")[0] == 0
    assert class_of(read_settings(course))[0].name == "简体"
    for wrong in ("ascii", "nothing-like-it"):
        code, told = invoke("class", "add", path, "--encoding", wrong)
        assert (code, wrong in told) == (1, True)


def test_every_mistake_is_named_with_its_line_and_nothing_is_added(course, invoke, tmp_path):
    text = "id,name,language\na,Ann,fr\n,Bob,\na,Ann,\na,Ann 2,\nx/y,Z,\nb,Bo,en,more\n"
    code, told = invoke("class", "add", str(write(tmp_path / "bad.csv", text)))
    assert code == 1
    for line, words in (
        (2, "no language fr"),
        (3, "no id"),
        (5, "a is in line 4 already"),
        (6, "x/y cannot be the name of a folder"),
        (7, "4 cells"),
    ):
        assert any(f"bad.csv:{line}:" in row and words in row for row in told.splitlines()), line
    assert class_of(read_settings(course)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nothing in it"),
        ("id,name\n", "no learner below it"),
        ("who,name\na,Ann\n", "--column HEADER=id"),
        ("who,name\na,Ann\n", "`who`, `name`"),
    ],
)
def test_a_file_that_is_no_class_list_says_what_to_do(tmp_path, text, words):
    with pytest.raises(ContentError, match=words):
        read_roster_file(write(tmp_path / "list.csv", text))


def test_a_column_can_be_named_by_hand(tmp_path, course, invoke):
    path = write(tmp_path / "list.csv", "who,called\na,Ann Lee\n")
    code, _ = invoke("class", "add", str(path), "--column", "who=id", "--column", "called=name")
    assert code == 0
    assert class_of(read_settings(course)) == [Person("a", "Ann Lee")]
    code, told = invoke("class", "add", str(path), "--column", "who=shoe size")
    assert (code, "who=shoe size" in told) == (1, True)
    code, told = invoke("class", "add", str(path), "--column", "whom=id")
    assert (code, "no column whom" in told) == (1, True)


def test_a_list_is_added_again_and_only_what_it_says_changes(course, invoke, tmp_path):
    path = tmp_path / "list.csv"
    write(path, "id,name,email,group,language\na,Ann,a@x.org,Red,en\nb,Bo,,,\nc,Cy,,,\n")
    assert invoke("class", "add", str(path))[0] == 0
    write(path, "id,name,email,group,language\na,Ann Lee,,Blue,\nb,Bo,,,\nd,Di,,,\n")
    before = class_of(read_settings(course))
    code, told = invoke("class", "add", str(path), "--dry-run")
    assert (code, class_of(read_settings(course))) == (0, before)
    code, told = invoke("class", "add", str(path))
    assert code == 0
    assert "New: 1. Changed: 1. As before: 1." in told
    assert "they stay): c" in told
    assert class_of(read_settings(course)) == [
        Person("a", "Ann Lee", "", "a@x.org", "", "Blue", "", "en"),
        Person("b", "Bo"),
        Person("c", "Cy"),
        Person("d", "Di"),
    ]


def test_who_may_be_in_the_class_already_waits_for_a_word(course, invoke, tmp_path):
    assert invoke("class", "add", str(write(tmp_path / "moodle.csv", MOODLE)))[0] == 0
    canvas = str(write(tmp_path / "canvas.csv", CANVAS))
    code, told = invoke("class", "add", canvas)
    assert (code, "ana@sea.org" in told) == (3, True)
    assert [one.learner for one in class_of(read_settings(course))] == ["ana@sea.org"]
    assert invoke("class", "add", canvas, "--new", "amartin")[0] == 0
    assert [one.learner for one in class_of(read_settings(course))] == ["amartin", "ana@sea.org"]


@pytest.mark.parametrize(
    ("new", "same"),
    [
        (Person("x", "Other", email="A@SEA.org"), "email"),
        (Person("a@sea.org"), "email"),
        (Person("x", "Other", number="7"), "number"),
        (Person("x", "ann", "Lee"), "name"),
        (Person("x"), None),
        (Person("x", "Anna", "Lee", number="8"), None),
    ],
)
def test_the_same_mail_number_or_name_is_a_sign_of_one_person(new, same):
    known = [Person("a", "Ann", "Lee", "a@sea.org", "7"), Person("b")]
    found = compare([new], known)
    assert [one.same for one in found.twins] == ([same] if same else [])
    assert len(found.new) == (same is None)


def test_a_mail_address_that_is_an_id_is_a_sign_as_well():
    found = compare([Person("x", email="ana@sea.org")], [Person("ana@sea.org")])
    assert [(one.learner, one.same) for one in found.twins] == [("ana@sea.org", "email")]


def test_the_intake_takes_the_list_for_the_whole_class(course, invoke, tmp_path):
    invoke("class", "add", str(write(tmp_path / "canvas.csv", CANVAS)))
    roster = read_roster(read_settings(course))
    assert roster.closed
    assert roster.match(Signs(("martinana",), "101", squeezed=True)).learner == "amartin"


def test_a_name_that_a_spreadsheet_would_compute_stays_a_name(course, invoke, tmp_path):
    invoke("class", "add", str(write(tmp_path / "list.csv", "id,name,group\na,'=A1,-x\n")))
    found = class_of(read_settings(course))
    assert (found[0].name, found[0].group) == ("=A1", "-x")
    assert b"'-x" in (course / ".care" / "class-list.csv").read_bytes()


def test_the_class_shows_what_is_in_graded_and_to_be_marked(course, invoke, tmp_path):
    listed = "id,name,group\nana,Ana,Red\nbo,Bo,\ncy,Cy,\ndi,Di,\n"
    invoke("class", "add", str(write(tmp_path / "list.csv", listed)))
    settings = read_settings(course)
    hand_in(course, "ana")
    run_over(course, settings)
    hand_in(course, "bo")
    bad = hand_in(course, "cy")
    bad.write_bytes(b"{")
    run_over(course, settings, only={"cy"})
    out = tmp_path / "class.csv"
    code, told = invoke("class", "--out", str(out))
    assert code == 0
    assert "Red" in told
    rows = {row["learner"]: row for row in csv.DictReader(io.StringIO(out.read_text("utf-8-sig")))}
    said = ["ana", "Ana", "", "Red", "", "", SET, "1", "0", "0", "5.0", "11.0", "1"]
    assert rows["ana"] == dict(zip(COLUMNS, said, strict=True))
    assert [rows[who]["handed_in"] for who in ("bo", "cy", "di")] == ["1", "1", "0"]
    assert [rows[who]["refused"] for who in ("bo", "cy", "di")] == ["0", "1", "0"]
    assert {rows[who]["points"] for who in ("bo", "cy", "di")} == {""}


def run_over(course, settings, only=()):
    from carekit.grading.course.folders import read_snapshot
    from carekit.grading.intake.course_inbox import course_inbox

    snapshot = read_snapshot(course, SET)
    box = course_inbox(settings, SET, snapshot, course / "submitted")
    Run(settings, SET, snapshot, box, OneProcess(grade), only=set(only))()


@pytest.mark.usefixtures("course")
def test_an_empty_class_says_how_to_fill_it(invoke):
    code, told = invoke("class")
    assert (code, "care class add FILE" in told) == (1, True)


def test_nothing_changes_where_the_gradebook_cannot_be_written(course, invoke, tmp_path):
    invoke("class", "add", str(write(tmp_path / "list.csv", "id,group\na,Red\n")))
    with open_book(read_settings(course).db_url, "sea") as book:
        from sqlalchemy import text

        book.db.execute(
            text(
                "create trigger full before insert on student "
                "begin select raise(abort, 'disk full'); end"
            )
        )
        book.db.commit()
    path = write(tmp_path / "more.csv", "id,group\na,Blue\nb,Red\n")
    code, told = invoke("class", "add", str(path))
    assert (code, "disk full" in told) == (1, True)
    assert class_of(read_settings(course)) == [Person("a", group="Red")]
