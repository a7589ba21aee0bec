"""Fixtures of every room: three small courses, none the real one, and a clock."""

import hashlib
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carekit.learner.event_log import Record
from carekit.tables import make

CUPS = Path(__file__).parent / "tables" / "cups"
SMALL = Path(__file__).parent / "browser" / "course"
TEA = Path(__file__).parent / "vocabulary" / "tea"
# MPEG 2 layer III, 32 kbit/s, 24 kHz: 576 samples and 96 bytes a frame, and no sound in it.
SILENCE = bytes([0xFF, 0xF3, 0x44, 0xC0]) + bytes(92)


@pytest.fixture
def cups(tmp_path):
    """Return the folder of a course of cups whose tables are made."""
    course = tmp_path / "cups"
    (course / "course_data").mkdir(parents=True)
    (course / "notebooks").mkdir()
    (course / "course_data" / "course.yml").write_text("id: cups\n")
    shutil.copy(CUPS / "tables.yml", course / "course_data")
    shutil.copytree(CUPS / "recipes", course / "content" / "recipes")
    make.run(course)
    return course


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Return a copy of the small course that the browser tests use as well."""
    folder = tmp_path / "course"
    shutil.copytree(SMALL, folder)
    monkeypatch.setenv("CAREKIT_ROOT", str(folder))
    return folder


def clip_of(word, lang, sound):
    """Return what a manifest says of a clip of silence."""
    said = {"text": word, "phonemes": word, "espeak": word, "syllables": 2}
    told = {"of": f"words/{word}", "lang": lang, "voice": "nobody-speaks", **said}
    return {**told, "ms": len(sound) // 96 * 24, "sha256": hashlib.sha256(sound).hexdigest()}


@pytest.fixture(scope="session")
def tea_once(tmp_path_factory):
    """Return the small course with a glossary, a word list, silent clips and empty lessons."""
    folder = tmp_path_factory.mktemp("tea") / "course"
    shutil.copytree(SMALL, folder)
    shutil.copytree(TEA, folder / "course_data", dirs_exist_ok=True)
    (folder / "notebooks").mkdir()
    for name in ("01-pouring", "02-waiting", "03-review"):
        (folder / "notebooks" / f"{name}.ipynb").write_text("{}", encoding="utf-8")
    clips = folder / "course_data" / "audio"
    (clips / "words").mkdir(parents=True)
    voice = {"id": "nobody-speaks", "engine": "none", "version": "1", "voice": "none"}
    voice |= {"accent": {"en": "none", "zh-Hans": "无", "zh-Hant": "無"}}
    voice |= {"licence": "MIT", "source": "made of empty frames"}
    told = []
    for word in ("brew", "seal", "kettle", "fragrant", "unwilling", "parcel"):
        for number, lang in enumerate(("en-US", "en-GB", "zh-Hans", "zh-Hant")):
            # No two clips are alike.
            sound = SILENCE * (20 + number) + SILENCE[:4] + word.encode().ljust(92, b"\0")
            (clips / "words" / f"{word}.{lang}.mp3").write_bytes(sound)
            told.append(clip_of(word, lang, sound))
    manifest = {"voices": [voice], "clips": told}
    (clips / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


@pytest.fixture
def tea(tea_once, tmp_path):
    """Return a copy of the small course with words, which a test may change."""
    return shutil.copytree(tea_once, tmp_path / "tea")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Return the folder a notebook runs in, beside the course."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def record(tmp_path):
    """Return the record the widgets of a test write to."""
    return Record(tmp_path / "record")


class Clock:
    """A clock that a test sets."""

    def __init__(self):
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def after(self, **time):
        self.now += timedelta(**time)


@pytest.fixture
def clock():
    """Return a clock that stands at nine."""
    return Clock()
