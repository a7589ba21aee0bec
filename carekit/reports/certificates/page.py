"""The certificate as a page: A4 landscape, drawn as SVG with real letters and printed as PDF."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from html import escape
from xml.etree import ElementTree

import vl_convert

from carekit.common.lang import css_fonts
from carekit.common.languages import ENGLISH, Lang, Text, languages
from carekit.reports.certificates import fonts
from carekit.reports.certificates.criteria import CertificateKind, Column
from carekit.reports.certificates.earned import down, words
from carekit.reports.certificates.register import Content, ScoreLine

WIDTH, HEIGHT = 841.89, 595.28  # A4 across, in points
LEFT, GAP, RIGHT, TOP = 66.0, 496.0, 776.0, 80.0
TABLE, COLUMN = 540.0, 64.0
INK, QUIET, ACCENT, HAIR = "#1c2b2a", "#5d6c6a", "#0b6a6e", "#c9d6d4"
# Where a name is written from right to left.
_LEFTWARD = "'Noto Naskh Arabic', 'Geeza Pro', 'Noto Serif Hebrew', 'DejaVu Sans', sans-serif"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MARKS = "\N{LEFT-TO-RIGHT ISOLATE}\N{RIGHT-TO-LEFT ISOLATE}\N{POP DIRECTIONAL ISOLATE}"
_NOT_FIRST = set("，。、；：！？）」』》”’…—·")
_NARROW, _WIDE = set("iljtfrI.,:;'!|()[] -"), set("mwMWQO@%&")


@dataclass(frozen=True)
class Wording:
    """The course's words on the page; ``names`` holds the title of every line of the table."""

    course: Text
    kind: CertificateKind
    claims: Text
    names: Mapping[str, Text]


def as_pdf(svg: str) -> bytes:
    """Return a page as PDF, with the letters it uses embedded.

    Raises ContentError when no font on this computer has one of its characters.
    """
    fonts.need(said_on(svg))
    return vl_convert.svg_to_pdf(svg)


def said_on(svg: str) -> list[str]:
    """Return every text on a page, in the order in which it was drawn."""
    # The page is our own, every word of a person in it is escaped.
    nodes = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314
    return ["".join(node.itertext()) for node in nodes]


def page(content: Content, code: str, wording: Wording) -> str:
    """Return the certificate as SVG, in the one or two languages that its content names."""
    return _Page(content, code, wording).svg()


class _Page:
    """Draws one certificate; keeps the languages, so that every part says the same ones."""

    def __init__(self, content: Content, code: str, wording: Wording) -> None:
        self.content, self.code, self.wording = content, code, wording
        self.langs = [
            next((one for one in languages() if one == tag), Lang(tag)) for tag in content.langs
        ]
        # The first of a list that is on the computer is taken; Latin letters come from the same
        # family. A page whose languages name no fonts takes those of the course's last one.
        facts = [lang.facts for lang in (*self.langs, *reversed(languages()))]
        self.serif = css_fonts(next((one.serif for one in facts if one.serif), ()), "serif")
        self.sans = css_fonts(next((one.sans for one in facts if one.sans), ()), "sans-serif")
        # A page in a language that is read from right to left is the mirror image.
        self.mirrored = self.langs[0].direction == "rtl"
        self.drawn: list[str] = []

    def svg(self) -> str:
        self._waves()
        self._heading()
        self._scores()
        self._foot()
        size = f'width="{WIDTH}pt" height="{HEIGHT}pt" viewBox="0 0 {WIDTH} {HEIGHT}"'
        lines = "\n".join(self.drawn)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n{lines}\n</svg>\n'
        )

    # --- Parts of the page.

    def _waves(self) -> None:
        """Draw the lines at the foot; their shape hangs on the code, so no two pages have one."""
        seed = sha256(self.code.encode()).digest()
        for line in range(11):
            at = HEIGHT - 46 + line * 5.2
            swing = 5 + seed[line] / 40 + line * 0.7
            turn = seed[line + 11] / 255 * 1.2 + line * 0.32
            points = (
                (x, at + swing * math.sin(x / 128 + turn) + 2.4 * math.sin(x / 53 + 2 * turn))
                for x in range(-10, int(WIDTH) + 20, 12)
            )
            way = " ".join(f"{x:g},{y:.1f}" for x, y in points)
            faint = 0.10 + 0.022 * line
            self.drawn.append(
                f'<polyline points="{way}" fill="none" stroke="{ACCENT}" stroke-width="0.7" '
                f'stroke-opacity="{faint:.2f}"/>'
            )

    def _heading(self) -> None:
        kind, both = self.wording.kind, len(self.langs) > 1
        course = "   ".join(self.wording.course[lang] for lang in self.langs)
        self._text(LEFT, TOP, course, 11, fill=ACCENT, spaced=0.6)
        y = TOP + 52
        title = kind.title[self.langs[0]]
        self._text(LEFT, y, title, _fitting(title, 31, GAP - LEFT), serif=True)
        for lang in self.langs[1:]:
            y += 32
            self._text(LEFT, y, kind.title[lang], 20, fill=ACCENT, serif=True, spaced=2)
        y += 50 if both else 62
        self._text(LEFT, y, self._both("certify"), 10.5, fill=QUIET)
        y = self._name(y + 50)
        self._line(LEFT, y + 20, LEFT + 44, ACCENT, 1.4)
        y += 46
        for lang in self.langs:
            size, step = (12.5, 18) if lang.facts.spaced else (12, 20)
            for line in _wrapped(kind.says[lang], size, GAP - LEFT, lang):
                self._text(LEFT, y, line, size, serif=True)
                y += step
            y += 4

    def _name(self, y: float) -> float:
        """Draw the name as large as it fits, on more lines where it is very long."""
        size, lines = name_lines(self.content.name, GAP - LEFT)
        for place, line in enumerate(lines):
            y += size * 1.2 if place else 0
            self._text(LEFT, y, line, size, serif=True)
        return y

    def _scores(self) -> None:
        columns = self.wording.kind.columns
        ends = [RIGHT - COLUMN * place for place in reversed(range(len(columns)))]
        y = TOP
        for end, column in zip(ends, columns, strict=True):
            for place, lang in enumerate(self.langs):
                said = words()[column][lang]
                self._text(end, y + 11 * place, said, 8.5, fill=QUIET, end=True)
        y += 11 * (len(self.langs) - 1) + 8
        for entry in self.content.scores:
            self._line(TABLE, y, RIGHT, HAIR, 0.6)
            y = self._row(entry, columns, ends, y)
        self._line(TABLE, y, RIGHT, INK, 0.8)
        self._text(TABLE, y + 18, self._both("total"), 9, fill=QUIET)
        for end, column in zip(ends, columns, strict=True):
            both = [entry[column] for entry in self.content.scores if entry.get("counts", True)]
            points, most = (sum(part) for part in zip(*both, strict=True))
            self._points(end, y + 18, points, most)

    def _row(
        self, entry: ScoreLine, columns: Iterable[Column], ends: Sequence[float], y: float
    ) -> float:
        name = self.wording.names[entry["concept"]]
        first = name[self.langs[0]]
        first = first[:1].upper() + first[1:]
        room = ends[0] - TABLE - 46
        self._text(TABLE, y + 15, first, _fitting(first, 10.5, room))
        for lang in self.langs[1:]:
            self._text(TABLE, y + 28, name[lang], 9, fill=QUIET)
        for end, column in zip(ends, columns, strict=True):
            if column in entry:
                self._points(end, y + 15, *entry[column])
        return y + (36 if len(self.langs) > 1 else 27)

    def _points(self, x: float, y: float, points: float, most: float) -> None:
        of = f'<tspan fill="{QUIET}" font-size="8.5"> / {most:g}</tspan>'
        self._text(x, y, down(points), 11, end=True, more=of)

    def _foot(self) -> None:
        y, content = 457.0, self.content
        issued = date.fromisoformat(content.issued)
        name = MONTHS[issued.month - 1]
        parts = {"year": issued.year, "month": issued.month, "month_name": name, "day": issued.day}
        told = "   ".join(lang.facts.date.format(**parts) for lang in self.langs)
        self._text(LEFT, y, told, 10.5)
        self._line(LEFT, y + 8, LEFT + 196, HAIR, 0.6)
        self._text(LEFT, y + 20, self._both("date"), 8, fill=QUIET)
        middle = LEFT + 230
        self._line(middle, y + 8, GAP, INK, 0.6)
        self._text(middle, y + 21, content.trainer, 10)
        below = 34 if content.trainer else 20
        self._text(middle, y + below, self._both("trainer"), 8, fill=QUIET)
        self._text(TABLE, y + 21, self.code, 12, fill=ACCENT, spaced=0.8)
        self._text(TABLE, y + 34, self._both("code"), 8, fill=QUIET)
        self._small_print(y + 56)

    def _small_print(self, y: float) -> None:
        content = self.content
        for lang in self.langs:
            between = " " if lang.facts.spaced else ""
            said = f"{self.wording.kind.rests_on[lang]}{between}{self.wording.claims[lang]}"
            for line in _wrapped(said, 7.2, RIGHT - LEFT, lang):
                self._text(LEFT, y, line, 7.2, fill=QUIET)
                y += 10
        known = f"{self._both('number')} {content.learner}   {self._both('data')} {content.data}"
        self._text(LEFT, y, known, 7.2, fill=QUIET)

    # --- What everything is drawn with.

    def _both(self, key: str) -> str:
        # What falls back to the other language of the page would stand there twice.
        said = {words()[key][lang].strip(_MARKS): words()[key][lang] for lang in self.langs}
        return "  ".join(said.values() if len(said) > 1 else said)

    def _text(
        self,
        x: float,
        y: float,
        said: str,
        size: float,
        *,
        fill: str = INK,
        serif: bool = False,
        end: bool = False,
        spaced: float = 0,
        more: str = "",
    ) -> None:
        if not said:
            return
        family = self.serif if serif else self.sans
        if any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in said):
            family = _LEFTWARD
            # Marks at both ends keep a full stop on the side where the sentence ends.
            said = f"\N{RIGHT-TO-LEFT MARK}{said}\N{RIGHT-TO-LEFT MARK}" if self.mirrored else said
        x, end = (WIDTH - x, not end) if self.mirrored else (x, end)
        extra = ' text-anchor="end"' if end else ""
        extra += f' letter-spacing="{spaced:g}"' if spaced else ""
        self.drawn.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{fill}" '
            f'font-family="{escape(family)}" xml:space="preserve"{extra}>'
            f"{escape(said)}{more}</text>"
        )

    def _line(self, x: float, y: float, to: float, stroke: str, width: float) -> None:
        x, to = (WIDTH - x, WIDTH - to) if self.mirrored else (x, to)
        self.drawn.append(
            f'<line x1="{x:g}" y1="{y:g}" x2="{to:g}" y2="{y:g}" stroke="{stroke}" '
            f'stroke-width="{width:g}"/>'
        )


def name_lines(name: str, room: float) -> tuple[float, list[str]]:
    """Return the size of a name and its lines: one line down to 24 points, then smaller ones."""
    size = _fitting(name, 42, room)
    if size >= 24:
        return size, [name]
    lines = _wrapped(name, 24, room, ENGLISH)
    if len(lines) > 2:
        lines = _wrapped(name, 15, room, ENGLISH)
        return min(_fitting(line, 15, room) for line in lines), lines
    return min(_fitting(line, 24, room) for line in lines), lines


def width(said: str, size: float) -> float:
    """Return about how wide a text is drawn, rather too much than too little."""
    return sum(map(_em, said)) * size


def _fitting(said: str, size: float, room: float) -> float:
    """Return the size at which a text fits, at most ``size``."""
    return math.floor(min(size, size * room / max(width(said, size), 1)) * 10) / 10


def _em(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.0
    if unicodedata.category(sign).startswith(fonts.BARE) and sign != " ":
        return 0.0
    if sign in _NARROW:
        return 0.34
    if sign in _WIDE:
        return 0.9
    return 0.7 if sign.isupper() else 0.58


def _wrapped(said: str, size: float, room: float, lang: Lang) -> list[str]:
    """Return a text in lines that fit; Chinese may break anywhere but before a closing mark."""
    lines = [""]
    for part in _parts(said, lang):
        wider = width((lines[-1] + part).rstrip(), size) > room
        if wider and lines[-1] and part[0] not in _NOT_FIRST:
            lines.append("")
        lines[-1] += part if lines[-1] else part.lstrip()
    return [line.rstrip() for line in lines]


def _parts(said: str, lang: Lang) -> Iterator[str]:
    word = ""
    for sign in said:
        alone = unicodedata.east_asian_width(sign) in "WF"
        if (alone or sign == " ") and word:
            yield word
            word = ""
        if alone:
            yield sign
        else:
            word += sign
        # A word without a space in it may still be wider than the page.
        if lang.facts.spaced and len(word) > 40:
            yield word
            word = ""
    if word:
        yield word
