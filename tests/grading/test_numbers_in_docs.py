"""A number that stands in the code and in a sentence of docs/ or README is the same in both."""

import pytest

from carekit.grading.course.configuration import Carekit
from carekit.grading.intake.collected_times import CLOCKS_AGREE
from carekit.grading.run.run import Run
from tests.grading import settings_table

USED = Carekit()
WORDS = {5: "five"}
SENTENCES = {
    "docs/grading.md": (
        f"Results that come faster than {1 / Run.burst:g} a second",
        f"up to {USED.results_together} at once",
        f"One writer puts up to {USED.gradebook_together} results",
        f"{WORDS[USED.backups]} copies are kept",
        f"by more than {WORDS[CLOCKS_AGREE.total_seconds() / 60]} minutes",
    ),
}


@pytest.mark.parametrize(("page", "says"), [(p, s) for p, all_ in SENTENCES.items() for s in all_])
def test_a_number_of_the_code_stands_in_the_sentence_that_tells_it(root, page, says):
    assert says in (root / page).read_text("utf-8")


def test_the_table_of_settings_is_what_the_class_makes():
    assert settings_table.faults() == []
