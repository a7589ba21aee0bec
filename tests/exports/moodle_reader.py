"""Reads Moodle XML and scores it by the rules that Moodle documents; it knows nothing of carekit.

What Moodle refuses raises Refused. `docs/exits.md` says how each rule was found.
"""

from __future__ import annotations

import html
import re
from base64 import b64decode
from dataclasses import dataclass, field
from itertools import pairwise
from xml.etree import ElementTree

LISTED = [1, 0.9, 5 / 6, 0.8, 0.75, 0.7, 2 / 3, 0.6, 0.5, 0.4, 1 / 3, 0.3, 0.25, 0.2, 1 / 6, 1 / 7]
LISTED += [0.125, 1 / 9, 0.1, 0.05, 0]
NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)", re.ASCII)
GAP = re.compile(r"\{1:(MULTICHOICE_S|MULTICHOICE|SHORTANSWER):(.*?)(?<!\\)\}", re.DOTALL)
SPANS = re.compile(r'(?:<span lang="[\w-]+" class="multilang">.*?</span>\s*){2,}', re.DOTALL)
SPAN = re.compile(r'<span lang="([\w-]+)" class="multilang">(.*?)</span>', re.DOTALL)


class Refused(ValueError):  # noqa: N818
    """Moodle would not take the file."""


@dataclass
class Answer:
    text: str
    share: float
    feedback: str = ""
    tolerance: float = 0


@dataclass
class Read:
    kind: str
    name: str
    id: str
    text: str
    category: str
    answers: list[Answer] = field(default_factory=list)
    single: bool = True
    case: bool = False
    pairs: list[tuple[str, str]] = field(default_factory=list)
    gaps: list[tuple[str, list[Answer]]] = field(default_factory=list)
    drop: tuple[str, list[int]] | None = None
    picture: bytes = b""
    tags: list[str] = field(default_factory=list)
    feedback: dict[str, str] = field(default_factory=dict)
    mark: float = 1


def filtered(said, lang):
    """Return what Moodle's multilang filter leaves for a language pack, the first for others."""

    def one(found):
        spans = dict(SPAN.findall(found[0]))
        return spans.get(lang, next(iter(spans.values())))

    return SPANS.sub(one, said)


def words(said, lang):
    """Return what a reader sees of a piece of HTML."""
    return html.unescape(re.sub(r"<[^>]+>", "", filtered(said, lang))).strip()


def read(data):
    """Return the questions of a file, in their order."""
    category, found, ids = "", [], set()
    for node in ElementTree.fromstring(data).findall("question"):
        if node.get("type") == "category":
            category = node.findtext("category/text")
            continue
        one = question(node, category)
        if one.id in ids or len(one.id) > 100 or len(one.name) > 255:
            raise Refused(f"{one.id}: twice, or too long")
        ids.add(one.id)
        found.append(one)
    return found


def question(node, category):
    text = node.findtext("questiontext/text")
    if not text:
        raise Refused("no text")
    one = Read(
        kind=node.get("type"),
        name=node.findtext("name/text"),
        id=node.findtext("idnumber"),
        text=text,
        category=category,
        tags=[tag.findtext("text") for tag in node.findall("tags/tag")],
        mark=float(node.findtext("defaultgrade")),
    )
    for place in ("general", "correct", "partiallycorrect", "incorrect"):
        one.feedback[place] = node.findtext(f"{place}feedback/text") or ""
    READERS[one.kind](one, node)
    return one


def with_answers(one, node):
    for answer in node.findall("answer"):
        share = listed(float(answer.get("fraction")) / 100)
        reach = float(answer.findtext("tolerance") or 0)
        said = answer.findtext("text")
        if said is None or said == "":
            raise Refused(f"{one.id}: an answer without words")
        one.answers.append(Answer(said, share, answer.findtext("feedback/text") or "", reach))
    one.single = node.findtext("single") != "false"
    one.case = node.findtext("usecase") == "1"
    if one.kind != "multichoice":
        if not any(answer.share == 1 for answer in one.answers):
            raise Refused(f"{one.id}: no answer is worth all")
    elif one.single and max(answer.share for answer in one.answers) != 1:
        raise Refused(f"{one.id}: no option is worth all")


def listed(share):
    for one in LISTED:
        if abs(abs(share) - one) < 0.00001:
            return one if share >= 0 else -one
    raise Refused(f"{share} is not on the list")


def with_pairs(one, node):
    for part in node.findall("subquestion"):
        answer = part.findtext("answer/text")
        if len(answer) > 255:
            raise Refused(f"{one.id}: {len(answer)} signs")
        one.pairs.append((part.findtext("text") or "", answer))


def with_order(one, node):
    if node.find("shownumcorrect") is None:
        raise Refused(f"{one.id}: no shownumcorrect")
    if node.findtext("gradingtype") != "RELATIVE_NEXT_EXCLUDE_LAST":
        raise Refused(f"{one.id}: another way of grading")
    one.answers = [Answer(answer.findtext("text"), 0) for answer in node.findall("answer")]


def with_gaps(one, _node):
    for kind, inside in GAP.findall(one.text):
        answers = []
        for part in re.split(r"(?<!\\)~", inside):
            right = part.startswith("=")
            at = re.search(r"(?<!\\)(?<!&)#", part)
            said, why = (part[: at.start()], part[at.end() :]) if at else (part, "")
            if share := re.match(r"%(-?\d+)%", said):
                raise Refused(f"{one.id}: {share[0]} is none of ours")
            said = html.unescape(said.removeprefix("="))
            answers.append(Answer(said, float(right), html.unescape(why)))
        one.gaps.append((kind, answers))
    if not one.gaps or "{1:" in GAP.sub("", one.text):
        raise Refused(f"{one.id}: no gaps, or one that cannot be read")


def with_drop(one, node):
    drops = node.findall("drop")
    numbers = [int(number) for number in re.findall(r"\d+", drops[0].findtext("coords"))]
    one.drop = drops[0].findtext("shape"), numbers
    one.picture = b64decode(node.findtext("file"))


READERS = {
    "multichoice": with_answers,
    "numerical": with_answers,
    "shortanswer": with_answers,
    "matching": with_pairs,
    "ordering": with_order,
    "multianswer": with_gaps,
    "ddmarker": with_drop,
}


# --- Scores, as a share of the question's mark.


def chosen(one, taken, lang):
    """Return what options are worth, given as the words that a reader sees."""
    worth = {words(answer.text, lang): answer.share for answer in one.answers}
    if one.single and len(taken) > 1:
        raise ValueError("a radio button holds one option")
    return min(1.0, max(0.0, sum(worth[said] for said in taken)))


def numeric(one, typed):
    met = NUMBER.match(typed)
    value = float(met[1]) if met else None
    for answer in one.answers:
        if answer.text == "*":
            return answer.share
        if value is None:
            continue
        wanted = float(answer.text)
        epsilon = 1e-14
        reach = answer.tolerance + epsilon * max(answer.tolerance, abs(wanted), epsilon)
        if wanted - reach <= value <= wanted + reach:
            return answer.share
    return 0.0


def typed_words(answers, typed, *, case=False):
    for answer in answers:
        parts = [part.replace("\\*", "*") for part in re.split(r"(?<!\\)\*", answer.text)]
        pattern = ".*".join(re.escape(part) for part in parts)
        if re.fullmatch(pattern, typed.strip(), re.DOTALL | (0 if case else re.IGNORECASE)):
            return answer.share
    return 0.0


def paired(one, given, lang):
    """Return what matches are worth, given as words by words; each stem counts by itself."""
    key = {words(left, lang): words(right, lang) for left, right in one.pairs if left}
    return sum(given.get(left) == right for left, right in key.items()) / len(key)


def in_order(one, given, lang):
    """Return the share of parts, but the last, that have their right follower."""
    key = [words(answer.text, lang) for answer in one.answers]
    follows = dict(pairwise(given))
    right = sum(follows.get(a) == b for a, b in pairwise(key))
    return right / (len(key) - 1)


def in_gaps(one, given, lang):
    """Return what is in the gaps, in their order, as a share of all their marks."""
    marks = 0.0
    for (kind, answers), said in zip(one.gaps, given, strict=True):
        if said is None:
            continue
        if kind == "SHORTANSWER":
            marks += typed_words(answers, said)
        else:
            marks += {words(answer.text, lang): answer.share for answer in answers}[said]
    return marks / len(one.gaps)


def marker(one, at):
    """Return 1.0 for a marker inside the zone, else 0.0; None is a marker that was not set."""
    if at is None:
        return 0.0
    shape, numbers = one.drop
    x, y = at
    if shape == "circle":
        left, top, radius = numbers
        return float((x - left) ** 2 + (y - top) ** 2 < radius**2)
    left, top, width, height = numbers
    return float(left <= x < left + width and top <= y < top + height)
