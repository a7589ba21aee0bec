"""A selection of questions as a QTI 3 package in one language."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.etree.ElementTree import Element, tostring

from carekit.common.languages import Lang
from carekit.exports.loss_report import LossReport
from carekit.exports.qti.kinds import KINDS
from carekit.exports.qti.limits import LIMITS
from carekit.exports.qti.sheet import SCORE, Item, el, name_of
from carekit.exports.selection import Exported, Selection
from carekit.exports.wording import bare, ideas_of

_ITEMS = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_MANIFEST = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/LOM"
# A zip file keeps the time of each part; a fixed one gives the same bytes for the same questions.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def qti_package(selection: Selection, lang: Lang, draws: int) -> tuple[bytes, LossReport]:
    """Return a selection as a QTI 3 package (zip) in one language, and what QTI cannot hold of it.

    It holds an item for each question (one that draws numbers comes in up to ``draws`` draws), a
    test that asks them in their order, and a manifest in which each item has its level and its
    wrong ideas as keywords. The same questions give the same bytes.
    """
    report = LossReport(f"QTI 3 in {lang}", selection.name, LIMITS)
    files: dict[str, bytes] = {}
    sent: list[tuple[Exported, list[str]]] = []
    for one in selection.with_variants(draws):
        if one.variant is not None:
            report.meets("draws", f"{one.concept}/{one.question.id}")
        xml, beside = qti_item(one, lang, report)
        files |= beside
        files[_path(one)] = xml
        sent.append((one, sorted(beside)))
    report.kept.append(f"{len(sent)} items, of {len(selection.questions)} questions")
    files["test.xml"] = _xml(_test(selection, sent))
    files["imsmanifest.xml"] = _xml(_manifest(selection, sent))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), files[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue(), report


def qti_item(one: Exported, lang: Lang, report: LossReport) -> tuple[bytes, Mapping[str, bytes]]:
    """Return one question as a QTI 3 item, and the files that it shows by their path."""
    question = one.question
    item = Item(lang, one.name, report)
    if len(question.credit) > 1:
        item.meets("later-tries")
    if question.hints:
        item.meets("hints")
    KINDS[question.kind](item, question)
    declared = sorted(item.declared, key=lambda part: part.tag != "qti-response-declaration")
    root = el(
        "qti-assessment-item",
        *declared,
        _score(SCORE, "0"),
        _score("MAXSCORE", "1"),
        el("qti-item-body", *item.body),
        el("qti-response-processing", *item.processing),
        *item.told,
        xmlns=_ITEMS,
        identifier=_identifier(one),
        title=f"{one.name} {bare(question.ask[lang])}"[:120],
        adaptive="false",
        time_dependent="false",
    )
    root.set("xml:lang", str(lang))
    return _xml(root), item.files


def _score(name: str, start: str) -> Element:
    default = el("qti-default-value", el("qti-value", start))
    attributes = {"identifier": name, "cardinality": "single", "base_type": "float"}
    return el("qti-outcome-declaration", default, **attributes)


def _identifier(one: Exported) -> str:
    return name_of(*one.name.split("/"))


def _path(one: Exported) -> str:
    return f"items/{_identifier(one)}.xml"


def _test(selection: Selection, sent: list[tuple[Exported, list[str]]]) -> Element:
    items = [
        el("qti-assessment-item-ref", identifier=_identifier(one), href=_path(one))
        for one, _ in sent
    ]
    section = el(
        "qti-assessment-section", *items, identifier="s-1", title=selection.name, visible="true"
    )
    part = el(
        "qti-test-part",
        section,
        identifier="p-1",
        navigation_mode="nonlinear",
        submission_mode="individual",
    )
    name = name_of(selection.name)
    return el("qti-assessment-test", part, xmlns=_ITEMS, identifier=name, title=selection.name)


def _manifest(selection: Selection, sent: list[tuple[Exported, list[str]]]) -> Element:
    test = el(
        "resource",
        el("file", href="test.xml"),
        *(el("dependency", identifierref=_identifier(one)) for one, _ in sent),
        identifier="test",
        type="imsqti_test_xmlv3p0",
        href="test.xml",
    )
    resources = [test]
    for one, beside in sent:
        files = [el("file", href=name) for name in (_path(one), *beside)]
        resources.append(
            el(
                "resource",
                _keywords(one),
                *files,
                identifier=_identifier(one),
                type="imsqti_item_xmlv3p0",
                href=_path(one),
            )
        )
    return el(
        "manifest",
        el("metadata", el("schema", "QTI Package"), el("schemaversion", "3.0.0")),
        el("organizations"),
        el("resources", *resources),
        xmlns=_MANIFEST,
        identifier=name_of(selection.name, "package"),
    )


def _keywords(one: Exported) -> Element:
    """Return the level of a question and the wrong ideas that it looks for, as metadata."""
    ideas = [f"idea {idea}" for idea in ideas_of(one.question)]
    said = [one.concept, one.question.bloom, *ideas]
    words = [el("keyword", el("string", word, language="x-none")) for word in said]
    return el("metadata", el("lom", el("general", *words), xmlns=_LOM))


def _xml(root: Element) -> bytes:
    made: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return made
