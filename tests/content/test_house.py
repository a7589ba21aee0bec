"""House rules that a machine can hold: the kit is generic, made files are made, no stray words."""

import re
import subprocess

import pytest

# What this course is about. The kit must not know it, so that another course can use the kit.
COURSE_WORDS = re.compile(
    r"\b(customers?|tickets?|complaints?|csat|nps|churn|loyalty|call-backs?|touch-?points?|tideleaf)\b"
    r"|客户|客戶|顾客|顧客|客服|工单|投诉|客訴|潮叶|潮葉",
    re.IGNORECASE,
)
# The issue that asked for the verb names the option; a course could hardly rename it.
ALLOWED = {("carekit/cli/__init__.py", "customers")}


def tracked(root, *patterns):
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return [root / name for name in listed.stdout.splitlines() if (root / name).is_file()]


def text_of(path):
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_the_kit_holds_no_word_of_the_course(root):
    found = [
        f"{name}:{number}: {hit[0]}"
        for path in tracked(root, "carekit")
        for name in [path.relative_to(root).as_posix()]
        for number, line in enumerate(text_of(path).splitlines(), 1)
        for hit in COURSE_WORDS.finditer(line)
        if (name, hit[0]) not in ALLOWED
    ]
    assert found == []


@pytest.mark.parametrize("line", ["def f(customers):", "# 客戶", "Ticket", "call-back"])
def test_the_rule_sees_a_course_word(line):
    assert COURSE_WORDS.search(line)


def test_no_module_is_too_long_to_read_in_one_sitting(root):
    long = {
        path.relative_to(root).as_posix(): count
        for path in tracked(root, "*.py", "care")
        if (count := len(text_of(path).splitlines())) > 350
    }
    assert long == {}


def test_no_file_names_a_registry_host_or_a_folder_of_one_machine(root):
    bad = re.compile(
        '//[^ /"]*(' + "|".join(["py" + "pi", "npm" + "js", "pythonhos" + "ted"]) + r")[.]"
        "|/ro" + "ot/|/wo" + "rk/(main|steer)"
    )
    assert [
        path.relative_to(root).as_posix() for path in tracked(root) if bad.search(text_of(path))
    ] == []


def test_no_module_is_named_for_nothing(root):
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert [p.name for p in tracked(root, "*.py") if set(p.stem.split("_")) & vague] == []
