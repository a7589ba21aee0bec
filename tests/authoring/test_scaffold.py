"""What ``care new`` and ``care add`` write builds, and nothing is written over."""

import re

import pytest

from carekit.authoring.build import build
from carekit.authoring.scaffold.course import FILES, new_course
from carekit.authoring.scaffold.parts import Parts
from carekit.authoring.scaffold.wording import FOLDER, MARK, Wording, marked_for
from carekit.cli.check import still_to_write
from carekit.common.course import card
from carekit.common.files import ContentError, read_yaml
from carekit.common.languages import languages
from carekit.questions import load_banks
from carekit.tables.own import record

TAGS = list(languages())
TITLES = {tag: f"Walks {tag}" for tag in TAGS}
GAP = re.compile(r"<<\w+>>|\{\{\w+\}\}|`[^`]+`|\]\([^)]+\)")
SPOKEN = sorted(path.stem for path in (FOLDER / "words").glob("*.yml"))


@pytest.fixture
def course(tmp_path):
    """Return the folder of a new course."""
    folder = tmp_path / "walks"
    new_course(folder, TAGS, TITLES)
    record(folder)
    return folder


@pytest.fixture
def parts(course):
    return Parts(course, TAGS)


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("tag", SPOKEN)
def test_each_language_has_the_same_keys_with_the_same_gaps_code_and_links(tag):
    words, english = (read_yaml(FOLDER / "words" / f"{one}.yml").data for one in (tag, "en"))
    assert list(words) == list(english)
    for key in english:
        assert sorted(GAP.findall(words[key])) == sorted(GAP.findall(english[key])), key


def test_every_word_has_a_place_and_every_template_is_used():
    templates = {path.name: path.read_text() for path in (FOLDER / "templates").glob("*.j2")}
    quoted = set(re.findall(r'"([a-z-]+)"', "\n".join(templates.values())))
    words = set(read_yaml(FOLDER / "words" / "en.yml").data)
    listed = {key for key in words if key.startswith("learner-")}
    assert words - quoted - listed == set()
    code = "".join((FOLDER / name).read_text() for name in ("course.py", "parts.py"))
    assert [name for name in templates if f'"{name.removesuffix(".j2")}"' not in code] == []


def test_a_new_course_holds_its_files_says_its_title_and_has_nothing_left_to_write(course):
    made = {"course_data/tables/manifest.json", "course_data/README.md"}
    assert set(files_of(course)) == {*FILES, *made}
    assert card(course).title["zh-Hant"] == "Walks zh-Hant"
    assert list(still_to_write(course)) == []
    assert (course / ".ci" / "run").stat().st_mode & 0o111
    assert not any(b"<<" in data or b"<%" in data for data in files_of(course).values())


def test_every_skeleton_builds_and_is_marked(course, parts):
    parts.quiz("opening")
    parts.lesson("opening")
    parts.lesson("closing")
    parts.set("opening")
    parts.question("late", "opening")
    parts.question("early", "opening")
    report = build(course)
    assert {path.as_posix() for path in report.made} >= {
        "notebooks/02-opening.ipynb",
        "notebooks/03-closing.ipynb",
        "release/opening/opening.ipynb",
    }
    assert [one.id for one in card(course).sets] == ["first-topic", "opening"]
    [opening] = [bank for name, bank in load_banks(course).items() if name == "opening"]
    assert [one.id for one in opening.questions] == ["opening-1", "late", "early"]
    assert [[o.right for o in one.choices] for one in opening.questions] == [
        [False, True],
        [True, False],
        [False, True],
    ]
    marked = {path.name for path, _ in still_to_write(course)}
    assert marked == {"opening.md", "02-opening.md", "03-closing.md", "opening.yml", "course.yml"}
    # Its id is shown to learners; it must not tell which option is right.
    text = (course / "course_data" / "quizzes" / "opening.yml").read_text(encoding="utf-8")
    assert not re.search(r"id: \S*(right|wrong)", text)


def test_an_entry_is_added_below_the_others_and_what_follows_stays(course, parts):
    path = course / "course_data" / "course.yml"
    text = path.read_text(encoding="utf-8") + "\n# Of the course.\nexams: short\n"
    path.write_text(text, encoding="utf-8")
    parts.set("opening")
    assert path.read_text(encoding="utf-8").endswith("\n# Of the course.\nexams: short\n")
    assert card(course).exams == "short"
    assert [one.id for one in card(course).sets] == ["first-topic", "opening"]


def test_a_bank_without_misconceptions_and_a_card_without_sets_take_their_first(course, parts):
    quiz = course / "course_data" / "quizzes" / "first-topic.yml"
    quiz.write_text("concept: first-topic\nmisconceptions: []\nquestions: []\n")
    parts.question("late", None)
    [bank] = load_banks(course).values()
    assert [one.id for one in bank.misconceptions] == ["late-idea"]
    path = course / "course_data" / "course.yml"
    text = re.sub(r"sets:\n(  .*\n)+", "", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    parts.set("opening")
    assert [one.id for one in card(course).sets] == ["opening"]


@pytest.mark.parametrize(
    ("add", "says"),
    [
        (lambda parts: parts.lesson("first-topic"), r"01-first-topic\.md: is there already"),
        (lambda parts: parts.set("first-topic"), r"course\.yml: has a set first-topic already"),
        (lambda parts: parts.quiz("first-topic"), r"first-topic\.yml: is there already"),
        (
            lambda parts: parts.question("median-of-three", None),
            r"has a question median-of-three already",
        ),
        (lambda parts: parts.question("new", "nothing"), "there is no nothing; files in"),
        (lambda parts: parts.lesson("Two Words"), "'Two Words' cannot be a name here"),
        (lambda parts: parts.set("../up"), "cannot be a name here"),
    ],
)
def test_nothing_is_written_over_and_no_odd_name_is_taken(course, parts, add, says):
    before = files_of(course)
    with pytest.raises(ContentError, match=says):
        add(parts)
    assert files_of(course) == before


def test_of_several_banks_one_has_to_be_named(parts):
    parts.quiz("opening")
    with pytest.raises(ContentError, match="name the one to add to with --quiz; files in"):
        parts.question("new", None)


def test_a_set_whose_text_is_there_is_not_entered_in_the_card(course, parts):
    (course / "content" / "exercises" / "opening").mkdir()
    (course / "content" / "exercises" / "opening" / "opening.md").write_text("mine")
    before = files_of(course)
    with pytest.raises(ContentError, match=r"opening\.md: is there already"):
        parts.set("opening")
    assert files_of(course) == before


def test_a_folder_that_holds_something_or_has_an_odd_name_is_left_alone(tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "empty").mkdir()
    for name, says in (
        ("full", "is there already and not empty"),
        ("My Course", "cannot be the id"),
    ):
        with pytest.raises(ContentError, match=says):
            new_course(tmp_path / name, TAGS, TITLES)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "full"]
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]
    new_course(tmp_path / "empty", TAGS, TITLES)
    assert (tmp_path / "empty" / "course_data" / "course.yml").is_file()


def test_a_language_that_the_kit_does_not_speak_gets_english_words_behind_a_mark():
    wording = Wording(["en", "es"], {"title": {"en": "Walks", "es": "Paseos"}})
    assert wording.said("lesson-try", "es") == "[write this in es] Try it"
    assert wording.said("course-title", "es") == "[write this in es] Paseos"
    assert f"es: {marked_for('es')} Try it" in wording.heading(2, "lesson-try")
    # A stub of code stands in no language's block: one that has no words of its own is left out.
    assert wording.spoken("code-stub") == "Write your code here"
    assert wording.spoken("text-stub") == "Write your answer here"
    assert Wording(["es"], {}).spoken("text-stub").endswith("Write your answer here")
    assert Wording(["en"], {"name": "x"}).said("new-title", "en") == f"{MARK} x"


def test_a_language_near_another_starts_from_its_words():
    wording = Wording(["zh-HK", "en"], {})
    near, own = Wording(["zh-Hant"], {}), wording.said("lesson-try", "zh-HK")
    assert own == f"{marked_for('zh-HK')} {near.said('lesson-try', 'zh-Hant')}"
    assert wording.spoken("code-stub") == f"{near.spoken('code-stub')} · Write your code here"
    assert Wording(["es", "ar"], {}).spoken("code-stub") == "Write your code here"
