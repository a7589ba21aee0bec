"""How an English sentence begins, and "is no" where English says "is not a"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from carekit.authoring.prose_lint.finding import Finding, TextInLanguages
from carekit.authoring.prose_lint.strip_markup import TERM, plain
from carekit.common.languages import ENGLISH
from carekit.vocabulary.glossary import Term

MARKER = re.compile(r"^\s*(?:[-*+>]|\d+[.)])\s+")
# A mark that ends a sentence, then a lower-case word. Not judged: "…", "e.g.", and the parts of
# an answer that are called a) and b).
INSIDE = re.compile(r"(?<![.…])(?<!\be\.g)(?<!\bi\.e)[.!?][\"”’)*_]*\s+([a-z](?!\))[\w-]*)")
FIRST = re.compile(r"[a-z](?!\))[\w-]*")
# A message of which the reader knows the subject: "Mars: is no time zone".
NO_SUCH = re.compile(r"(?:^|[:;] )(is no (?!longer\b|more\b)\w+)")
ENDS = re.compile(r"[.!?][\"”’)*_]*$")


def lower_case_starts(said: TextInLanguages, terms: Mapping[str, Term]) -> Iterator[Finding]:
    """Yield English sentences that begin with a small letter.

    The first sentence of a paragraph is judged on pages only, and not in lists and tables: a
    message may go on with what stands before it, and an entry may be a part of a sentence.
    """
    if ENGLISH not in said.texts:
        return
    page = said.path.suffix == ".md" and not said.heading
    for line, paragraph in said.paragraphs(ENGLISH):
        # Building gives a linked term at the beginning of a sentence its capital letter.
        body = MARKER.sub("", paragraph)
        linked = TERM.sub(lambda link: link[2] or "Term", body)
        text = plain(linked, ENGLISH, terms).strip()
        found = [hit[1] for hit in INSIDE.finditer(text)]
        whole = page and body == paragraph and not text.startswith("|") and ENDS.search(text)
        if whole and (hit := FIRST.match(text)):
            found.insert(0, hit[0])
        for word in found:
            says = "begin the sentence with a capital letter"
            yield said.finding(ENGLISH, line, "lower-case-start", word, says)


def says_is_no(said: TextInLanguages) -> Iterator[Finding]:
    """Yield messages that begin with "is no" and the name of a kind."""
    for line, text in said.by_line(ENGLISH) if ENGLISH in said.texts else ():
        for hit in NO_SUCH.finditer(text.strip()):
            says = "write: is not a, or is not an"
            yield said.finding(ENGLISH, line, "is-no", hit[1], says)
