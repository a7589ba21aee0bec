"""Sound clips: a manifest that tells the truth, and what it finds when it does not."""

import json
import shutil

import pytest

from carekit.common.files import ContentError
from carekit.vocabulary.audio_clips import (
    FOLDER,
    MANIFEST,
    check_clips,
    clips_of,
    length_ms,
    load_manifest,
)

CLIP = "words/brew.en-US.mp3"


@pytest.fixture
def course(tea_once, tmp_path):
    """Return a course with nothing but its clips."""
    shutil.copytree(tea_once / FOLDER, tmp_path / FOLDER)
    return tmp_path


def says(course):
    return " | ".join(fault.says for fault in check_clips(course))


def change(course, **fields):
    """Write something else into the manifest about one clip."""
    path = course / FOLDER / MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for clip in manifest["clips"]:
        if f"{clip['of']}.{clip['lang']}.mp3" == CLIP:
            clip |= fields
    path.write_text(json.dumps(manifest), encoding="utf-8")


def test_clips_as_they_were_made_have_no_fault(course):
    assert check_clips(course) == []


def test_a_course_without_clips_is_a_course(tmp_path):
    assert check_clips(tmp_path) == []
    assert clips_of(tmp_path) == {}


def test_a_missing_clip_is_named_and_not_offered(course):
    (course / FOLDER / CLIP).unlink()
    [fault] = check_clips(course)
    assert fault.path.as_posix().endswith(CLIP)
    assert "is missing" in fault.says
    assert "en-US" not in clips_of(course)["words/brew"]


def test_a_clip_that_was_exchanged_is_found(course):
    shutil.copy(course / FOLDER / "words/seal.en-US.mp3", course / FOLDER / CLIP)
    assert "is not the file that the manifest describes" in says(course)


def test_a_clip_nobody_lists_is_found(course):
    shutil.copy(course / FOLDER / CLIP, course / FOLDER / "words" / "stray.mp3")
    assert "is not in the manifest" in says(course)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"ms": 500}, "the manifest says 500"),
        ({"syllables": 12}, "for 12 syllables; listen to it"),
        ({"voice": "nobody"}, "names the voice 'nobody'"),
    ],
)
def test_a_manifest_that_tells_something_else_is_found(course, fields, found):
    change(course, **fields)
    assert found in says(course)


def test_a_manifest_that_is_none_is_refused_by_name(course):
    (course / FOLDER / MANIFEST).write_text('{"voices": [], "clips": [{"of": "x"}]}')
    with pytest.raises(ContentError, match=r"manifest\.json:1: is no manifest of clips"):
        load_manifest(course)


def test_the_length_of_a_sound_is_counted_from_its_frames(tmp_path):
    # MPEG 2 layer III, 32 kbit/s, 24 kHz: 576 samples and 96 bytes a frame.
    frame = bytes([0xFF, 0xF3, 0x44, 0xC0]) + bytes(92)
    path = tmp_path / "ten.mp3"
    path.write_bytes(frame * 10)
    assert length_ms(path) == 240
    path.write_bytes(b"ID3" + frame)
    with pytest.raises(ValueError, match="no MP3 frame at byte 0"):
        length_ms(path)


# The bit rates of layer III as the standard lists them, in kbit/s, for MPEG version 1 and 2.
KBITS = {
    1: [*range(32, 64, 8), *range(64, 128, 16), *range(128, 256, 32), 256, 320],
    2: [*range(8, 64, 8), *range(64, 160, 16), 160],
}
HERTZ = {1: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000)}


@pytest.mark.parametrize("rate", range(3))
@pytest.mark.parametrize(("version", "samples", "mark"), [(1, 1152, 0xFB), (2, 576, 0xF3)])
def test_the_length_is_told_at_every_bit_rate(tmp_path, version, samples, mark, rate):
    hertz = HERTZ[version][rate]
    assert len(KBITS[version]) == 14
    for number, kbit in enumerate(KBITS[version], 1):
        # A frame lasts as long as its samples, and has the bytes of that time.
        size = samples * kbit * 1000 // 8 // hertz
        frame = bytes([0xFF, mark, number << 4 | rate << 2, 0]) + bytes(size - 4)
        path = tmp_path / "clip.mp3"
        path.write_bytes(frame * 20)
        assert length_ms(path) == round(20 * samples / hertz * 1000), kbit
