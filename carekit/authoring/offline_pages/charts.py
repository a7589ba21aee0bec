"""A chart of a lesson as a picture that a page holds: SVG with the words of one language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape, unescape
from typing import Any

from carekit.common.languages import Lang

_WORDS = re.compile(r"(<text\b[^>]*>)([^<]*)(</text>)")
_NAMED = re.compile(r' aria-(?:label|roledescription)="[^"]*"| role="[^"]*"| tabindex="[^"]*"')


def picture(spec: Mapping[str, Any], said: Sequence[Mapping[str, str]], lang: Lang) -> str:
    """Return a Vega-Lite chart as SVG; words of ``said`` in any language stand in ``lang``.

    The marks are drawn once and lie where the chart of the notebook has them; only letters change,
    as on the live chart. It has no names of its own: whoever shows it says what it shows.
    """
    import vl_convert

    svg = vl_convert.vegalite_to_svg(dict(spec))
    known = {one: text[lang] for text in said for one in text.values()}

    def reword(found: re.Match[str]) -> str:
        words = unescape(found[2])
        return f"{found[1]}{escape(known.get(words, words), quote=False)}{found[3]}"

    return _NAMED.sub("", _WORDS.sub(reword, svg))
