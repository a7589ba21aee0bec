"""The forms that the house does not print, language by language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from carekit.authoring.prose_lint.finding import Finding, TextInLanguages
from carekit.authoring.prose_lint.strip_markup import without_code
from carekit.common.languages import ENGLISH, Lang, languages
from carekit.vocabulary.glossary import Forbidden, HouseTerm


@dataclass(frozen=True)
class _Rule:
    form: re.Pattern[str]
    unless: re.Pattern[str] | None
    says: str


class ForbiddenForms:
    """The forbidden forms of a course, ready to be looked for."""

    def __init__(self, terms: Iterable[HouseTerm]) -> None:
        """Prepare the patterns once; a course has some thousand strings."""
        self._rules: dict[Lang, list[_Rule]] = {lang: [] for lang in (*languages(), ENGLISH)}
        for term in terms:
            for lang, forms in term.forbidden.items():
                self._rules[lang] += [_rule(term, lang, form) for form in forms]
        self._any: Mapping[Lang, re.Pattern[str]] = {
            lang: re.compile("|".join(rule.form.pattern for rule in rules) or "(?!)", re.IGNORECASE)
            for lang, rules in self._rules.items()
        }

    def __call__(self, said: TextInLanguages) -> Iterator[Finding]:
        """Yield the forbidden forms of a text, with the house term as the suggestion."""
        for lang in said.texts:
            # One look over the whole text first: nearly every text holds none of the forms.
            if not self._any[lang].search(said.texts[lang]):
                continue
            for line, raw in said.by_line(lang):
                for string, says in self._hits(lang, without_code(raw)):
                    yield said.finding(lang, line, "forbidden-term", string, says)

    def _hits(self, lang: Lang, text: str) -> Iterator[tuple[str, str]]:
        for rule in self._rules[lang]:
            for hit in rule.form.finditer(text):
                if not _excused(rule.unless, hit, text):
                    yield hit[0], rule.says


def _rule(term: HouseTerm, lang: Lang, forbidden: Forbidden) -> _Rule:
    form = re.escape(forbidden.form)
    if lang.facts.spaced:
        form = rf"(?<![\w-]){form}(?![\w-])"
    says = f"write {forbidden.instead or term.term[lang]} ({forbidden.why})"
    unless = re.compile(forbidden.unless) if forbidden.unless else None
    return _Rule(re.compile(form, re.IGNORECASE), unless, says)


def _excused(unless: re.Pattern[str] | None, hit: re.Match[str], text: str) -> bool:
    if unless is None:
        return False
    return any(
        cover.start() <= hit.start() and hit.end() <= cover.end() for cover in unless.finditer(text)
    )
