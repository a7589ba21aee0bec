"""Reads Moodle XML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element, ParseError, fromstring, tostring

from carekit.authoring.import_moodle.read_question import ReadAnswer, ReadQuestion
from carekit.common.files import ContentError, Fault, shown

_KINDS: dict[str, Literal["one", "several", "number", "text", "pairs"]] = {
    "multichoice": "one",
    "truefalse": "one",
    "numerical": "number",
    "shortanswer": "text",
    "matching": "pairs",
}
_SAYS = {"true": "True", "false": "False"}


def read_xml(path: Path) -> list[ReadQuestion]:
    """Return the questions of a file of Moodle XML, in their order.

    Raises ContentError where the file is not there or is no such XML.
    """
    try:
        data = path.read_bytes()
        if b"<!DOCTYPE" in data:
            raise ContentError(Fault(path, 1, "", "has a DOCTYPE, which Moodle never writes"))
        root = fromstring(data)  # noqa: S314 - without a DOCTYPE no entity can be defined
    except FileNotFoundError:
        raise ContentError(f"{shown(path)}: no such file; correct the name") from None
    except ParseError as error:
        raise ContentError(Fault(path, error.position[0], "", f"not XML: {error.msg}")) from None
    if root.tag != "quiz":
        raise ContentError(Fault(path, 1, "", "is no Moodle XML: it must begin with <quiz>"))
    return [_question(one) for one in root.findall("question") if one.get("type") != "category"]


def _question(node: Element) -> ReadQuestion:
    type_ = node.get("type", "")
    kind = _KINDS.get(type_)
    if type_ == "multichoice" and (node.findtext("single") or "true").strip() in ("false", "0"):
        kind = "several"
    lost = ["a picture or file is dropped"] if next(node.iter("file"), None) is not None else []
    lost += [f"<{tag}> is dropped" for tag in _ignored(node)]
    return ReadQuestion(
        kind=kind,
        type=type_,
        name=(node.findtext("idnumber") or node.findtext("name/text") or "").strip(),
        text=(node.findtext("questiontext/text") or "").strip(),
        whole=tostring(node, encoding="unicode"),
        answers=tuple(_answer(one, type_) for one in node.findall("answer")),
        pairs=tuple(
            ((one.findtext("text") or "").strip(), (one.findtext("answer/text") or "").strip())
            for one in node.findall("subquestion")
        ),
        general=(node.findtext("generalfeedback/text") or "").strip(),
        hints=tuple((one.findtext("text") or "").strip() for one in node.findall("hint")),
        case=(node.findtext("usecase") or "0").strip() == "1",
        lost=tuple(lost),
    )


def _ignored(node: Element) -> Iterator[str]:
    for tag in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        if (node.findtext(f"{tag}/text") or "").strip():
            yield tag


def _answer(node: Element, type_: str) -> ReadAnswer:
    said = (node.findtext("text") or "").strip()
    return ReadAnswer(
        text=_SAYS.get(said, said) if type_ == "truefalse" else said,
        share=_number(node.get("fraction", "0")) / 100,
        feedback=(node.findtext("feedback/text") or "").strip(),
        tolerance=_number(node.findtext("tolerance") or "0"),
    )


def _number(said: str) -> float:
    try:
        return float(said)
    except ValueError:
        return 0.0
