"""The launcher `care`: what it does on a fresh machine, and what it says when it cannot go on."""

import ast
import importlib.machinery
import importlib.util
import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest


@pytest.fixture
def care(root, tmp_path, monkeypatch):
    """Return the launcher as a module that believes to stand in an empty folder."""
    loader = importlib.machinery.SourceFileLoader("care_launcher", str(root / "care"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    # No bytecode: the cache file would lie beside the launcher, in the repository.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader.exec_module(module)
    here = tmp_path / "course"
    here.mkdir()
    (here / "requirements.lock").write_text(LOCK, encoding="utf-8")
    monkeypatch.setattr(module, "HERE", here)
    monkeypatch.setattr(module, "VENV", here / ".venv")
    monkeypatch.setattr(module, "READY", here / ".venv" / "carekit-ready")
    monkeypatch.setattr(module, "FETCHED", here / ".care" / "fetched")
    monkeypatch.setattr(module, "PYTHON", here / ".venv" / "bin" / "python")
    monkeypatch.setattr(module.shutil, "which", lambda _name: None)
    return module


LOCK = """\
tzdata==2026.1 \\
    --hash=sha256:aa
uv==0.13.9 \\
    --hash=sha256:bb \\
    --hash=sha256:cc
wcwidth==0.2 \\
    --hash=sha256:dd
"""


@pytest.fixture
def commands(care, monkeypatch):
    """Return the list of programs the launcher starts; none really runs."""
    started = []

    def run(command, **_options):
        started.append(command)
        if "venv" in command:
            care.PYTHON.parent.mkdir(parents=True)
            care.PYTHON.write_text("")
        return SimpleNamespace(returncode=0, stdout=b"")

    monkeypatch.setattr(care.subprocess, "run", run)
    monkeypatch.setattr(care.subprocess, "call", lambda command, **_: started.append(command) or 0)
    monkeypatch.setattr(care.os, "execve", lambda _program, words, _env: started.append(words) or 0)
    return started


def made(care):
    care.PYTHON.parent.mkdir(parents=True)
    care.PYTHON.write_text("")
    care.READY.write_text("\n".join(care.state(dev=False)) + "\n")


def test_a_python_too_old_can_still_read_the_launcher(root):
    ast.parse((root / "care").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_a_python_too_old_is_told_what_to_install(care):
    with pytest.raises(care.SetupError, match=r"Python 3\.11 or newer is needed and this is 3\.10"):
        care.check_python((3, 10, 13))
    care.check_python((3, 11, 0))


def test_a_first_start_makes_installs_links_and_hands_over(care, commands, capsys):
    assert care.main(["start", "--no-browser"]) == 0
    told = [line.split(" ...")[0] for line in capsys.readouterr().out.splitlines()]
    assert told == ["Making .venv", "Installing the packages", "Installing carekit"]
    assert not any("compileall" in command for command in commands)
    assert commands[-1][1:] == ["-m", "carekit.cli", "start", "--no-browser"]
    assert any("--require-hashes" in command for command in commands)
    assert care.READY.is_file()


def test_where_grading_can_be_done_all_packages_and_the_kit_are_compiled_once(
    care, commands, capsys
):
    (care.HERE / "carekit" / "sandbox").mkdir(parents=True)
    assert care.main(["grade"]) == 0
    assert "Compiling what grading needs" in capsys.readouterr().out
    (compiling,) = (command for command in commands if "compileall" in command)
    assert compiling[-2:] == [str(care.VENV), str(care.HERE / "carekit")]
    commands.clear()
    care.main(["grade"])
    assert not any("compileall" in command for command in commands)


def test_compiling_leaves_out_tests_of_packages_only_and_keeps_what_a_setting_forbids(
    care, monkeypatch
):
    site = care.VENV / "lib" / "python3.11" / "site-packages"
    # A course may itself lie in a folder that is called tests.
    kit = care.HERE / "tests" / "carekit"
    monkeypatch.setattr(care, "HERE", kit.parent)
    monkeypatch.setattr(care, "PYTHON", Path(sys.executable))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    for folder in (site / "one", site / "one" / "tests", kit):
        folder.mkdir(parents=True)
        (folder / "module.py").write_text("", encoding="utf-8")
    care.compile_for_grading()
    made = {path.parent.parent for path in care.HERE.parent.rglob("module.*.pyc")}
    assert made == {site / "one", kit}


def test_a_second_start_installs_nothing(care, commands):
    made(care)
    assert care.main(["start"]) == 0
    assert [command[1:3] for command in commands] == [["-c", commands[0][2]], ["-m", "carekit.cli"]]


def test_a_changed_lock_is_installed_at_the_next_start(care, commands):
    made(care)
    (care.HERE / "requirements.lock").write_text(LOCK + "zipp==1\n", encoding="utf-8")
    assert care.main(["start"]) == 0
    assert any("--require-hashes" in command for command in commands)


def test_the_help_of_a_contributors_verb_installs_no_more_than_a_learner_needs(care, commands):
    (care.HERE / "requirements-dev.lock").write_text(LOCK, encoding="utf-8")
    care.main(["test", "--help"])
    installed_from = [command[-1] for command in commands if "--require-hashes" in command]
    assert installed_from[-1].endswith("requirements.lock")


def test_a_contributors_verb_installs_the_larger_lock_and_serves_a_learner_too(care, commands):
    (care.HERE / "requirements-dev.lock").write_text(LOCK, encoding="utf-8")
    care.main(["test"])
    installed_from = [command[-1] for command in commands if "--require-hashes" in command]
    assert installed_from[-1].endswith("requirements-dev.lock")
    commands.clear()
    care.main(["start"])
    assert not any("--require-hashes" in command for command in commands)


def test_uv_is_installed_from_the_lock_alone(care, monkeypatch):
    care.VENV.mkdir()
    monkeypatch.setattr(care, "call", lambda _command: 0)
    care.fetch_uv(care.HERE / "requirements.lock")
    only = (care.VENV / "uv.lock").read_text()
    assert only == "uv==0.13.9 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"


def test_where_uv_cannot_be_had_pip_installs(care, monkeypatch):
    monkeypatch.setattr(care, "call", lambda _command: 1)
    assert care.installer()[1:4] == ["-m", "pip", "install"]


def test_a_failed_install_says_what_to_do_and_shows_the_last_words(care, monkeypatch):
    care.VENV.mkdir()
    said = SimpleNamespace(returncode=1, stdout=b"line\nconnection refused\n")
    monkeypatch.setattr(care.subprocess, "run", lambda *_args, **_options: said)
    monkeypatch.setattr(care, "call", lambda _command: 1)
    with pytest.raises(care.SetupError, match=r"(?s)check network and disk.*connection refused"):
        care.install(dev=False)


def test_an_interrupted_install_is_not_taken_for_a_finished_one(care, commands, monkeypatch):
    def broken():
        raise care.SetupError("no network")

    monkeypatch.setattr(care, "install_carekit", broken)
    assert care.main(["start"]) == 1
    assert not care.READY.exists()
    assert not any("carekit.cli" in command for command in commands)


@pytest.mark.parametrize(("answer", "rebuilt"), [("y\n", True), ("\n", True), ("n\n", False)])
def test_a_broken_environment_is_made_anew_when_the_person_agrees(
    care, commands, monkeypatch, answer, rebuilt
):
    made(care)
    (care.VENV / "old").write_text("")
    monkeypatch.setattr(care, "starts", lambda: False)
    terminal = io.StringIO(answer)
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stdin", terminal)
    assert care.main(["start"]) == (0 if rebuilt else 1)
    assert (care.VENV / "old").exists() is not rebuilt
    assert any("venv" in command for command in commands) is rebuilt


def test_a_broken_environment_without_a_terminal_names_the_command(care, monkeypatch, capsys):
    made(care)
    monkeypatch.setattr(care, "starts", lambda: False)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert care.main(["start"]) == 1
    assert "./care --rebuild start" in capsys.readouterr().err


def test_a_foreign_venv_folder_is_not_touched_unasked(care, monkeypatch, capsys):
    (care.VENV / "precious").mkdir(parents=True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert care.main(["start"]) == 1
    assert "care did not make it" in capsys.readouterr().err
    assert (care.VENV / "precious").is_dir()


def test_a_full_disk_is_told_before_anything_is_made(care, monkeypatch, capsys):
    monkeypatch.setattr(care.shutil, "disk_usage", lambda _path: SimpleNamespace(free=7 * 2**20))
    assert care.main(["start"]) == 1
    assert "7 MB are free on this disk and 1500 are needed" in capsys.readouterr().err
    assert not care.VENV.exists()


def test_a_folder_that_cannot_be_written_is_told(care, monkeypatch, capsys):
    def refuse(_path, _text):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(care.Path, "write_text", refuse)
    assert care.main(["start"]) == 1
    assert "cannot be written (Permission denied); copy the folder" in capsys.readouterr().err


def test_caches_and_settings_of_every_child_stay_in_the_folder(care, monkeypatch):
    for name in list(care.os.environ):
        if name.startswith(("JUPYTER", "UV_", "PIP_", "XDG_", "IPYTHON", "MPL")):
            monkeypatch.delenv(name)
    env = care.own_environment()
    for name in (
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTER_RUNTIME_DIR",
        "IPYTHONDIR",
        "JUPYTERLAB_SETTINGS_DIR",
        "UV_CACHE_DIR",
        "PIP_CACHE_DIR",
        "XDG_CACHE_HOME",
    ):
        assert env[name].startswith(str(care.HERE)), name


def test_a_disk_that_fills_up_on_the_way_ends_in_words(care, monkeypatch, capsys):
    def full():
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(care, "make_venv", full)
    assert care.main(["start"]) == 1
    assert "care: No space left on device" in capsys.readouterr().err
