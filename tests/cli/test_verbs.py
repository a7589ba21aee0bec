"""The verbs, as far as they can be judged without a browser, a kernel or nbgrader."""

import json
import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from jupyterlab_server.config import get_page_config
from jupyterlab_server.workspaces_handler import WORKSPACE_EXTENSION, slugify
from rich.console import Console
from typer.testing import CliRunner

from carekit.cli import app, quality_gate
from carekit.cli.help_text import ENTRIES
from carekit.cli.jupyterlab import (
    FIRST_PORT,
    FOR_AUTHORS,
    NBGRADERS,
    SERVER_HALVES,
    WORKSPACE,
    free_port,
    lab_command,
    lab_settings,
    prepare,
)
from carekit.common.files import ContentError
from tests.reading_languages import ZH_HANS


def run(*words, cwd):
    return subprocess.run(
        [sys.executable, "-m", "carekit.cli", *words], cwd=cwd, capture_output=True, text=True
    )


def test_help_lists_every_verb_under_its_reader(root):
    page = run("--help", cwd=root).stdout
    assert re.search(r"Learn.*start.*Teach and grade.*demo.*handout.*Write and check", page, re.S)
    assert "Usage: care " in page
    for verb in ("build", "tables", "check-text", "schema", "test"):
        assert re.search(rf"│ {verb} ", page), verb


def verbs():
    """Give every verb of the command, also the nested ones, by the words that call it."""
    todo = [((), typer.main.get_command(app))]
    while todo:
        words, command = todo.pop()
        for name, one in getattr(command, "commands", {}).items():
            todo.append(((*words, name), one))
        if words and not hasattr(command, "commands"):
            yield pytest.param(words, command, id=" ".join(words))


@pytest.mark.parametrize(("words", "command"), list(verbs()))
def test_the_help_of_every_verb_has_an_example_that_it_takes_and_what_it_writes(
    root, monkeypatch, words, command
):
    monkeypatch.setenv("CAREKIT_ROOT", str(root))
    monkeypatch.setenv("COLUMNS", "200")
    shown = CliRunner().invoke(app, [*words, "--help"])
    assert shown.exit_code == 0
    assert re.search(r"Writes: .+\. *$", shown.output, re.M)
    assert re.search(r"Exit codes: 0 .+\. *$", shown.output, re.M)
    [example] = re.findall(r"Example: care (.+?) *$", shown.output, re.M)
    given = shlex.split(example)
    assert tuple(given[: len(words)]) == words
    # The verb's own parser reads it: an option that was renamed would be refused here.
    command.make_context(words[-1], given[len(words) :])


def test_every_entry_of_the_manual_belongs_to_a_verb():
    paths = [one.values[0] for one in verbs()]
    named = {" ".join(path) if " ".join(path) in ENTRIES else path[-1] for path in paths}
    assert set(ENTRIES) == named


def test_outside_of_a_course_the_help_stands_all_the_same(monkeypatch):
    monkeypatch.setattr("carekit.cli.help_text.graded_root", find_root_fails)
    page = CliRunner().invoke(app, ["grade", "--help"]).output
    assert "Example: care grade SET downloads/SET.zip" in page
    assert "Sets of this course" not in page


def find_root_fails():
    raise ContentError("no course here")


def test_help_does_not_load_the_heavy_rooms(root):
    probe = "import sys, carekit.cli; print({'pandas', 'nbgrader', 'altair'} & set(sys.modules))"
    out = subprocess.run([sys.executable, "-c", probe], cwd=root, capture_output=True, text=True)
    assert out.stdout.strip() == "set()"


def test_a_mistake_ends_in_one_sentence_and_exit_code_1(tmp_path):
    (tmp_path / "course_data").mkdir()
    (tmp_path / "course_data" / "course.yml").write_text("id: [", encoding="utf-8")
    done = run("start", "--no-browser", cwd=tmp_path)
    assert done.returncode == 1
    assert "course.yml:1: not YAML" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_jupyterlab_listens_on_loopback_and_keeps_its_token(root):
    command = lab_command(root, 9999, browser=False)
    assert "--ip=127.0.0.1" in command
    assert "--port=9999" in command
    assert "--no-browser" in command
    assert not any("token" in word or "password" in word for word in command)
    # What looks for language servers runs npm, which writes into the home folder.
    assert "--LanguageServerManager.autodetect=False" in command


@pytest.mark.parametrize("port", ["65536", "99999"])
def test_a_port_that_does_not_exist_is_refused_in_words(root, port):
    done = run("start", "--port", port, cwd=root)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "65535" in done.stderr


def test_the_help_of_a_verb_breaks_lines_where_the_terminal_ends_and_nowhere_else(
    root, monkeypatch, invoke
):
    monkeypatch.chdir(root)
    _code, page = invoke("report", "--help")
    lines = [line.strip() for line in page.splitlines()]
    at = next(n for n, line in enumerate(lines) if line.startswith("It shows what needs you"))
    assert lines[at + 1].endswith("the practice that were handed in.")


def test_the_menus_follow_the_language_asked_for():
    plugin = "@jupyterlab/translation-extension:plugin"
    assert lab_settings(ZH_HANS)[plugin] == {"locale": "zh_CN"}
    assert lab_settings(None)[plugin] == {"locale": "en"}


def left_out(folder, monkeypatch, *, trainer):
    """Return the plugins that JupyterLab leaves out after a start of a course."""
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "")
    monkeypatch.setattr(sys, "prefix", str(folder / "environment"))
    prepare(folder, None, trainer=trainer)
    return set(get_page_config([])["disabledExtensions"])


def test_a_learners_window_is_one_page_without_tools_and_a_trainers_has_all(tmp_path, monkeypatch):
    assert left_out(tmp_path, monkeypatch, trainer=True) == set()
    assert left_out(tmp_path, monkeypatch, trainer=False) == {*NBGRADERS, *FOR_AUTHORS}
    # The layout that the learner leaves behind is not closed again.
    assert slugify("default", base="") + WORKSPACE_EXTENSION == WORKSPACE
    (layout,) = tmp_path.glob(f".care/jupyter/learner/workspaces/{WORKSPACE}")
    assert json.loads(layout.read_text("utf-8"))["data"]["layout-restorer:data"]["left"][
        "collapsed"
    ]
    layout.write_text("{}")
    left_out(tmp_path, monkeypatch, trainer=False)
    assert layout.read_text("utf-8") == "{}"


def test_the_server_of_a_learners_window_loads_no_half_of_a_tool(root):
    halves = [f"--ServerApp.jpserver_extensions={name}=False" for name in SERVER_HALVES]
    assert set(halves) <= set(lab_command(root, 9999, browser=False, trainer=False))
    assert not set(halves) & set(lab_command(root, 9999, browser=False))


def test_what_an_earlier_version_hid_for_all_windows_comes_back(tmp_path, monkeypatch):
    old = tmp_path / "environment" / "etc" / "jupyter" / "labconfig" / "page_config.json"
    old.parent.mkdir(parents=True)
    earlier = [name for name in NBGRADERS if "validate" not in name]
    for hidden, stays in ((earlier, False), ([*earlier, "somebody-elses"], True)):
        old.write_text(json.dumps({"disabledExtensions": dict.fromkeys(hidden, True)}))
        left_out(tmp_path, monkeypatch, trainer=True)
        assert old.exists() is stays


def test_a_learners_window_leaves_out_all_that_nbgrader_has():
    folder = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / "@jupyter" / "nbgrader"
    code = "".join(path.read_text("utf-8") for path in folder.glob("static/*.js"))
    assert set(re.findall(r'"(@jupyter/nbgrader:[a-z-]+)"', code)) == set(NBGRADERS)


def test_jupyterlabs_own_script_runs_where_the_environment_lies(root):
    # Node reads a .js file as what the nearest package.json above it says. A "module" at the root
    # is the nearest for .venv: JupyterLab's yarn.js fails then, and each start prints all of it.
    assert json.loads((root / "package.json").read_text("utf-8")).get("type") is None


def test_a_port_that_is_taken_is_told_and_left_alone():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(ContentError, match=f"port {taken} is taken; .* --port"):
            free_port(taken)


def test_without_a_wish_the_first_free_port_is_taken():
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        first = free_port(None)
        other.bind(("127.0.0.1", first))
        other.listen()
        assert FIRST_PORT <= first < free_port(None)


@pytest.fixture
def console():
    return Console(file=None, record=True, width=200)


def test_one_failing_check_fails_the_run_and_the_others_still_run(root, console):
    seen = []

    def call(command, **_options):
        seen.append(command)
        return 1 if "ruff" in command and "check" in command else 0

    assert quality_gate.run_checks(root, [], console, ci=True, call=call) == 1
    assert sorted(seen) == sorted([*check.command] for check in quality_gate.CHECKS)
    assert "failed: lint; again with: care test lint" in console.export_text()


def test_what_a_check_says_is_shown_whole_also_where_two_run_side_by_side(root, console):
    def call(command, *, stdout, **_options):
        stdout.write(f"said by {command[-1]} [not markup]\n".encode())
        return 0

    assert quality_gate.run_checks(root, ["unit", "browser"], console, ci=True, call=call) == 0
    said = console.export_text().splitlines()
    assert said.count("said by tests/widgets [not markup]") == 1
    assert said.count("said by tests/browser [not markup]") == 1


def test_without_chromium_no_browser_test_is_started(root, console, monkeypatch):
    monkeypatch.setattr(quality_gate, "chromium", lambda: None)
    started = []
    quality_gate.run_checks(
        root, [], console, ci=False, call=lambda command, **_: started.append(command) or 0
    )
    # The player of what is exported runs in a browser, too.
    assert len(started) == len(quality_gate.CHECKS) - 2


def test_only_the_named_checks_run(root, console):
    seen = []
    assert (
        quality_gate.run_checks(
            root, ["lint"], console, ci=True, call=lambda command, **_: seen.append(command) or 0
        )
        == 0
    )
    assert len(seen) == 1


def ignored(command):
    return {word.removeprefix("--ignore=") for word in command if "--ignore" in word}


def test_every_folder_of_tests_is_in_exactly_one_check(root):
    commands = [check.command for check in quality_gate.CHECKS if "pytest" in check.command]
    own = {word for command in commands for word in command if word.startswith("tests/")}
    [rest] = [command for command in commands if "tests" in command]
    assert ignored(rest) == own
    for command in commands:
        # A check of a folder leaves out what is a check of its own below it.
        below = {one for one in own for word in command if one.startswith(f"{word}/")}
        assert command is rest or ignored(command) == below
    assert {path for path in own if (root / path).is_dir()} == own


@pytest.mark.parametrize("group", quality_gate.GROUPS)
def test_a_group_runs_each_of_its_checks_once(root, console, group):
    seen = []
    quality_gate.run_checks(
        root,
        [group, quality_gate.GROUPS[group][0]],
        console,
        ci=True,
        call=lambda command, **_: seen.append(tuple(command)) or 0,
    )
    wanted = [
        check.command for check in quality_gate.CHECKS if check.name in quality_gate.GROUPS[group]
    ]
    assert len(wanted) == len(quality_gate.GROUPS[group])
    assert sorted(seen) == sorted(wanted)


def test_a_check_keeps_what_python_compiles_and_knows_no_course_of_the_shell(
    root, console, monkeypatch
):
    for name in ("PYTHONDONTWRITEBYTECODE", "CAREKIT_ROOT"):
        monkeypatch.setenv(name, "1")
    given = {}
    quality_gate.run_checks(
        root, ["lint"], console, ci=True, call=lambda _, *, env, **__: given.update(env) or 0
    )
    assert {"PYTHONDONTWRITEBYTECODE", "CAREKIT_ROOT"} & given.keys() == set()
    assert "PATH" in given


def test_a_check_that_is_not_on_the_list_is_refused(root, console):
    with pytest.raises(ContentError, match=r"no check is called spelling; .*lint.*: quick, tests$"):
        quality_gate.run_checks(root, ["spelling"], console, ci=True)


def test_without_chromium_a_person_is_told_what_was_ignored(root, console, monkeypatch):
    monkeypatch.setattr(quality_gate, "chromium", lambda: None)
    quality_gate.run_checks(root, ["lint"], console, ci=False, call=lambda *_args, **_options: 0)
    assert "Left out: the browser tests" in console.export_text()
    quality_gate.run_checks(root, ["lint"], console, ci=True, call=lambda *_args, **_options: 0)
    assert "Left out" not in console.export_text()


def test_without_npm_the_browsers_half_is_left_out_and_a_person_is_told(root, console, monkeypatch):
    monkeypatch.setattr(quality_gate, "npm", lambda: None)
    started = []

    def call(command, **_options):
        started.append(command[-1])
        return 0

    quality_gate.run_checks(root, ["lint", "javascript"], console, ci=False, call=call)
    assert "tests.javascript" not in started
    assert "Left out: the checks of the browser's half" in console.export_text()
    # The two lanes start their checks in any order.
    quality_gate.run_checks(root, ["lint", "javascript"], console, ci=True, call=call)
    assert "tests.javascript" in started
    assert "Left out" not in console.export_text()


def test_without_a_postgresql_server_a_person_is_told_what_was_ignored(root, console, monkeypatch):
    monkeypatch.setattr(quality_gate, "postgresql", lambda: None)
    quality_gate.run_checks(root, ["lint"], console, ci=False, call=lambda *_args, **_options: 0)
    assert "Left out: the tests on a PostgreSQL server" in console.export_text()
    quality_gate.run_checks(root, ["lint"], console, ci=True, call=lambda *_args, **_options: 0)
    assert "Left out" not in console.export_text()


def test_ci_calls_the_same_command_as_a_person(root):
    assert "./care test" in (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()
