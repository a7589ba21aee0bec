import json

import pytest

from carekit.authoring.build.release import make_release
from carekit.common.files import ContentError

RELEASE = "release/tides/tides.ipynb"
SOURCE = "source/tides/tides.ipynb"


@pytest.mark.slow
def test_the_release_is_what_stock_nbgrader_makes_of_the_same_course(built, nbgrader):
    ours = (built / RELEASE).read_bytes()
    (built / RELEASE).unlink()
    (built / "release" / "tides").rmdir()
    nbgrader("generate_assignment", "tides", cwd=built, course=built)
    assert (built / RELEASE).read_bytes() == ours
    # The positive control: stock nbgrader did fill a gradebook here, our builds never do.
    assert (built / "gradebook.db").exists()


def test_a_set_that_nbgrader_refuses_is_refused_in_its_words(built):
    source = json.loads((built / SOURCE).read_text(encoding="utf-8"))
    source["cells"][2]["source"] = ["### BEGIN SOLUTION\n", "x = 1"]
    with pytest.raises(ContentError, match="no end solution statement") as refused:
        make_release(built, "tides", json.dumps(source).encode())
    assert "source/tides/tides.ipynb" in str(refused.value)


def test_answers_hidden_tests_and_schemes_are_gone_and_the_rest_stands(built_once):
    released = (built_once / RELEASE).read_text(encoding="utf-8")
    for secret in ("highest_of_all", "a flat day", "neap tides", "align twice"):
        assert secret in (built_once / SOURCE).read_text(encoding="utf-8")
        assert secret not in released
    assert "assert tidal_range([1, 3]) == 2" in released
    assert "Write here" in released
