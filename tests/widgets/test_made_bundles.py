"""The comparison of the committed bundles with what esbuild makes: it must be able to fail."""

import pytest

from tests.javascript.__main__ import different


@pytest.fixture
def folders(tmp_path):
    made, fresh = tmp_path / "made", tmp_path / "fresh"
    for folder in (made, fresh):
        folder.mkdir()
        (folder / "quiz.js").write_bytes(b"export {};\n")
    return made, fresh


def test_equal_bundles_are_current(folders):
    assert different(*folders) == ""


def test_a_changed_a_missing_and_a_forgotten_bundle_are_named(folders):
    made, fresh = folders
    (made / "quiz.js").write_bytes(b"export {} \n")
    (made / "old.js").touch()
    (fresh / "new.css").touch()
    assert "new.css, old.js, quiz.js" in different(made, fresh)
