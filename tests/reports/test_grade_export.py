"""Grades go home: each platform's own reader takes the file, and what is there is what counts."""

import csv
import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from traitlets.config import Config
from typer.testing import CliRunner

from carekit.cli import app
from carekit.common.files import ContentError
from carekit.common.languages import Text
from carekit.grading.course.folders import Settings
from carekit.grading.gradebook.final_grades import final_grades
from carekit.grading.gradebook.writer import open_book
from carekit.reports.grade_export.export import Asked, export, plain_table
from tests.reports.platform_importers import RefusedError, blackboard, brightspace, canvas, moodle


def words(en, hans, hant):
    return Text.model_validate({"en": en, "zh-Hans": hans, "zh-Hant": hant})


# id, first name, last name, e-mail, number; points by set, a penalty, cells to read.
PEOPLE = (
    ("ana", "Ana", "Martin", "ana@sea.org", "101"),
    ("bo", "Bo", "Lin", "bo@sea.org", "102"),
    ("chi", "怡君", "陈", "chi@sea.org", "103"),
    ("dov", "Dov", "Levi", "dov@sea.org", "104"),
)
GRADES = {
    "tides": {
        "ana": (7.0, 0.0, 0),
        "bo": (3.5, 1.0, 0),
        "chi": (8.5, 0.0, 0),
        "dov": (1.0, 0.0, 1),
    },
    "winds": {"ana": (2.0, 0.0, 0), "chi": (1 / 3, 0.0, 0)},
}
MOST = {"tides": 8.0, "winds": 3.0}
TITLES = {
    "tides": words("Ebb and flow", "潮起潮落", "潮起潮落了"),
    "winds": words("Trade winds", "信风", "信風"),
}


def enter(settings, grades, most=MOST):
    with open_book(settings.db_url, settings.course_id) as book:
        for who, first, last, email, number in PEOPLE:
            book.add_student(who, first_name=first, last_name=last, email=email, lms_user_id=number)
        for set_id, by_learner in grades.items():
            book.add_assignment(set_id)
            book.add_notebook("n", set_id)
            book.add_grade_cell("c", "n", set_id, cell_type="code", max_score=most[set_id])
            for who, (points, penalty, unread) in by_learner.items():
                book.add_submission(set_id, who)
                notebook = book.find_submission_notebook("n", set_id, who)
                notebook.late_submission_penalty = penalty
                [grade] = notebook.grades
                grade.auto_score = min(points, most[set_id])
                grade.extra_credit = points - grade.auto_score or None
                grade.needs_manual_grade = bool(unread)
        book.db.commit()


def course(folder, grades=GRADES):
    folder.mkdir(exist_ok=True)
    settings = Settings(folder, Config(), f"sqlite:///{folder}/gradebook.db", "sea")
    enter(settings, grades)
    return settings


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return course(tmp_path_factory.mktemp("sea"))


def asked(path, platform, text, encoding="utf-8", **more):
    path.write_bytes(text.encode(encoding))
    sets = more.pop("sets", ("tides", "winds"))
    return Asked(
        platform, path, {one: TITLES[one] for one in sets}, more.pop("columns", {}), **more
    )


FILES = Path(__file__).with_name("grade_files")
MOODLE, CANVAS, BRIGHTSPACE, BLACKBOARD = (
    (FILES / f"{name}.csv").read_text(encoding="utf-8")
    for name in ("moodle", "canvas", "brightspace", "blackboard")
)


def test_moodle_takes_grades_out_of_a_hundred_by_an_address_that_everybody_has(settings, tmp_path):
    made = export(settings, asked(tmp_path / "m.csv", "moodle", MOODLE))
    users = {"ana@sea.org", "BO@sea.org", "eva@sea.org"}
    items = {"Assignment: Ebb and flow (Real)": 100.0, "Trade winds": 100.0}
    assert moodle(made.filled.data, "Email address", users, items) == {
        "ana@sea.org": {"Assignment: Ebb and flow (Real)": 87.5, "Trade winds": 66.67},
        # 3.5 of 8 less a penalty of 1; no winds were handed in.
        "BO@sea.org": {"Assignment: Ebb and flow (Real)": 31.25},
    }
    filled = made.filled
    assert (filled.written, filled.changed, filled.rounded) == (3, 1, 1)
    assert (filled.not_in_file, made.nobody) == (("chi", "dov"), ("Eva Neu e5 eva@sea.org",))
    head = next(csv.reader(io.StringIO(filled.data.decode())))
    # The time of the export and other grades would make Moodle refuse, or change them.
    assert "Quiz: Other (Real)" not in head
    assert "Last downloaded from this course" not in head


def test_canvas_takes_its_own_columns_and_an_excused_learner_stays_excused(settings, tmp_path):
    made = export(settings, asked(tmp_path / "c.csv", "canvas", CANVAS))
    numbers = {"101", "102", "103", "104", "999"}
    assert canvas(made.filled.data, numbers, {"7001": 10, "7002": 3}) == {
        "101": {"7001": 8.75, "7002": 2.0},
        "103": {"7001": 10.63, "7002": 0.33},
    }
    assert made.filled.excused == {"tides": ["bo"]}
    assert made.filled.unread == {"tides": ["dov"]}
    assert made.filled.above == {"tides": ["chi"]}
    assert made.nobody == ("Student, Test 999 zz",)
    assert b"Points Possible" in made.filled.data


def test_a_grade_that_may_still_grow_is_exported_only_where_that_is_asked_for(settings, tmp_path):
    said = asked(tmp_path / "c.csv", "canvas", CANVAS, unread_too=True)
    made = export(settings, said)
    taken = canvas(made.filled.data, {"101", "102", "103", "104"}, {"7001": 10, "7002": 3})
    assert taken["104"] == {"7001": 1.25}
    assert made.filled.unread == {}


def test_brightspace_takes_ids_with_a_sign_and_a_row_that_ends(settings, tmp_path):
    made = export(settings, asked(tmp_path / "b.csv", "brightspace", BRIGHTSPACE))
    assert brightspace(
        made.filled.data, {"ana", "bo"}, {"Ebb and flow": 4.0, "Trade winds": 3.0}
    ) == {"ana": {"Ebb and flow": 3.5, "Trade winds": 2.0}, "bo": {"Ebb and flow": 1.25}}
    assert [one.place is None for one in made.columns] == [False, True]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_blackboard_takes_quoted_fields_and_columns_by_number(settings, tmp_path, encoding):
    text = BLACKBOARD.replace('","', '"\t"') if encoding == "utf-16" else BLACKBOARD
    made = export(settings, asked(tmp_path / "b.csv", "blackboard", text, encoding))
    taken = blackboard(made.filled.data, {"ana", "bo"}, {"409581": 10})
    assert taken == {"ana": {"409581": 8.75}, "bo": {"409581": 3.13}}
    # Without a number Blackboard would make a column of text, so this set stays at home.
    assert made.no_column == ("winds",)


@pytest.mark.parametrize(
    ("platform", "text", "reader"),
    [
        ("moodle", MOODLE, lambda data: moodle(data, "Email address", {"ana@sea.org"}, {})),
        ("canvas", CANVAS, lambda data: canvas(data, {"1"}, {"7001": 10, "7002": 3})),
        ("brightspace", BRIGHTSPACE, lambda data: brightspace(data, set(), {})),
        ("blackboard", BLACKBOARD, lambda data: blackboard(data, set(), {"409581": 10})),
    ],
)
def test_the_readers_of_these_tests_refuse_people_whom_the_platform_does_not_know(
    settings, tmp_path, platform, text, reader
):
    data = export(settings, asked(tmp_path / "f.csv", platform, text)).filled.data
    with pytest.raises(RefusedError):
        reader(data)


def test_what_a_platform_took_makes_the_same_grades_in_a_new_gradebook(settings, tmp_path):
    text = CANVAS.replace("EX", "")
    made = export(settings, asked(tmp_path / "c.csv", "canvas", text, unread_too=True))
    taken = canvas(made.filled.data, {"101", "102", "103", "104"}, {"7001": 10, "7002": 3})
    by_number = {number: who for who, *_, number in PEOPLE}
    sets = {"7001": ("tides", 10 / MOST["tides"]), "7002": ("winds", 1.0)}
    back = {"tides": {}, "winds": {}}
    for number, points in taken.items():
        for item, value in points.items():
            set_id, scale = sets[item]
            back[set_id][by_number[number]] = (value / scale, 0.0, 0)
    other = course(tmp_path / "other", back)
    for set_id in back:
        before = {one.learner: one.points for one in final_grades(settings, set_id)}
        after = {one.learner: one.points for one in final_grades(other, set_id)}
        assert after == pytest.approx(before, abs=0.005)


def test_a_row_counts_only_where_it_means_one_learner(settings, tmp_path):
    text = (
        "Student,ID,SIS Login ID,Section,Ebb and flow (7001)\n"
        # The number means Ana and the login Bo.
        '"Martin, Ana",101,bo,Bay,\n'
        # The name alone, the family name first.
        '"陈, 怡君",900,,Bay,\n'
        '"Levi, Dov",104,dov,Bay,\n"Levi, Dov",104,dov,Dune,\n'
    )
    made = export(settings, asked(tmp_path / "c.csv", "canvas", text, sets=("tides",)))
    assert made.by_name == ("chi",)
    assert made.nobody == ("Martin, Ana 101 bo", "Levi, Dov 104 dov", "Levi, Dov 104 dov")
    assert made.filled.not_in_file == ("ana", "bo", "dov")
    assert canvas(made.filled.data, {"900"}, {"7001": 10}) == {"900": {"7001": 8.5}}


@pytest.mark.parametrize(
    ("encoding", "number", "title"),
    # Names in Big5 are nearly always valid GB18030 as well.
    [("gb18030", "学号", "潮汐作业"), ("big5", "學號", "潮汐作業"), ("utf-16", "學號", "潮汐作業")],
)
def test_a_trainer_names_the_columns_of_a_file_in_another_language(
    settings, tmp_path, encoding, number, title
):
    text = f"姓名,{number},{title}\n陳怡君,ana,-\n林志玲,bo,3\n"
    said = asked(
        *(tmp_path / "m.csv", "moodle", text, encoding),
        sets=("tides",),
        columns={"tides": title},
        key=number,
    )
    made = export(settings, said)
    wanted = f"{number},{title}\r\nana,87.5\r\nbo,31.25\r\n"
    assert made.filled.data == wanted.encode(encoding)


@pytest.mark.parametrize(
    ("platform", "text", "more", "says"),
    [
        ("canvas", "a,b\n1,2\n", {}, "no column that canvas uses to say who a row is about"),
        ("moodle", "Username,Email address\n,x@y\nbo,\n", {}, "every learner needs a value"),
        ("canvas", "Student,ID,Section\nA,101,B\n", {}, "no column is named like one of these"),
        ("canvas", "Student,ID\nA,101,3,4\n", {}, "row 2 has 4 cells, and the header has 2"),
        ("canvas", CANVAS, {"columns": {"tides": "Old (1)"}}, "no column Old (1); it has: `Ebb"),
        ("canvas", CANVAS, {"columns": {"tides": "Section"}}, "no column Section"),
        ("canvas", CANVAS, {"key": "Who"}, "no column Who; it has: `Student`, `ID`"),
    ],
)
def test_a_file_that_cannot_be_filled_in_is_refused_with_what_to_do(
    settings, tmp_path, platform, text, more, says
):
    with pytest.raises(ContentError) as refused:
        export(settings, asked(tmp_path / "f.csv", platform, text, **more))
    assert says in str(refused.value)
    assert "f.csv" in str(refused.value)


def test_half_of_a_file_in_two_bytes_a_letter_is_refused(settings, tmp_path):
    path = tmp_path / "half.csv"
    path.write_bytes(BLACKBOARD.encode("utf-16")[:-1])
    with pytest.raises(ContentError, match=r"half\.csv: this is not text in an encoding"):
        export(settings, Asked("blackboard", path, dict(TITLES), {}))


def test_the_plain_table_has_a_row_for_everybody_also_who_handed_in_nothing(settings):
    data, count = plain_table(settings, ["tides", "winds"])
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert (len(rows), count) == (8, 6)
    bo = {one["set"]: one for one in rows if one["learner"] == "bo"}
    assert (bo["tides"]["points"], bo["tides"]["penalty"], bo["tides"]["max"]) == (
        "2.5",
        "1.0",
        "8.0",
    )
    assert (bo["winds"]["points"], bo["winds"]["max"]) == ("", "")


def test_nobody_graded_is_said(settings):
    with pytest.raises(ContentError, match="nobody has a grade in stars"):
        plain_table(settings, ["stars"])


@pytest.fixture
def own_course(tmp_path, monkeypatch):
    """Return a course folder with grades, which the command runs in."""
    settings = course(tmp_path)
    (tmp_path / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.db_url = {settings.db_url!r}\n"
    )
    (tmp_path / "course_data").mkdir()
    (tmp_path / "course_data" / "course.yml").write_text(
        "id: sea\ntitle: {en: Sea, zh-Hans: 海, zh-Hant: 海}\nfirst_notebook: a.ipynb\nsets:\n"
        "- {id: tides, title: {en: Ebb and flow, zh-Hans: 潮, zh-Hant: 潮}}\n"
        "- {id: winds, title: {en: Trade winds, zh-Hans: 风, zh-Hant: 風}}\n",
        encoding="utf-8",
    )
    (tmp_path / "c.csv").write_text(CANVAS, encoding="utf-8")
    monkeypatch.setenv("CAREKIT_ROOT", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return SimpleNamespace(
        folder=tmp_path, run=lambda *words: CliRunner().invoke(app, ["export", "grades", *words])
    )


def test_the_command_says_what_it_wrote_and_what_a_person_must_look_at(own_course):
    done = own_course.run("c.csv", "--for", "canvas", "--lang", "en")
    assert done.exit_code == 3, done.output
    for line in (
        "tides goes into Ebb and flow (7001), out of 10 points",
        "tides: not exported; answers of these learners still have to be graded by hand: 1: dov.",
        "tides: the platform has excused these learners, and they stay excused: 1: bo",
        "tides: more points than the platform allows; it may cut or refuse them: 1: chi",
        "left out: 1: Student, Test 999 zz",
        "dist/grades-canvas.csv: 4 grades to import; 2 replace another grade, 2 are rounded",
    ):
        assert line in done.output
    assert (own_course.folder / "dist" / "grades-canvas.csv").read_bytes().startswith(b"Student,ID")


def test_the_command_ends_with_nothing_to_do_for_a_plain_table(own_course):
    done = own_course.run("--set", "winds", "--out", "w.csv")
    assert (done.exit_code, done.output.strip()) == (0, "w.csv: 2 grades")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--for", "moodle"), "name the file with the grades that moodle exports"),
        (("c.csv", "--for", "canvas", "--out", "c.csv"), "c.csv: this is the platform's own file"),
        (
            ("c.csv", "--for", "canvas", "--column", "tides"),
            "tides: write SET=COLUMN after `--column`",
        ),
        (("--set", "tide"), "tide: no such set in this course; did you mean tides?"),
    ],
)
def test_a_command_that_cannot_be_done_changes_no_file(own_course, words, says):
    done = own_course.run(*words)
    assert isinstance(done.exception, ContentError)
    assert says in str(done.exception)
    assert (own_course.folder / "c.csv").read_text(encoding="utf-8") == CANVAS


def test_a_course_of_nbgraders_without_a_card_exports_as_well(own_course):
    (own_course.folder / "course_data" / "course.yml").unlink()
    for name in GRADES:
        (own_course.folder / "source" / name).mkdir(parents=True)
        (own_course.folder / "source" / name / "n.ipynb").write_text("{}", encoding="utf-8")
    done = own_course.run("--out", "all.csv")
    assert (done.exit_code, done.output.strip()) == (0, "all.csv: 6 grades")
    done = own_course.run("c.csv", "--for", "canvas", "--column", "tides=Ebb and flow (7001)")
    assert "tides goes into Ebb and flow (7001)" in done.output
