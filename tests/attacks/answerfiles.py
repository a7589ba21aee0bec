"""Attacks through ``answers.json``, where the answers of a graded quiz lie.

Each function returns the files of a submission to a quiz of three questions, worth 3 points; its
docstring says what it hopes for. None of them may get a point.
"""

import json

NAME = "a.ipynb"
FILE = "answers.json"
SAVED = {"saved": "2026-01-05T04:00:00Z", "lang": "en"}
RIGHT = {"one": ["x"], "two": ["y"], "three": ["z"]}


CHECK = """from carekit.answers import read_answers

read_answers("one", "two", "three")
### BEGIN HIDDEN TESTS
from carekit.answers import worth

key = [
    {"id": name, "kind": "single", "use": "graded", "bloom": "apply", "choices": [
        {"id": right, "right": True}, {"id": "w", "misconception": "m"}]}
    for name, right in (("one", "x"), ("two", "y"), ("three", "z"))
]
worth(key, points=3)
### END HIDDEN TESTS"""


def file_of(answers, **more):
    """Return an answers file."""
    entries = {name: {"answer": answer, **SAVED, **more} for name, answer in answers.items()}
    return json.dumps({"version": 1, "answers": entries}).encode()


def _code(made, source):
    own = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    made["cells"].insert(0, {**own, "id": "mine", "source": source})
    return json.dumps(made).encode()


def _files(made, answers):
    return {NAME: json.dumps(made).encode(), FILE: answers}


def huge_answers(made):
    """Family 5: a file twice as large as an answers file may be."""
    return _files(made, b'{"version": 1, "answers": {"one": "' + b"x" * (2 * 10**6) + b'"}}')


def deep_answers(made):
    """Family 8: more brackets than the reader's stack is deep."""
    deep = b'{"version": 1, "answers": {"one": ' + b"[" * 20_000
    return _files(made, deep)


def key_twice(made):
    """Family 3: one question answered twice, wrong for whoever looks and right for the grader."""
    wrong, right = (file_of({"one": [way]}).decode()[28:-2] for way in ("w", "x"))
    return _files(made, f'{{"version": 1, "answers": {{{wrong}, {right}}}}}'.encode())


def every_choice(made):
    """Family 3: tick every choice of every question."""
    return _files(made, file_of({name: ["w", "x", "y", "z"] for name in RIGHT}))


def own_scores(made):
    """Family 3: say in the file that each answer is worth everything."""
    return _files(made, file_of({name: ["w"] for name in RIGHT}, score=1, right=True, points=99))


def another_learners_file(made):
    """Family 6: name another learner's file by its path, and link to it from the learner's code."""
    source = (
        "import os\nfor to in ('/scratch/ana/a/answers.json', '../../ana/a/answers.json',\n"
        "           '/proc/1/cwd/answers.json', '/proc/1/' + 'root' + '/answers.json'):\n"
        "    if os.path.lexists('answers.json'):\n        os.unlink('answers.json')\n"
        "    os.symlink(to, 'answers.json')"
    )
    return {NAME: _code(made, source), "../../ana/a/answers.json": file_of(RIGHT)}


def answers_changed_between_checks(made):
    """Family 8: swap the file for a pipe and a folder while the judge reads it."""
    source = "import os\nos.mkfifo('answers.json')\nos.mkdir('x')\nos.symlink('x', 'x/loop')"
    return {NAME: _code(made, source)}


def key_twice_in_other_letters(made):
    """Family 3: one question answered twice, the second time with its name in escapes."""
    wrong, right = (file_of({"one": [way]}).decode()[28:-2] for way in ("w", "x"))
    right = right.replace('"one"', '"\\u006fne"')
    return _files(made, f'{{"version": 1, "answers": {{{wrong}, {right}}}}}'.encode())


def answers_at_import(made):
    """Family 3: save every choice at once and one after the other, from a module of one's own."""
    lines = ["from carekit import quiz", "quiz.answer('one', ['w', 'x'])"]
    lines += ["quiz.answer('two', ['w'])", "quiz.answer('two', ['y'])"]
    files = {NAME: _code(made, "import mine"), "mine.py": "\n".join(lines).encode()}
    return {**files, FILE: file_of({"three": ["w", "z"]})}


def odd_times_and_numbers(made):
    """Family 8: years, zones, numbers and letters that break whoever shows an answer."""
    odd = {"saved": "0001-01-01T00:00:00+23:59", "lang": "en"}
    last = {"saved": "9999-12-31T23:59:59-23:59", "lang": "en", "variant": 999}
    entries = {
        "one": {"answer": ["w\ud800"], **odd},
        "two": {"answer": ["\x1b[2J<script>"] * 100, **odd},
        "three": {"answer": ["w"], **last},
        "\udfff": {"answer": [], "saved": 1e308, "lang": "en"},
    }
    return _files(made, json.dumps({"version": 1, "answers": entries}).encode())


def honest(made):
    """Return the files of somebody who knows the answers."""
    return _files(made, file_of(RIGHT))


ATTACKS = [
    made
    for name, made in list(globals().items())
    if callable(made) and not name.startswith("_") and made not in (file_of, honest)
]
