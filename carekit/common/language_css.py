"""Rules of style that hang on the languages of a page: fonts, directions, which one is shown."""

from __future__ import annotations

from collections.abc import Sequence

from carekit.common.lang import Lang, css_fonts


def font_rules(langs: Sequence[Lang], more: str = "") -> str:
    """Return a rule for each language that names fonts; ``more`` stands in each of them."""
    return "".join(
        f"[lang={lang}] {{ font-family: system-ui, {css_fonts(lang.facts.sans, 'sans-serif')};"
        f"{more} }}\n"
        for lang in langs
        if lang.facts.sans
    )


def choice_rules(langs: Sequence[Lang], parts: str) -> str:
    """Return the rules by which the button ``#pick-TAG`` of a page shows one language.

    ``parts`` is a selector of what has a language; the others of it are hidden. A language that is
    read from right to left turns the page.
    """
    rules = []
    for lang in langs:
        others = ", ".join(f"[lang={other}]" for other in langs if other != lang)
        page = f"body:has(#pick-{lang}:checked)"
        if others:
            rules.append(f"{page} {parts}:is({others}) {{ display: none; }}\n")
        if lang.direction == "rtl":
            rules.append(f"{page if others else 'body'} {{ direction: rtl; }}\n")
    return "".join(rules)
