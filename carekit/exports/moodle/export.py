"""A selection of questions as one Moodle XML file."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from carekit.common.languages import Lang, Text
from carekit.exports.loss_report import LossReport
from carekit.exports.moodle import arranged
from carekit.exports.moodle.gaps import text_with_gaps
from carekit.exports.moodle.kinds import KINDS
from carekit.exports.moodle.limits import LIMITS
from carekit.exports.moodle.sheet import Sheet, put, put_text
from carekit.exports.selection import Exported, Selection
from carekit.exports.wording import bare, ideas_of, speaks_twice
from carekit.questions.kinds.cloze.model import Cloze
from carekit.questions.kinds.hotspot.model import Hotspot
from carekit.questions.kinds.numeric.model import Numeric
from carekit.questions.models import Item

_LONGEST_NAME = 80


def moodle_file(
    course: str, selection: Selection, langs: Sequence[Lang], draws: int
) -> tuple[bytes, LossReport]:
    """Return a selection as Moodle XML in some languages, and what Moodle cannot hold of it.

    ``course`` names the category in Moodle; a question that draws numbers comes in up to ``draws``
    draws. With several languages each text has a span for each, which Moodle's multilang filter
    chooses from. A question that Moodle would score by shares which it does not list is left out
    and named. The same questions give the same bytes.
    """
    report = LossReport("Moodle 4.5", selection.name, LIMITS)
    quiz = Element("quiz")
    category = ""
    count = 0
    for one in selection.with_variants(draws):
        made = _all_of(one, langs, report)
        if not made:
            continue
        here = f"$course$/top/{course}/{selection.name}"
        if one.variant is not None:
            report.meets("draws", f"{one.concept}/{one.question.id}")
            here += f"/{one.question.id}"
        if here != category:
            category = here
            entry = SubElement(quiz, "question", {"type": "category"})
            put(SubElement(entry, "category"), "text", here)
        quiz.extend(made)
        count += len(made)
    tags = ", ".join(langs)
    report.kept.append(f"{count} questions for Moodle, of {len(selection.questions)}, in {tags}")
    indent(quiz)
    return tostring(quiz, encoding="utf-8", xml_declaration=True) + b"\n", report


def _all_of(one: Exported, langs: Sequence[Lang], report: LossReport) -> list[Element]:
    """Return what a question becomes: one, several where each language needs its own, or none."""
    apart = one.question.kind == "cloze" and len(langs) > 1 and speaks_twice(one.question, langs)
    sheets = [Sheet(one.name, langs, report)]
    if apart:
        report.meets("cloze-languages", one.name)
        sheets = [Sheet(f"{one.name}/{lang}", [lang], report) for lang in langs]
    try:
        return [_question(one, sheet) for sheet in sheets]
    except ValueError as why:
        report.left_out[one.name] = str(why)
        return []


def _question(one: Exported, sheet: Sheet) -> Element:
    """Return one question. Raises ValueError where Moodle cannot hold it."""
    question = one.question
    kind, write = KINDS[question.kind]
    made = Element("question", {"type": kind})
    title = bare(question.ask[sheet.langs[0]])
    short = title if len(title) <= _LONGEST_NAME else f"{title[: _LONGEST_NAME - 1]}…"
    put(SubElement(made, "name"), "text", f"{sheet.name} {short}")
    put_text(made, "questiontext", _asked(question, sheet))
    put(made, "defaultgrade", str(len(question.gaps) if isinstance(question, Cloze) else 1))
    put(made, "penalty", _penalty(question, sheet))
    put(made, "hidden", "0")
    # Moodle drops it from a copy, so a second import shows by questions without one.
    put(made, "idnumber", sheet.name)
    write(made, question, sheet)
    for hint in question.hints:
        put_text(made, "hint", sheet.paragraphs(hint))
    _tags(made, one)
    return made


def _asked(question: Item, sheet: Sheet) -> str:
    """Return what is asked as HTML, with what belongs to it and has no place of its own."""
    html = sheet.paragraphs(question.ask)
    if isinstance(question, Cloze):
        return html + text_with_gaps(question, sheet)
    if isinstance(question, Hotspot):
        return html + arranged.places_in_words(question, sheet)
    if isinstance(question, Numeric) and question.unit:
        unit: Text = question.unit
        return html + f"<p>({sheet.say(unit)})</p>"
    return html


def _penalty(question: Item, sheet: Sheet) -> str:
    """Return what each further try costs: what the second one costs here."""
    credit = question.credit
    each = credit[0] - credit[min(1, len(credit) - 1)]
    tries = [max(0.0, 1 - each * done) for done in range(len(credit) + 1)]
    if any(abs(a - b) > 1e-6 for a, b in zip(tries, [*credit, credit[-1]], strict=True)):
        sheet.meets("later-tries")
    return f"{each:.7f}"


def _tags(made: Element, one: Exported) -> None:
    """Add tags: concept, level, use, each wrong idea, and the edition of the question.

    The edition is a digest of all that stands in it, so two imports can be told apart.
    """
    edition = sha256(tostring(made, encoding="utf-8")).hexdigest()[:8]
    question = one.question
    said = [one.concept, question.bloom, question.use, *(f"idea {i}" for i in ideas_of(question))]
    tags = SubElement(made, "tags")
    for tag in (*said, f"edition {edition}"):
        put(SubElement(tags, "tag"), "text", tag)
