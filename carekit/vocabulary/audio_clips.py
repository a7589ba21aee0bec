"""Recorded words: which sound clips a course folder has, and what is known of each.

Clips are made once, by a script of the course, and kept with a manifest. Whoever plays them needs
no speech engine, and neither does a check: everything it compares stands in the manifest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from carekit.common.course import Slug
from carekit.common.files import Fault, refuse, sha256
from carekit.common.languages import Text, Words
from carekit.common.strict_model import StrictModel

FOLDER = Path("course_data") / "audio"
MANIFEST = "manifest.json"
# How English is said, and in which script the Mandarin stands that is said.
Spoken = str
ENGLISH_CLIPS: tuple[Spoken, ...] = ("en-US", "en-GB")
# One syllable of a word said alone: from a hurried one to a word with silence around it.
MS_A_SYLLABLE = (90, 900)
BYTES = 12_000
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000)}  # by MPEG version 1 and 2
_KBITS = {
    3: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLES = {3: 1152, 2: 576}


class Voice(StrictModel):
    """Whose voice it is, by which program, and under which terms its sound may be given on."""

    id: Slug
    engine: Words
    version: Words
    voice: Words
    accent: Text
    licence: Words
    source: Words


class Clip(StrictModel):
    """One recording of ``text``: what the engine was given, and what a second one makes of it.

    ``of`` is ``words/<id>`` or ``terms/<id>``. ``phonemes`` is what was said. ``espeak`` is the
    reading of an independent program for the same text, so that a check can compare the two.
    """

    of: Annotated[str, StringConstraints(pattern=r"^(words|terms)/[a-z0-9-]+$")]
    lang: Spoken
    text: Words
    phonemes: Words
    espeak: Words
    syllables: int = Field(ge=1)
    voice: Slug
    ms: int = Field(ge=1)
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

    @property
    def file(self) -> str:
        """Return the clip's path inside the folder of the clips."""
        return f"{self.of}.{self.lang}.mp3"


class Manifest(StrictModel):
    """The whole of ``manifest.json``."""

    voices: list[Voice]
    clips: list[Clip]


def load_manifest(root: Path) -> Manifest:
    """Return the manifest of a course folder; a course without clips has an empty one.

    Raises ContentError when the manifest cannot be read.
    """
    path = root / FOLDER / MANIFEST
    if not path.is_file():
        return Manifest(voices=[], clips=[])
    return _manifest(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _manifest(path: Path, _changed: int) -> Manifest:
    try:
        return Manifest.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, ValidationError) as error:
        says = f"is no manifest of clips ({error}); make the clips anew"
        refuse([Fault(path, 1, "", says)])
        raise


def clips_of(root: Path) -> Mapping[str, Mapping[Spoken, Path]]:
    """Return the clips that are there: by what they are of, then by how it is said."""
    found: dict[str, dict[Spoken, Path]] = {}
    for clip in load_manifest(root).clips:
        path = root / FOLDER / clip.file
        # A copy of the course without its sounds is still a course.
        if path.is_file():
            found.setdefault(clip.of, {})[clip.lang] = path
    return found


def check_clips(root: Path) -> list[Fault]:
    """Return what is wrong with the clips of a course folder: files, hashes, sizes, lengths."""
    manifest = load_manifest(root)
    folder = root / FOLDER
    voices = {voice.id for voice in manifest.voices}
    listed = {clip.file: clip for clip in manifest.clips}
    faults = []
    if len(listed) < len(manifest.clips):
        faults.append(Fault(folder / MANIFEST, 1, "clips", "lists a clip twice; make them anew"))
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.mp3")}
    for file in sorted(there - set(listed)):
        says = "is not in the manifest; make the clips anew or delete it"
        faults.append(Fault(folder / file, 1, "", says))
    for file, clip in listed.items():
        if clip.voice not in voices:
            says = f"names the voice {clip.voice!r}, which the manifest does not describe"
            faults.append(Fault(folder / MANIFEST, 1, file, says))
        faults += [Fault(folder / file, 1, "", says) for says in _amiss(folder / file, clip)]
    return faults


def _amiss(path: Path, clip: Clip) -> Iterator[str]:
    if not path.is_file():
        yield "is missing; make the clips anew"
        return
    if sha256(path.read_bytes()) != clip.sha256:
        yield "is not the file that the manifest describes; make the clips anew"
        return
    if (size := path.stat().st_size) > BYTES:
        yield f"has {size} bytes; a clip may have {BYTES}"
    if abs(length_ms(path) - clip.ms) > 1:
        yield f"lasts {length_ms(path)} ms, the manifest says {clip.ms}"
    least, most = (limit * clip.syllables for limit in MS_A_SYLLABLE)
    if not least <= clip.ms <= most + 300:
        yield f"lasts {clip.ms} ms for {clip.syllables} syllables; listen to it"


def length_ms(path: Path) -> int:
    """Return how long an MP3 file of one bit rate lasts, from its frame headers.

    Raises ValueError when there is no frame where one must begin.
    """
    raw, at, seconds = path.read_bytes(), 0, 0.0
    while at + 4 <= len(raw):
        head = int.from_bytes(raw[at : at + 4], "big")
        version, layer = head >> 19 & 3, head >> 17 & 3
        rate, kbit = head >> 10 & 3, head >> 12 & 15
        if head >> 21 != 0x7FF or version not in _RATES or layer != 1 or not 0 < kbit < 15:
            raise ValueError(f"{path.name}: no MP3 frame at byte {at}")
        hertz = _RATES[version][rate]
        seconds += _SAMPLES[version] / hertz
        bits = _KBITS[version][kbit - 1] * 1000
        at += _SAMPLES[version] // 8 * bits // hertz + (head >> 9 & 1)
    return round(seconds * 1000)
