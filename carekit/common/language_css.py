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

    ``parts`` is a selector of what has a language; the others of it are hidden. Where one of the
    languages is read from right to left, the chosen one says which way the page runs.
    """
    rules, turns = [], any(lang.direction == "rtl" for lang in langs)
    for lang in langs:
        others = ", ".join(f"[lang={other}]" for other in langs if other != lang)
        page = f"body:has(#pick-{lang}:checked)"
        if others:
            rules.append(f"{page} {parts}:is({others}) {{ display: none; }}\n")
        if turns:
            rules.append(f"{page if others else 'body'} {{ direction: {lang.direction}; }}\n")
    return "".join(rules) + (TURNED if turns else "")


TURNED = """\
pre, code, .ratio { direction: ltr; unicode-bidi: isolate; }
pre { text-align: left; }
svg { direction: ltr; }
svg text { unicode-bidi: plaintext; }
"""
"""What runs from left to right on any page: code, a number of a number (1 / 2), and charts.

The letters of a chart stand where its program measured them to stand, and each label runs as its
first letter does.
"""
