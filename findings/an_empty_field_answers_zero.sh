#!/usr/bin/env bash
# A lesson asks for a number with jupyterquiz. The right answer is 0, or lies in a range that holds 0. A
# learner clicks into the field, types nothing, and presses Enter.
#
# Guess: an empty field is no answer; it is called wrong, or nothing happens.
# jupyterquiz 2.9.6.4: the field's text is compared with the number by JavaScript's `==`, `>=` and `<`, for
#   which an empty text is the number 0. Whoever answers nothing is told "Correct"; with a precision it is the
#   same. A text of letters is not a number and is wrong; the field lets none be typed.
# Seen: "0, nothing typed: correct", "0 to 3 digits, nothing typed: correct", "range -1 to 1, nothing typed:
#   correct", "5, nothing typed: incorrect", "0, 0 typed: correct", "0, 1 typed: incorrect".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check \
    jupyterquiz==2.9.6.4 quickjs==1.19.4
export HOME="$folder"
cd "$folder"
cat > press.py <<'PYTHON'
import json
from importlib.metadata import files
from pathlib import Path

import quickjs

# The package's own function, with just as much of a page as it asks for.
PAGE = """
var console = {log() {}};
function jaxify(text) { return text; }
function press(typed, answers, precision) {
    const row = {parentElement: {id: "row"}};
    const said = {style: {}, dataset: {}, innerHTML: "", parentElement: row};
    said.classList = {add(name) { said.state = name; }};
    const quiz = {dataset: {qnum: "0"}};
    globalThis.document = {
        getElementById(id) { return {fb7: said, quizWrap7: quiz}[id] || null; },
    };
    const field = {id: "7-0", value: typed, dataset: {answers: answers}, blur() {}};
    field.classList = {add() {}};
    field.closest = () => null;
    if (precision) field.dataset.precision = precision;
    check_numeric(field, {keyCode: 13});
    return said.state;
}
"""
(path,) = [one for one in files("jupyterquiz") if one.name == "numeric.js"]
source = Path(path.locate()).read_text(encoding="utf-8")
start = source.index("function check_numeric")
engine = quickjs.Context()
engine.eval(PAGE + source[start : source.index("// Object-oriented wrapper")])
press = engine.get("press")


def state(typed, answer, precision=0):
    key = [{"correct": True, "feedback": "Correct"} | answer]
    return press(typed, json.dumps(key), precision)


nil = {"type": "value", "value": 0}
around = {"type": "range", "range": [-1, 1]}
five = {"type": "value", "value": 5}
seen = {
    "0, nothing typed": state("", nil),
    "0 to 3 digits, nothing typed": state("", nil, 3),
    "range -1 to 1, nothing typed": state("", around),
    "5, nothing typed": state("", five),
    "0, 0 typed": state("0", nil),
    "0, 1 typed": state("1", nil),
}
for what, said in seen.items():
    print(f"{what}: {said}")
assert list(seen.values()) == ["correct"] * 3 + ["incorrect", "correct", "incorrect"], seen
PYTHON
"$folder/venv/bin/python" press.py
