"""Reads GIFT, Moodle's form of questions for a text editor."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from carekit.authoring.import_moodle.read_question import ReadAnswer, ReadQuestion
from carekit.common.files import ContentError, shown

_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
# What an escaped sign is while its question is taken apart: a letter that nobody types.
_HIDDEN = {sign: chr(0xE000 + place) for place, sign in enumerate("~=#{}:\\n")}
_SHOWN = {hidden: "\n" if sign == "n" else sign for sign, hidden in _HIDDEN.items()}
_ANSWER = re.compile(r"([=~])((?:%-?[\d.]+%)?)([^=~]*)")
_TITLE = re.compile(r"^::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]")
_TRUTH = re.compile(r"^\s*(TRUE|T|FALSE|F)\s*(?=#|$)")


def read_gift(path: Path) -> list[ReadQuestion]:
    """Return the questions of a file of GIFT, in their order.

    Raises ContentError where the file is not there, is not UTF-8 or holds no question.
    """
    try:
        said = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ContentError(f"{shown(path)}: no such file; correct the name") from None
    except UnicodeDecodeError as error:
        raise ContentError(f"{shown(path)}: not UTF-8 ({error.reason}); save it again") from None
    lines = [line for line in said.splitlines() if not line.lstrip().startswith(("//", "$"))]
    blocks = re.split(r"\n\s*\n", "\n".join(lines))
    found = [_question(block.strip()) for block in blocks if block.strip()]
    if not found:
        raise ContentError(f"{shown(path)}: holds no question of GIFT")
    return found


def _question(whole: str) -> ReadQuestion:
    said = _ESCAPED.sub(lambda found: _HIDDEN[found[1]], whole)
    title = _TITLE.match(said)
    name = _back(title[1]) if title else ""
    said = said[title.end() :] if title else said
    said = _FORMAT.sub("", said)
    before, brace, rest = said.partition("{")
    inside, end, after = rest.partition("}")
    gap = "____" if after.strip() else ""
    text = _back(f"{before}{gap}{after}".strip())
    base = ReadQuestion(None, "description", name, text, whole)
    if not brace or not end:
        return base
    inside, _, general = inside.partition("####")
    base = replace(base, general=_back(general))
    if truth := _TRUTH.match(inside):
        right = truth[1].startswith("T")
        told = [_back(one) for one in inside[truth.end() :].lstrip("#").split("#")]
        # The first feedback is for the wrong answer, the second for the right one.
        wrong, good = told[0], told[1] if len(told) > 1 else ""
        both = (ReadAnswer(str(right), 1, good), ReadAnswer(str(not right), 0, wrong))
        return replace(base, kind="one", type="truefalse", answers=both)
    if inside.strip().startswith("#"):
        try:
            numbers = tuple(_numbers(inside.strip()[1:]))
        except ValueError:
            # It is left out, and the report holds it in full.
            return replace(base, type="numerical with an answer that is no number")
        return replace(base, kind="number", type="numerical", answers=numbers)
    parts = _ANSWER.findall(inside)
    if parts and all(mark == "=" and "->" in words for mark, _, words in parts):
        sides = (words.partition("->") for _, _, words in parts)
        pairs = tuple((_back(left), _back(right)) for left, _, right in sides)
        return replace(base, kind="pairs", type="matching", pairs=pairs)
    answers = tuple(_answer(mark, share, words) for mark, share, words in parts)
    if not answers:
        return replace(base, type="essay")
    if not any(mark == "~" for mark, _, _ in parts):
        return replace(base, kind="text", type="shortanswer", answers=answers)
    if any(mark == "=" for mark, _, _ in parts):
        return replace(base, kind="one", type="multichoice", answers=answers)
    return replace(base, kind="several", type="multichoice", answers=answers)


def _answer(mark: str, share: str, words: str) -> ReadAnswer:
    said, _, feedback = words.partition("#")
    worth = float(share.strip("%")) / 100 if share else float(mark == "=")
    return ReadAnswer(_back(said), worth, _back(feedback))


def _numbers(inside: str) -> list[ReadAnswer]:
    """Return the answers of a number: ``3:0.5``, ``1..5``, or a list of them with ``=``."""
    # The first answer may stand there without its sign.
    parts = _ANSWER.findall(inside if inside.lstrip()[:1] in ("=", "~") else f"={inside}")
    found = []
    for mark, share, words in parts:
        one = _answer(mark, share, words)
        low, dots, high = one.text.partition("..")
        value, _, reach = one.text.partition(":")
        if not one.text:
            found.append(ReadAnswer("*", 0, one.feedback))
        elif dots:
            middle, half = (float(low) + float(high)) / 2, abs(float(high) - float(low)) / 2
            found.append(ReadAnswer(f"{middle:.12g}", one.share, one.feedback, half))
        else:
            found.append(ReadAnswer(value, one.share, one.feedback, float(reach or 0)))
    return found


def _back(said: str) -> str:
    return "".join(_SHOWN.get(sign, sign) for sign in said).strip()
