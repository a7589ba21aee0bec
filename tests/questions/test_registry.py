"""Each kind of question is one folder, and the registry names them all."""

from dataclasses import replace
from pathlib import Path

import pytest

from carekit.questions import Bank, kinds
from carekit.questions.shown_question import Seen
from carekit.questions.views.allow_list import BROWSER, LEARNER_BANK
from carekit.questions.views.browser import for_browser
from carekit.questions.views.without_key import Asked

FOLDER = Path(kinds.__file__).parent


def test_the_registry_names_every_folder_and_each_model_bears_the_name_of_its_folder():
    folders = {one.parent.name for one in FOLDER.glob("*/__init__.py")}
    assert len(kinds.NAMES) == len(set(kinds.NAMES))
    assert set(kinds.NAMES) == folders
    assert {name: kind.name for name, kind in kinds.KINDS.items()} == {n: n for n in folders}


def test_what_may_be_seen_of_a_question_has_the_same_fields_wherever_it_is_written_down():
    assert set(BROWSER) == set(Seen.__annotations__)
    # The words of what is given are filled in and the term is not shown, when a question is read.
    assert set(LEARNER_BANK) - {"given", "term"} == set(Asked.model_fields) - {"concept"}


@pytest.mark.parametrize("name", kinds.NAMES)
@pytest.mark.parametrize("module", ["card.js", "judge.js"])
def test_every_kind_has_its_drawing_and_its_judge_in_the_browser_beside_it(name, module):
    assert f"export const {name} =" in (FOLDER / name / module).read_text(encoding="utf-8")


def test_a_kind_that_shows_a_field_which_is_not_on_the_allow_list_is_stopped(monkeypatch):
    text = {"en": "x", "zh-Hans": "x", "zh-Hant": "x"}
    option = {"say": text, "why": text}
    right, wrong = {"id": "a", "right": True}, {"id": "b", "misconception": "m"}
    bank = Bank.model_validate(
        {
            "concept": "tides",
            "misconceptions": [{"id": "m", "says": text}],
            "questions": [
                {
                    "id": "q",
                    "kind": "single",
                    "bloom": "apply",
                    "ask": text,
                    "choices": [right | option, wrong | option],
                }
            ],
        }
    )

    def leaky(question, _seed):
        return {"choices": [{"id": one.id, "right": one.right} for one in question.choices]}

    single = replace(kinds.KINDS["single"], for_browser=leaky)
    monkeypatch.setattr(kinds, "KINDS", kinds.KINDS | {"single": single})
    with pytest.raises(ValueError, match=r"single shows choices.0.right, choices.1.right before"):
        for_browser(bank.questions[0])
