"""One run of a command speaks one language, also where it refuses: ``--lang``'s or the shell's."""

import ast
import importlib
import re
import shutil
import sys
from functools import cache
from pathlib import Path

import pytest
import typer

import carekit
from carekit.cli import app, main
from carekit.cli.messages import asked_lang
from carekit.cli.usage import refused
from carekit.common.course import card
from carekit.common.files import ContentError, Fault, refuse
from carekit.common.kit_words import texts
from carekit.common.languages import ENGLISH, in_lang, languages
from carekit.common.messages import Joined, Messages, Said, of_system
from carekit.grading.course.folders import read_settings
from carekit.grading.gradebook.writer import open_book
from carekit.grading.run import worker_spec
from carekit.sandbox import messages as sealed_words
from carekit.sandbox.isolation.sandbox import Level
from tests.reading_languages import ZH_HANS, ZH_HANT

KIT = Path(carekit.__file__).parent
SET = "follow-up"
LOCALE = {ENGLISH: "en_US.UTF-8", ZH_HANS: "zh_CN.UTF-8", ZH_HANT: "zh_TW.UTF-8"}
HAN = re.compile("[\u3400-\u9fff]")
# A name, a path, an option, a number or a command in backticks belongs to no language.
NAMED = re.compile(r"`[^`]*`|\S*[-/\\._=<>0-9]\S*")
ENGLISH_WORDS = re.compile(r"(?:\b[A-Za-z]{2,}\b[ ,;:]+){3,}\b[A-Za-z]{2,}\b")
# One letter of each script that the other one does not have, of those that these sentences need.
ONLY = {ZH_HANS: "这个们为么没请没还设读写", ZH_HANT: "這個們為麼沒請還設讀寫"}

MISTAKES = {
    "start": [
        ["--port", "many"],
        ["--port", "99999"],
        ["--port", "-1"],
        ["--lang", "fr"],
        ["--prot", "8888"],
    ],
    "hand-in": [[], ["folow-up"], [SET, "--name", "..."], ["--verify", "nowhere.json"]],
    "demo": [["folow-up"], ["nothing-like-it"], ["--out", "full"], ["--lang"]],
    "grade": [
        [],
        ["folow-up"],
        ["nothing-like-it"],
        [SET],
        [SET, "nowhere.zip"],
        [SET, "text.zip"],
        [SET, "box", "--who", "nowhere.csv"],
        [SET, "box", "--who", "columns.csv"],
        [SET, "timed"],
        [SET, "--workers", "many"],
        [SET, "--workers", "0"],
        [SET, "--onyl", "ana"],
        [SET, "box", "more"],
        ["loyalty"],
    ],
    "class add": [[], ["nowhere.csv"], ["columns.csv"], ["columns.csv", "--column", "x=y"]],
    "appeal": [[], ["ana"], ["ana", "folow-up"], ["ana", SET]],
    "mark": [[], ["folow-up"], [SET], [SET, "--every", "0"], [SET, "--port", "0"]],
    "class run": [["nowhere"], ["box", "--set", "folow-up"], ["box", "--workers", "0"]],
    "regrade": [["folow-up"], [SET], [SET, "nowhere"], [SET, "box", "--key"], ["--dry-run"]],
    "feedback": [["folow-up"], [SET, "--only", "nobody"], []],
    "report": [["folow-up"], [], [SET], ["--out"]],
    "items": [[], ["folow-up"], [SET], ["post-test", "--from", "nowhere"], ["form-x"]],
    "export grades": [["--set", "folow-up"], ["--for", "webct"], ["text.zip", "--for", "canvas"]],
    "due": [
        ["folow-up"],
        [SET, "soon"],
        [SET, "2026-02-30 18:00 UTC"],
        [SET, "2026-12-01 18:00 Mars"],
        [SET, "2026-12-01 18:00 CST"],
        [SET, "2026-12-01 18:00 Taipeh"],
        [SET, "2026-03-29 02:30 Europe/Berlin"],
        [SET, "2026-10-25 02:30 Europe/Berlin"],
        [SET, "9999-12-31 23:59 -12:00"],
        ["--none"],
    ],
    "doctor": [["--jsno"], ["more"]],
    "handout": [["--trainer", "--langs", "en"], ["--out"], ["--trainer"]],
    "certificate": [
        [],
        ["nobody"],
        ["../nobody"],
        ["nobody", "--kind", "none"],
        ["--verify", "zz"],
    ],
    "exam score": [["nothing"], ["post-test"], [], ["post-test", "--acept", "ana"]],
    "exam release": [["nothing"], ["post-test"], ["post-test", "--from", "nowhere"]],
}
AUTHORS = {"lint", "parity", "build", "tables", "check-text", "schema", "test", "quiz preview"}
AUTHORS |= {"new", "check", "preview"}
AUTHORS |= {f"import {what}" for what in ("gift", "moodle", "notebook", "quiz")}
AUTHORS |= {f"add {part}" for part in ("lesson", "question", "quiz", "set", "table")}
AUTHORS |= {f"export {what}" for what in ("anki", "moodle", "paper", "qti")}
"""The verbs of who writes a course and its checks: English, wholly. CONTRIBUTING.md says so."""


@pytest.fixture(scope="module")
def gradebook(root, tmp_path_factory):
    """Return a gradebook without anybody, which takes seconds to make."""
    path = tmp_path_factory.mktemp("book") / "gradebook.db"
    with open_book(f"sqlite:///{path}", read_settings(root).course_id):
        return path


@pytest.fixture
def course(root, gradebook, tmp_path, monkeypatch):
    """Return a course without hand-ins and trainer's notes, which holds one set of the real one."""
    folder = tmp_path / "course"
    folder.mkdir()
    for name in ("course_data", "nbgrader_config.py", "content/sample_class"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).symlink_to(root / name)
    for name in (f"source/{SET}", f"release/{SET}"):
        (folder / name).parent.mkdir()
        (folder / name).symlink_to(root / name)
    shutil.copy(gradebook, folder)
    (folder / "full").mkdir()
    (folder / "full" / "mine.txt").write_text("mine")
    (folder / "box").mkdir()
    (folder / "timed").mkdir()
    (folder / "timed" / "received.csv").write_text("learner,received\nana,soon\n")
    (folder / "text.zip").write_text("no zip")
    (folder / "columns.csv").write_text("name,learner\n")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("CAREKIT_ROOT", str(folder))
    # No mistake here needs a grader, and trying the machine's walls takes a second.
    monkeypatch.setattr(worker_spec, "level_here", lambda: Level.LANDLOCK)
    monkeypatch.setattr(worker_spec, "engine_of", lambda *_about: None)
    monkeypatch.setattr(sealed_words, "walls", cache(sealed_words.walls))
    card.cache_clear()
    yield folder
    card.cache_clear()


@pytest.fixture
def care(course, monkeypatch, capsys):  # noqa: ARG001 - the course in which it runs
    """Return a function that runs a command as the shell does; it gives exit code and words."""

    def run(*words, shell=ENGLISH):
        monkeypatch.setenv("LC_ALL", LOCALE[shell])
        monkeypatch.setattr(sys, "argv", ["care", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return ended.value.code, told.out + told.err

    return run


def other(told, lang):
    """Return the words of another language than ``lang`` in what was told."""
    if lang == ENGLISH:
        return HAN.findall(told)
    [theirs] = {ZH_HANS, ZH_HANT} - {lang}
    odd = set(ONLY[theirs]) - set(ONLY[lang])
    return ENGLISH_WORDS.findall(NAMED.sub("§", told)) + [sign for sign in told if sign in odd]


CASES = [(verb, words) for verb, all_of_it in MISTAKES.items() for words in all_of_it]


@pytest.mark.parametrize(("verb", "words"), CASES, ids=[" ".join([v, *w]) for v, w in CASES])
def test_a_mistake_is_told_in_one_language_the_shells_or_the_one_asked_for(care, verb, words):
    found = {}
    for lang in languages():
        code, told = care(*verb.split(), *words, shell=lang)
        assert code in (1, 2), told
        assert other(told, lang) == [], told
        assert lang == ENGLISH or HAN.search(told), told
        assert "Traceback" not in told
        found[lang] = told
    assert len(set(found.values())) == 3, found
    # Once for each verb is enough.
    if words == MISTAKES[verb][0]:
        asked = ("--lang", ZH_HANT)
        assert care(*verb.split(), *asked, *words, shell=ZH_HANS)[1] == found[ZH_HANT]


@pytest.mark.parametrize("lang", list(languages()))
def test_settings_and_what_is_odd_about_them_are_told_in_one_language(course, care, lang):
    config = course / "nbgrader_config.py"
    config.unlink()
    config.write_text(
        "c = get_config()\nc.SealedExecute.timeout = 90\nc.SealedExecute.level = 'best'\n"
        "c.Carekit.memory_mb = 512\nc.SealedExecute.memory_mb = 256\n"
        "c.CourseDirectory.db_students = []\nc.Carekit.total_seconds = 30\n",
        encoding="utf-8",
    )
    code, told = care("doctor", "--lang", lang, shell=ZH_HANS)
    assert code in (0, 3), told
    assert other(told, lang) == [], told
    assert "c.SealedExecute.timeout" in told
    code, told = care("due", "--lang", lang, shell=ZH_HANS)
    assert (code, other(told, lang)) == (0, []), told


@pytest.mark.parametrize("lang", list(languages()))
def test_each_odd_setting_is_refused_in_one_language(course, care, lang):
    config = course / "nbgrader_config.py"
    config.unlink()
    config.write_text(
        "c = get_config()\nc.Carekit.cell_second = 3\nc.Carekit.files = 'many'\n"
        "c.Carekit.zone = 'Mars'\nc.Carekit.minimum_level = 'high'\nc.Carekit.cell_seconds = -1\n"
        "c.SealedExecute.speed = 3\nc.Carekti.files = 3\n",
        encoding="utf-8",
    )
    code, told = care("grade", SET, "--lang", lang, shell=ZH_HANT)
    assert (code, len(told.splitlines())) == (1, 7), told
    assert other(told, lang) == [], told
    config.write_text("c = (", encoding="utf-8")
    told = care("due", "--lang", lang, shell=ZH_HANT)[1]
    # Python's own words on what is wrong with a line of Python stand in brackets.
    assert other(re.sub(r"[(（].*[)）]", "", told), lang) == [], told


@pytest.mark.parametrize("lang", list(languages()))
def test_a_grader_that_does_not_start_is_told_in_one_language(care, monkeypatch, lang):
    monkeypatch.setattr(worker_spec, "level_here", lambda: Level.NONE)
    code, told = care("grade", SET, "--lang", lang)
    assert (code, other(told, lang)) == (1, []), told
    assert "--unsandboxed" in told


@pytest.mark.parametrize("words", [["nothing-like-it"], ["folow-up"], ["--workers", "x"], ["-x"]])
def test_a_verb_for_authors_is_in_english_in_every_shell(care, words):
    told = [care("lint", *words, shell=lang)[1] for lang in languages()]
    assert len(set(told)) == 1
    assert other(told[0], ENGLISH) == []


def verbs():
    todo = [((), typer.main.get_command(app))]
    while todo:
        words, command = todo.pop()
        for name, one in getattr(command, "commands", {}).items():
            todo.append(((*words, name), one))
        if words and not hasattr(command, "commands"):
            yield " ".join(words), any(one.name == "lang" for one in command.params)


def test_every_verb_speaks_or_is_for_authors_and_each_is_tried_here(root):
    known = dict(verbs())
    assert {name for name, speaks in known.items() if speaks} == set(MISTAKES)
    assert {name for name, speaks in known.items() if not speaks} == AUTHORS
    page = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    [line] = [line for line in page.splitlines() if "one language in one run" in line]
    assert set(re.findall(r"`([^`]+)`", line)) >= AUTHORS


def test_an_unknown_verb_is_told_in_the_shells_language(care):
    for lang in languages():
        code, told = care("grde", shell=lang)
        assert (code, other(told, lang)) == (2, []), told
        assert "grade" in told


def test_what_lang_asks_for_is_read_as_typer_reads_it():
    assert asked_lang(["a", "--lang", "en", "--lang", "zh-Hans"]) == ZH_HANS
    assert asked_lang(["--lang=zh-Hant"]) == ZH_HANT
    assert asked_lang(["--", "--lang", "zh-Hant"]) is None
    assert asked_lang(["--lang", "zh_TW"]) is None


def test_a_refusal_keeps_every_language_and_is_english_for_logs(tmp_path):
    say = Messages("grading")
    with pytest.raises(ContentError) as error:
        refuse([Fault(tmp_path / "a.csv", 2, "ana", say("no-time")), Fault(tmp_path, 1, "", "so")])
    assert str(error.value).splitlines()[0].endswith("a.csv:2: ana: " + str(say("no-time")))
    assert error.value.told(ZH_HANT).splitlines()[0].endswith(say("no-time")[ZH_HANT])
    assert error.value.told(ZH_HANT).splitlines()[1].endswith(":1: so")
    both = Joined((say("default"), "x"), ", ")
    assert (both[ZH_HANS], str(both)) == ("默认, x", "default, x")
    assert in_lang(of_system(PermissionError(13, "?")), ZH_HANS) == "没有权限"


def test_an_error_of_typer_that_nobody_foresaw_is_told_all_the_same():
    for lang in (ZH_HANS, ZH_HANT):
        assert (
            other(refused(typer.TyperException("Something else is wrong here"))[lang], lang) == []
        )


# --- The message files themselves.


@cache
def calls():
    """Return each sentence that a module says: where, file, key, gaps, whether these are all."""
    found = []
    for path in sorted(KIT.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if not re.search(r"\bsay\b", text):
            continue
        nodes = list(ast.walk(ast.parse(text)))
        room = ".".join(path.relative_to(KIT.parent).with_suffix("").parts)
        given = [
            node.module
            for node in nodes
            if isinstance(node, ast.ImportFrom) and any(name.name == "say" for name in node.names)
        ]
        if not given and not re.search(r"^say = Messages", text, re.MULTILINE):
            continue
        said = importlib.import_module(given[0] if given else room).say
        for node in nodes:
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called, key = node.func, node.args[0]
            near = isinstance(called, ast.Attribute) and called.attr == "meant"
            name = called.value if near else called
            if not (isinstance(name, ast.Name) and name.id == "say"):
                continue
            gaps = {one.arg for one in node.keywords if one.arg}
            whole = all(one.arg for one in node.keywords)
            for form in ("", "-near") if near else ("",):
                filled = gaps | ({"near"} if form else set())
                if isinstance(key, ast.Constant):
                    where = f"{path.name}:{node.lineno}"
                    found.append((where, said.section, key.value + form, filled, whole))
    return found


def test_every_sentence_that_is_said_stands_in_its_file_with_these_gaps():
    assert len(calls()) > 100
    for where, section, key, gaps, whole in calls():
        wanted = set(re.findall(r"{(\w+)}", texts(section)[key][ENGLISH]))
        assert gaps <= wanted, (where, key)
        assert not whole or gaps == wanted, (where, key)
        assert Said(section, key, tuple((name, name) for name in wanted))[ZH_HANT]


FOUND_OUT = ("os-", "is-", "instead-", "in-")
"""How keys begin that are put together from what is found out."""


@pytest.mark.parametrize("section", ["common", "grading", "certificate-refusals", "packing"])
def test_every_refusal_is_said_somewhere(section):
    said = {key for _, one, key, _, _ in calls() if one == section}
    known = {key for key in texts(section) if not key.startswith(FOUND_OUT)}
    assert known - said == set()
