"""The course's own clips: complete, small, saying what is printed; a second engine agrees."""

import importlib.util
import json
import re

import pytest
from pypinyin.contrib.tone_convert import to_normal, to_tone3

from carekit.authoring.build.bundle import members
from carekit.vocabulary.audio_clips import FOLDER, check_clips, load_manifest
from carekit.vocabulary.glossary import load_glossary, load_words
from carekit.vocabulary.lookup import PINYIN

# How an English reading is compared: IPA of the word list, Kokoro's letters and espeak-ng's IPA are
# brought to one alphabet without stress and length, in which /ɚ/ is "ər" and every weak /ə ɪ i/ is
# one sound. Then no more than one sign in four may differ: a flapped t, an r that one accent drops.
ALPHABET = {
    "ɝ": "ɜr", "ɚ": "ər", "A": "eɪ", "I": "aɪ", "O": "oʊ", "Q": "əʊ", "Y": "ɔɪ", "ʧ": "tʃ",
    "ʤ": "dʒ", "ɹ": "r", "ɾ": "t", "ɛ": "e", "æ": "a", "ɡ": "g", "ᵻ": "ə", "ɐ": "ə", "ɪ": "ə",
    "i": "ə", "ˈ": "", "ˌ": "", "ː": "", " ": "",
}  # fmt: skip
ALIKE = 0.25
ARROWS = {"→": "1", "↗": "2", "↓": "3", "↘": "4"}
# Chao's tone letters as espeak-ng prints them; any other number is a weakened tone.
CHAO = {"55": "1", "35": "2", "21": "3", "214": "3", "51": "4"}


@pytest.fixture(scope="module")
def clips(root):
    return load_manifest(root).clips


def plain(said):
    for sign, letter in ALPHABET.items():
        said = said.replace(sign, letter)
    return said


def distance(one, other):
    """Return how many signs must be changed, added or left out to get from one to the other."""
    row = list(range(len(other) + 1))
    for place, sign in enumerate(one, 1):
        before, row[0] = row[0], place
        for at, letter in enumerate(other, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (sign != letter))
    return row[-1]


def test_every_file_is_what_the_manifest_says(root):
    assert [str(fault) for fault in check_clips(root)] == []


def test_every_concept_and_every_word_can_be_heard(root, clips):
    concepts = {f"terms/{one.id}" for one in load_glossary(root).concepts}
    wanted = {(of, lang) for of in concepts for lang in ("en-US", "zh-Hans", "zh-Hant")}
    for word in load_words(root):
        wanted |= {(f"words/{word.id}", lang) for lang in ("en-US", "en-GB", "zh-Hans", "zh-Hant")}
    assert {(clip.of, clip.lang) for clip in clips} == wanted
    assert len(clips) == 72


def test_a_clip_says_the_words_that_stand_in_the_course_today(root, clips):
    terms = {one.id: one.term for one in load_glossary(root).concepts}
    words = {one.id: one for one in load_words(root)}
    for clip in clips:
        kind, name = clip.of.split("/")
        lang = clip.lang if clip.lang.startswith("zh") else "en"
        if kind == "terms":
            wanted = terms[name][lang]
        else:
            wanted = words[name].word if lang == "en" else words[name].gloss[lang]
        assert clip.text == wanted, f"{clip.file}: run content/audio/render.py"


def test_all_clips_together_are_small(root):
    sizes = [path.stat().st_size for path in (root / FOLDER).rglob("*.mp3")]
    assert max(sizes) <= 12_000
    assert sum(sizes) < 700_000


def test_an_english_clip_is_spoken_from_the_ipa_that_is_printed(root, clips):
    words = {one.id: one.ipa for one in load_words(root)}
    checked = 0
    for clip in clips:
        name = clip.of.removeprefix("words/")
        if name in words and clip.lang.startswith("en"):
            printed = words[name].us if clip.lang == "en-US" else words[name].uk
            assert plain(clip.phonemes) == plain(printed), clip.file
            checked += 1
    assert checked == 24


def test_a_second_engine_reads_the_english_words_alike(clips):
    for clip in clips:
        if clip.lang.startswith("en"):
            one, other = plain(clip.phonemes), plain(clip.espeak)
            assert distance(one, other) <= ALIKE * len(one), (clip.file, one, other)


@pytest.mark.parametrize(("one", "other"), [("pˈɜɹks", "pɑːɹks"), ("ˈɪnpʊt", "aʊtpʊt")])
def test_the_rule_would_notice_another_word(one, other):
    assert distance(plain(one), plain(other)) > 0
    assert distance(plain("ˈɪntəɹvəlz"), plain("əsˈɛsmənt")) > ALIKE * 9


def in_flow(tones, text):
    """Return tones as they are said: 3-3 is 2-3, and bù before a fourth tone is bú."""
    said = list(tones)
    for at in range(len(tones) - 2, -1, -1):
        if tones[at] == tones[at + 1] == "3" or (text[at] == "不" and tones[at + 1] == "4"):
            said[at] = "2"
    return said


def test_a_mandarin_clip_has_the_tones_of_the_pinyin_that_is_printed(root, clips):
    read = json.loads((root / PINYIN).read_text(encoding="utf-8"))
    for clip in clips:
        if clip.lang.startswith("zh"):
            parts = [part.split() for part in read[clip.text].split(", ")]
            texts = re.split("；", re.sub(r"[（）]", "", clip.text))
            tones = []
            for part, text in zip(parts, texts, strict=True):
                digits = [to_tone3(one, neutral_tone_with_five=True)[-1] for one in part]
                tones += in_flow(digits, text)
            heard = [ARROWS[sign] for sign in clip.phonemes if sign in ARROWS]
            assert heard == [tone for tone in tones if tone != "5"], clip.file
            assert clip.syllables == len(tones)


def test_a_second_engine_hears_the_same_tones(clips):
    sure = 0
    for clip in clips:
        if not clip.lang.startswith("zh"):
            continue
        heard = [ARROWS[sign] for sign in clip.phonemes if sign in ARROWS]
        # One mark of espeak-ng may hold a word; its last tone is the one that counts.
        full = [CHAO.get(one) for one in re.findall(r"(\d+)[A-Za-z]*_", clip.espeak)]
        if len(heard) == len(full) == clip.syllables:
            pairs = zip(heard, full, strict=True)
            unlike = [pair for pair in pairs if pair[1] and pair[0] != pair[1]]
            # 不 and 间 in 间隔 are read by espeak-ng one by one, without their neighbours.
            assert len(unlike) <= 1, (clip.file, unlike)
            sure += len(full) - full.count(None)
    assert sure > 120


def test_the_readings_are_what_their_script_makes(root):
    place = root / "content" / "audio" / "pinyin.py"
    spec = importlib.util.spec_from_file_location("course_pinyin", place)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    kept = json.loads((root / PINYIN).read_text(encoding="utf-8"))
    assert kept == made.readings(root), "run .venv/bin/python content/audio/pinyin.py"


def test_a_concept_is_read_as_its_entry_prints_it(root):
    kept = json.loads((root / PINYIN).read_text(encoding="utf-8"))
    for one in load_glossary(root).concepts:
        for lang, script in (("zh-Hans", "hans"), ("zh-Hant", "hant")):
            said = kept[one.term[lang]].replace(" ", "")
            assert to_normal(said) == to_normal(one.pinyin[script].replace(" ", ""))
            assert said == one.pinyin[script].replace(" ", "")


def test_learners_get_the_clips_and_not_the_script(root):
    given = members(root)
    assert sum(path.endswith(".mp3") for path in given) == 72
    assert {"course_data/audio/manifest.json", "course_data/pinyin.json"} <= set(given)
    assert not any(path.startswith("content/") for path in given)
