"""Turns of phrase that are not American English, or that were carried over from another language.

Each rule is a pattern and the usual way to say it. Words that a course has settled for itself
stand in its ``terms.yml``; here stand only patterns that are wrong in every text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from carekit.authoring.prose_lint.finding import Finding, TextInLanguages
from carekit.authoring.prose_lint.strip_markup import without_code
from carekit.common.languages import ENGLISH

COUNT = r"(?:\d+(?:\.\d+)?|one|two|three|half a|a third of a|a quarter of a)"
WORK = r"(?:answers?|tasks?|briefs?|essays?|papers?|notes|texts)"
ONE = r"(?:an?|the|both|one|this|that)(?: one)?"
NEAR = r"[^.;:,]{0,20}(?<!out)(?<!share)"
PATTERNS = (
    # Figures
    (rf"\b(?:with|to) {COUNT}(?: or more)? decimals?\b(?! places?\b)", "to … decimal places"),
    (r"\bin percent\b", "as a percentage"),
    (
        r"\bdifferences? of (?:the )?(?:two|rates|shares|means|forms|changes)\b",
        "difference between",
    ),
    (rf"\b(?:scores?|gave|gives|mean)\b{NEAR} of (?:5|10|five|ten)\b", "out of"),
    (r"\b(?:interval|range)(?: that)? holds\b", "contains"),
    (r"\bconversions? of\s+[\d.]*\s*%", "conversion rate of"),
    # Points and grades: Britain ticks boxes, marks work and sits exams.
    (rf"\bgives? {COUNT} points?\b", "is worth, or earns, … points"),
    (r"\btick(?:s|ed|ing)?\b(?! away)", "select"),
    (rf"\bmark(?:s|ed|ing)? (?:(?:the|this|that|your|a|one|every|written) )?{WORK}\b", "grade"),
    (r"\bmarked by (?:hand|a person|(?:the|your) trainer)\b|\bmarking scheme", "graded, grading"),
    (r"\bmarkers\b", "graders"),
    (rf"\bs[ai]t(?:s|ting)? (?:for )?{ONE} (?:exam|test|form)s?\b", "take"),
    (r"\bread wrongly\b", "misread"),
    # Time
    (r"\bthe next (?:days|weeks|months|years)\b", "the coming …"),
    (r"\bWe (?:come back|return) to\b", "We will …"),
    (r"\bYou need (?:it|them|the answer) (?:at the end|in the last|later)\b", "You will need …"),
    (r"\b(?:takes?|for) some (?:minutes|hours|days)\b", "a few …"),
    # Verbs and little words
    (r"\b(?:has|have|had|having) got\b", "gotten, or another verb"),
    (r"\bfill (?:the|a|one|two|at least one)(?: \w+)? (?:blanks?|gaps?)\b", "fill in …"),
    (r"\bstays? good as\b", "is still correct as"),
    (r"\b(?:stays?|acts?) of free will\b", "by choice"),
    (r"\bby evidence\b", "with evidence"),
    (r"\bsee all again\b", "see everything again"),
    (r"\bhand(?:s|ed)? round\b", "pass around"),
    (r"\bsa(?:y|ys|id) the same(?=[.,;:?!]|$)", "say the same thing"),
    # The verb comes second in German; in English the subject comes first.
    (r"(?:^|[.:;] )(?:Counted|Covered|Treated|Left out) (?:is|are)\b", "… is counted"),
    # A test has answers *to* it; a fee is paid *out of* something; a language is written *in*.
    (r"\banswers of (?:a|the|this) (?:test|question|exam)\b", "answers to …"),
    (r"\b(?:grade|judge|score)s? [\w ]{1,20} at one of \w+ levels\b", "on … levels"),
    (r"\bpaid from (?:the|our|its) (?:margin|budget)\b", "paid for out of …"),
    (r"\bwrites? (?:Traditional|Simplified) Chinese\b", "write in …"),
    (r"\b(?:figure|numerator|price)s? holds?\b", "include"),
    (r"\bweight [^.;]{1,40} with the mix\b", "weight … by …"),
    (r"\b(?:mean|median|wait) is inside (?:the|its) (?:target|promise)\b", "within"),
    (r"\badvertisements? of (?:other|our|two)\b", "advertisement from …"),
    (r"\bthis is no (?:file|page|table|list|test)\b", "this is not a …"),
    (r"\bthe English and the Chinese (?:text|word list|definition|title)\b(?!s)", "… texts"),
    (rf"\b(?:from|at) (?:{COUNT}|nine) (?:minutes|orders|learners|points) on\b", "at … or more"),
    (r"\bin the \w+ (?:days|weeks|months|years) after,", "… that followed,"),
    (r"\b(?:nobody|no one) who (?:was|were|is|did|does|has|had) not\b", "only those who …"),
    (r"\ba gain and a price\b", "a benefit and a cost"),
    (r"\bchoose the same(?= now|\?)", "give the same answer"),
    (r"\b(?:first|last) step first\b", "starting with the first"),
    # Half of a question put in front of the sentence: “Why, the table cannot say.”
    (
        r"(?:^|[.:;] )(?:Why|How|When|Where), (?:the|this|that) \w+ (?:can(?:not)?|does|will)\b",
        "turn it around",
    ),
    # Two sentences with a comma between them, and the comma that "that is" takes behind it.
    (r"(?<!\bsay), that is (?:right|wrong|enough|nothing|true|fine)\b", "a semicolon, or: so"),
    (r", that is (?:the|by|two|three)\b", "that is, …"),
)
RULES = [(re.compile(form, re.IGNORECASE), usual) for form, usual in PATTERNS]


def usage(said: TextInLanguages) -> Iterator[Finding]:
    """Yield the English turns of phrase that a native editor would change, with the usual one."""
    for line, raw in said.by_line(ENGLISH) if ENGLISH in said.texts else ():
        text = without_code(raw)
        for form, usual in RULES:
            for hit in form.finditer(text):
                says = f"the usual phrase is: {usual}"
                yield said.finding(ENGLISH, line, "english-usage", hit[0].strip(), says)
