"""What a learner of this course gets: nothing hidden is in it, and its pages keep their word."""

import os
import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from carekit.authoring.build.bundle import members
from carekit.authoring.build.handout import handout
from carekit.authoring.build.secrets import secrets
from carekit.cli import app
from carekit.cli.help_text import FOR_LEARNERS

WHEN = datetime(2026, 3, 14, 9, 26, 54, tzinfo=UTC)


def test_the_leak_test_has_something_to_look_for(root):
    found = secrets(root)
    assert {secret.kind for secret in found} == {"solution", "hidden test", "grading scheme"}
    assert sum(len(secret.lines) for secret in found) > 100


@pytest.mark.slow
def test_the_bundle_of_this_course_is_packed_because_nothing_in_it_gives_anything_away(
    root, tmp_path
):
    assert handout(root, tmp_path, WHEN).name == "customer-care-learner.zip"


@pytest.fixture(scope="module")
def given(root):
    """The files that a learner of this course gets."""
    return members(root)


def test_every_link_of_every_page_in_the_bundle_leads_to_something_in_it(given):
    folders = {Path(path).parent.as_posix() for path in given}
    folders |= {parent.as_posix() for folder in folders for parent in Path(folder).parents}
    pages = {path: data.decode("utf-8") for path, data in given.items() if path.endswith(".md")}
    assert "README.md" in pages
    links = [
        (path, link)
        for path, page in pages.items()
        for link in re.findall(r"\]\(([^)#]+)[^)]*\)", page)
        if not re.match(r"[a-z]+:", link)
    ]
    assert len(links) >= 12
    lost = [
        (path, link)
        for path, link in links
        if (found := os.path.normpath((Path(path).parent / link).as_posix())) not in given
        and found not in folders
    ]
    assert lost == []


def test_every_command_of_the_readme_is_one_that_a_learners_copy_has(given):
    page = given["README.md"].decode("utf-8")
    commands = re.findall(r"`(?:\./|py )care ?([^`]*)`", page)
    assert {"start", "start --lang zh-Hant"} <= set(commands)
    for command in commands:
        verb, *rest = shlex.split(command)
        assert verb in FOR_LEARNERS
        typer.main.get_command(app).commands[verb].make_context(verb, rest)
    # A verb in any other form would slip past the pattern above.
    assert len(re.findall(r"\bcare [a-z]", page)) == len(commands)
    for file in re.findall(r"`([a-z_]+/?)`", page):
        assert file.rstrip("/") in {"notebooks", "release", "my-record"}


def test_no_other_page_names_a_command_that_a_learners_copy_lacks(given):
    pages = {path: data.decode("utf-8") for path, data in given.items() if path.endswith(".md")}
    named = {
        (path, verb)
        for path, page in pages.items()
        for verb in re.findall(r"\bcare ([a-z-]+)", page)
    }
    verbs = set(typer.main.get_command(app).commands) - set(FOR_LEARNERS)
    assert {(path, verb) for path, verb in named if verb in verbs} == set()


def test_the_readme_speaks_each_language_after_the_other(given):
    parts = given["README.md"].decode("utf-8").split("\n---\n")
    assert len(parts) == 3
    assert not re.search(r"[\u4e00-\u9fff]", parts[0].split("\n\n", 1)[1])
    for part in parts:
        assert len(re.findall(r"^#{1,2} ", part, re.MULTILINE)) == 3
