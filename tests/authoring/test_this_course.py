"""The course of this repository, as committed, is safe to hand out."""

from datetime import UTC, datetime

import pytest

from carekit.authoring.build.handout import handout
from carekit.authoring.build.secrets import secrets

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
