"""In which encoding a table is written that a platform, a spreadsheet or a person saved."""

from __future__ import annotations

import codecs
from functools import cache

from carekit.common.course_languages import KIT_WORDS

# What spreadsheets and platforms write. Charset-normalizer finds out which of them it is: bytes of
# Big5 are nearly always valid GB18030 as well, so the first that can be decoded is no answer.
_ENCODINGS = ("gb18030", "big5", "shift_jis", "euc_kr", "cp1252", "utf_16")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(data: bytes) -> tuple[str, str] | None:
    """Return a table's text without its mark, and the encoding in which it is written back.

    None stands for bytes that are no text in an encoding that is used for tables.
    """
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    # Without a mark, what can be read as UTF-8 is UTF-8: hardly anything else can by chance.
    encoding = marked or "utf-8"
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        return None if marked else _found_out(data)


def _found_out(data: bytes) -> tuple[str, str] | None:
    from charset_normalizer import from_bytes

    found = list(from_bytes(data, cp_isolation=list(_ENCODINGS)))
    if not found:
        return None
    odd = {one.encoding: one.chaos + _narrow(str(one)) for one in found}
    best = [one for one in found if odd[one.encoding] == min(odd.values())]
    text = max(best, key=lambda one: _common(str(one)))
    return str(text), text.encoding.replace("_", "-")


def _narrow(text: str) -> float:
    """Return which part of the letters beyond ASCII are narrow Japanese ones, from 0 to 1.

    Nearly any byte is one of them in Shift JIS, and people hardly write them.
    """
    letters = [letter for letter in text if not letter.isascii()]
    narrow = sum("\uff61" <= letter <= "\uff9f" for letter in letters)
    return narrow / len(letters) if letters else 0.0


def _common(text: str) -> float:
    """Return how common the letters beyond ASCII are, from 0 to 1.

    A few names in the wrong one of two Chinese encodings are valid, but made of rarer characters.
    A letter that the kit's own words use counts whole. The standards put common ones first, GB 2312
    in rows 16 to 55 and Big5 from 0xA440; of the others these count half, and Latin ones with an
    accent a little less.
    """
    letters = [letter for letter in text if not letter.isascii()]
    return sum(map(_is_common, letters)) / len(letters) if letters else 1.0


def _is_common(letter: str) -> float:
    if letter in _letters_in_use():
        return 1.0
    if letter.isalpha() and letter <= "\u024f":
        return 0.4
    gb, big = letter.encode("gb2312", "ignore"), letter.encode("big5", "ignore")
    return 0.5 if b"\xb0" <= gb[:1] <= b"\xd7" or b"\xa4" <= big[:1] <= b"\xc6" else 0.0


@cache
def _letters_in_use() -> frozenset[str]:
    return frozenset("".join(path.read_text("utf-8") for path in KIT_WORDS.glob("*.yml")))
