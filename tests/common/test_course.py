import pytest

from carekit.common.course import find_root, learner_folder, reading_lang, remember_lang
from carekit.common.files import ContentError
from carekit.common.languages import ENGLISH
from tests.reading_languages import ZH_HANS, ZH_HANT


def make_course(folder):
    (folder / "course_data").mkdir(parents=True)
    (folder / "course_data" / "course.yml").write_text("id: mini\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("depth", ["", "notebooks", "autograded/amy/tides"])
def test_the_course_is_found_from_every_folder_a_notebook_runs_in(tmp_path, depth):
    root = make_course(tmp_path / "course")
    start = root / depth
    start.mkdir(parents=True, exist_ok=True)
    assert find_root(start) == root


def test_the_nearest_course_wins(tmp_path):
    outer = make_course(tmp_path / "outer")
    inner = make_course(outer / "learners" / "inner")
    assert find_root(inner / "course_data") == inner


def test_outside_any_course_the_one_beside_the_kit_is_taken(tmp_path, monkeypatch):
    beside = make_course(tmp_path / "site")
    kit = beside / "carekit" / "common" / "course.py"
    monkeypatch.setattr("carekit.common.course.__file__", str(kit))
    assert find_root(tmp_path) == beside


def test_an_environment_variable_overrules_the_place(tmp_path, monkeypatch):
    monkeypatch.setenv("CAREKIT_ROOT", str(tmp_path / "elsewhere"))
    assert find_root() == tmp_path / "elsewhere"


def test_no_course_at_all_is_told_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "carekit.common.course.__file__", str(tmp_path / "site" / "carekit" / "course.py")
    )
    with pytest.raises(ContentError, match=r"no course_data/course\.yml .* CAREKIT_ROOT"):
        find_root(tmp_path)


def test_the_language_a_learner_chose_is_kept(tmp_path, monkeypatch):
    assert reading_lang(tmp_path) == ENGLISH
    monkeypatch.setenv("CAREKIT_LANG", "zh-Hans")
    assert reading_lang(tmp_path) == ZH_HANS
    remember_lang(tmp_path, ZH_HANT)
    assert reading_lang(tmp_path) == ZH_HANT


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"lang": 7}', '{"lang": "fr"}'])
def test_damaged_settings_stop_nothing(tmp_path, damaged):
    settings = learner_folder(tmp_path) / "settings.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(damaged, encoding="utf-8")
    assert reading_lang(tmp_path) == ENGLISH
