"""Attacks on the way in: archives, paths and names. Family 7 of the ledger.

Each function lays out an inbox in an empty folder and returns its path; its docstring says what it
hopes for. The learner `mallory` attacks; `ana`, who is honest, must get her nine points all the
same, and nobody gets hers. Beside the inbox lies a file that nobody handed in.
"""

import json
import os
import stat
import zipfile

SET = "a"
NAME = "a.ipynb"


def _secret(folder):
    """Return where the instructor's notebook lies."""
    return folder.parent / "source" / SET / NAME


def _put(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def _both(folder, honest, bad):
    """Lay out nbgrader's own folders; mallory's notebook comes beside what the attack adds."""
    _put(folder / "ana" / SET / NAME, honest)
    _put(folder / "mallory" / SET / NAME, bad)
    return folder / "mallory" / SET


def _zip(path, honest, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Ana_1_assignsubmission_file_/a.ipynb", honest)
        for name, data in members:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo("x")
            if info is not name:
                info.filename = f"Mallory_2_assignsubmission_file_/{name}"
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return path


def zip_slip(folder, honest, bad):
    """Write outside the inbox, into another learner's place and over the instructor's source."""
    names = ["../../source/a/a.ipynb", "/tmp/evil.py", "../Ana_1_assignsubmission_file_/a.ipynb"]
    names += ["..\\..\\evil.py", "C:\\evil.py", "x/../../../evil.py", "a\0b.py"]
    return _zip(folder / "in.zip", honest, [(NAME, bad), *((name, honest) for name in names)])


def names_that_are_markup(folder, honest, bad):
    """End the report with names that a terminal's markup would read: brackets and backslashes."""
    mine = _both(folder, honest, bad)
    for name in ("\\[/b].txt", "[/b]x.ipynb", "\\\\[bold]\\[/].ipynb", "[link=file:///]y.txt"):
        _put(mine / name, b"{")
    _put(folder / "[/red]" / SET / NAME, bad)
    _put(folder / "\\[/]" / SET / NAME, b"{")
    return folder


def link_in_a_zip(folder, honest, _bad):
    """Be graded on a file of the grader's, reached through a link in an archive."""
    link = zipfile.ZipInfo("Mallory_2_assignsubmission_file_/a.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return _zip(folder / "in.zip", honest, [(link, str(_secret(folder)))])


def link_in_a_folder(folder, honest, bad):
    """Be graded on the work of another, or on a solution, through links to a file and a folder."""
    home = _both(folder, honest, bad)
    (home / NAME).unlink()
    (home / NAME).symlink_to(_secret(folder))
    (home / "more").symlink_to(folder / "ana" / SET)
    (folder / "mallory2").symlink_to(folder / "ana")
    return folder


def hard_names(folder, honest, bad):
    """Names of devices, of options, of commands, and in letters that turn the line around."""
    names = [
        "con",
        "nul.txt",
        "aux.ipynb",
        "-rf",
        "$(id).py",
        "`id`.py",
        "\u202eypnbi.a",
        "x" * 250,
    ]
    members = [(name, b"x") for name in names]
    return _zip(folder / "in.zip", honest, [(NAME, bad), *members])


def pipes_and_sockets(folder, honest, bad):
    """Let the reader wait for ever on a pipe that nobody writes to."""
    home = _both(folder, honest, bad)
    (home / NAME).unlink()
    os.mkfifo(home / NAME)
    os.mkfifo(home / "data.csv")
    return folder


def zip_bomb(folder, honest, _bad):
    """Unpack to more than a file may hold, as the notebook and as an archive in the archive."""
    zeros = b"0" * (70 * 2**20)
    inner = folder / "inner.zip"
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, zeros)
    data = inner.read_bytes()
    inner.unlink()
    return _zip(folder / "in.zip", honest, [(NAME, zeros), ("a.zip", data), ("b.zip", data)])


def name_taken_twice(folder, honest, bad):
    """Hand in under another learner's name, in other letters and in a second copy of the name."""
    fakes = ["ana ", "Ana", "ANA", "a\u0301na", "ana.", "mallory"]
    _put(folder / "ana" / SET / NAME, honest)
    for name in fakes:
        _put(folder / name / SET / NAME, bad)
    _put(folder / "ana" / SET / "A.ipynb", bad)
    _put(folder / "ana" / SET / "a (1).ipynb", bad)
    return folder


def learner_that_is_a_path(folder, honest, bad):
    """Be a learner whose name leads out of the folder that the results are written to."""
    _put(folder / "ana.ipynb", honest)
    for name in ("...ipynb", "..-a.ipynb", "-.ipynb", ".ipynb", "~root.ipynb", "con.ipynb"):
        _put(folder / name, bad)
    return folder


def time_of_its_own(folder, honest, bad):
    """Be in time by a stamp of its own, and name the lines of the collector's list."""
    home = _both(folder, honest, bad)
    _put(home / "timestamp.txt", b"1999-01-01 00:00:00 UTC")
    _put(home / "received.csv", b"learner,received\nana,2099-01-01\nmallory,1999-01-01\n")
    return folder


def notebook_as_something_else(folder, honest, bad):
    """A notebook with numbers too long to read, keys twice, and bytes that are no text."""
    home = _both(folder, honest, bad)
    text = json.dumps(json.loads(bad)).replace('"nbformat": 4', '"nbformat": ' + "9" * 9000)
    (home / NAME).write_bytes(text.encode() + b"\xff\xfe" + b'{"cells": []}')
    return folder


def logs_that_lead_elsewhere(folder, honest, bad):
    """Make a log's reader wait on a pipe, or write through a link to the instructor's notebook."""
    home = _both(folder, honest, bad)
    os.mkfifo(home.parent / "attempts.jsonl")
    _put(home / "attempts.jsonl", b"{half a line")
    (home / "attempts.set-aside.jsonl").symlink_to(_secret(folder))
    return folder


def one_name_inside_another(folder, honest, bad):
    """End the grading of everybody with a file whose name is also the name of a folder."""
    members = [(NAME, bad), ("x", b"1"), ("x/y", b"2"), (".answers.json", b"{}")]
    return _zip(folder / "in.zip", honest, [*members, ("answers.json/mark", b"3")])


ATTACKS = [
    made
    for name, made in list(globals().items())
    if callable(made) and not name.startswith("_") and made.__module__ == __name__
]
