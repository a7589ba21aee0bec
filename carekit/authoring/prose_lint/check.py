"""The whole reading: every source, every rule, minus what stands for a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from carekit.authoring.prose_lint.finding import Finding, TextInLanguages
from carekit.authoring.prose_lint.sources import read_course
from carekit.vocabulary.glossary import Term, load_house_terms, load_terms


def check_text(root: Path) -> list[Finding]:
    """Return what is wrong with the words of a course folder, in the order of files and lines.

    Raises ContentError when a file cannot be read, or where a text is Chinese and the tools that
    read Chinese are not installed.
    """
    from carekit.authoring.prose_lint import chinese_script, labels, punctuation
    from carekit.authoring.prose_lint.exemptions import without_exempted
    from carekit.authoring.prose_lint.house_terms import ForbiddenForms

    terms, house = load_terms(root), ForbiddenForms(load_house_terms(root))
    said, findings = read_course(root)
    for text in said:
        found = [*chinese_script.wrong_script(text), *_rules(text, terms)]
        if not text.only:
            found += [*house(text), *punctuation.marks(text, terms)]
        findings += (one for one in found if not text.only or one.rule in text.only)
    findings += chinese_script.converted(said)
    findings += labels.unknown_labels(said, root)
    left = without_exempted(root, findings)
    return sorted(left, key=lambda one: (one.path.as_posix(), one.line, one.rule, one.string))


def _rules(text: TextInLanguages, terms: Mapping[str, Term]) -> Iterator[Finding]:
    """Yield what the rules find that need no tool."""
    from carekit.authoring.prose_lint import (
        chinese_usage,
        definitions,
        english,
        english_usage,
        parity,
        readability,
    )

    yield from readability.unfilled(text)
    if not text.only:
        yield from parity.parity(text)
        yield from readability.long_sentences(text, terms)
        yield from readability.loose_numbers(text)
        yield from english.lower_case_starts(text, terms)
        yield from english.says_is_no(text)
        yield from english_usage.usage(text)
        yield from chinese_usage.usage(text)
        yield from definitions.talk_of_sources(text)
