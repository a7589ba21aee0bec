"""What others wrote never runs in a spreadsheet, and nothing that is a number is changed."""

import csv
import io

import numpy as np
import pandas as pd
import pytest

from carekit.common.spreadsheet import as_written, harmless, table, table_of


@pytest.mark.parametrize("name", ["=1+1", "@SUM(1)", "+1+1", "-1+1", "\t=1", "\r=1", "-x"])
def test_a_text_that_a_spreadsheet_would_compute_is_marked_and_comes_back(name):
    assert harmless(name) == f"'{name}"
    assert as_written(harmless(name)) == name


@pytest.mark.parametrize(
    "value", ["-", "-2.5", "+3", "-1e3", "mei", "o'neil", "'x", "", -2.5, None]
)
def test_numbers_signs_and_ordinary_words_stay_what_they_are(value):
    assert harmless(value) is value


def test_a_frame_is_written_with_marked_names_empty_gaps_and_true_numbers():
    frame = pd.DataFrame({"learner": ["=1+1", "陈怡君"], "score": [np.nan, -0.5]})
    text = table_of(frame).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["learner", "score"],
        ["'=1+1", ""],
        ["陈怡君", "-0.5"],
    ]


def test_half_a_letter_in_a_name_does_not_keep_the_others_out():
    assert b"\\ud800" in table(["learner"], [["\ud800"], ["bo"]])
