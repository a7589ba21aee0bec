"""Write course_data/pinyin.json: how each Chinese name of a term and each gloss is read.

    .venv/bin/python content/audio/pinyin.py

Run it after a term or a gloss has changed; a test says when. A concept keeps the reading that its
glossary entry gives. Readings are pypinyin's, put right below where a person found them wrong.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from pypinyin import Style, load_phrases_dict, pinyin

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from carekit.common.files import write_atomic  # noqa: E402
from carekit.common.languages import Lang  # noqa: E402
from carekit.vocabulary.glossary import load_terms, load_words  # noqa: E402
from carekit.vocabulary.lookup import PINYIN  # noqa: E402

# What pypinyin reads otherwise, as a reader of each script says it.
PUT_RIGHT = {
    "回應": [["huí"], ["yìng"]],
    "反應": [["fǎn"], ["yìng"]],
    "容差": [["róng"], ["chā"]],
    "誤差": [["wù"], ["chā"]],
    "差異": [["chā"], ["yì"]],
    "處理": [["chǔ"], ["lǐ"]],
    "行為": [["xíng"], ["wéi"]],
    "重複": [["chóng"], ["fù"]],
    "間隔": [["jiàn"], ["gé"]],
    "電子": [["diàn"], ["zǐ"]],
    "當機": [["dàng"], ["jī"]],
}
# A single character has no neighbours to be read by.
ALONE = {"行（row）": "háng"}
# Taiwan's standard has other tones for these.
TAIWAN = {
    "檔": "dǎng",
    "期": "qí",
    "質": "zhí",
    "息": "xí",
    "危": "wéi",
    "究": "jiù",
    "企": "qì",
    "識": "shì",
}
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def readings(root: Path) -> dict[str, str]:
    """Return the reading of every Chinese term and gloss of the course, sorted by text."""
    load_phrases_dict(PUT_RIGHT)
    return {text: ALONE.get(text) or read(text, lang) for text, lang in sorted(texts(root))}


def texts(root: Path) -> set[tuple[str, Lang]]:
    """Return the texts to read; what both scripts write alike is read as in Simplified."""
    told = {}
    for lang in (Lang("zh-Hant"), Lang("zh-Hans")):
        told |= {term.term[lang]: lang for term in load_terms(root).values()}
        told |= {word.gloss[lang]: lang for word in load_words(root)}
    return {(text, lang) for text, lang in told.items() if _HAN.search(text)}


def read(text: str, lang: Lang) -> str:
    """Return one text's reading, a syllable for each Han character, pauses as commas."""
    return ", ".join(filter(None, (" ".join(_read(part, lang)) for part in re.split("；", text))))


def _read(text: str, lang: Lang) -> Iterator[str]:
    for run in _HAN.findall(text):
        for sign, (said,) in zip(run, pinyin(run, style=Style.TONE), strict=True):
            yield TAIWAN.get(sign, said) if lang == Lang("zh-Hant") else said


if __name__ == "__main__":
    words = json.dumps(readings(ROOT), ensure_ascii=False, indent=1)
    write_atomic(ROOT / PINYIN, words + "\n")
