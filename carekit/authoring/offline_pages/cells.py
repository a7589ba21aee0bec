"""The cells of a lesson that was run become the parts of a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any

from carekit.authoring.build.folding import SUFFIX
from carekit.authoring.offline_pages import practice_cards
from carekit.authoring.offline_pages.charts import picture
from carekit.authoring.offline_pages.prose import Folder, html_of, tidy
from carekit.authoring.offline_pages.run_lesson import Lesson, Node
from carekit.common.kit_words import texts
from carekit.questions import Bank

VIEW = "application/vnd.jupyter.widget-view+json"
VEGA_LITE = "application/vnd.vegalite.v5+json"
QUIZ, WORDS, READER = "quiz.Quiz", "chart.ChartWords", "reader.Reader"
_TWIN = '<div class="care-twin">'
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_INLINE = re.compile(r"</?(?:a|b|br|code|dfn|em|i|span|strong|sub|sup)\b[^>]*>")
_TAG = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]+>", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """One cell on a page: its name, its HTML, its words for the search, and its heading if any."""

    id: str
    html: str
    words: str = ""
    heading: str = ""


@dataclass
class PageCells:
    """All parts of a page, and the data of its cards by the id of the place where each stands."""

    parts: list[Part] = field(default_factory=list)
    cards: dict[str, dict[str, Any]] = field(default_factory=dict)


def page_cells(lesson: Lesson, banks: Mapping[str, Bank], folder: Folder) -> PageCells:
    """Return what a page shows of a lesson, in the language of ``folder``."""
    return _Maker(lesson, banks, folder).make()


class _Maker:
    def __init__(self, lesson: Lesson, banks: Mapping[str, Bank], folder: Folder) -> None:
        self._lesson, self._banks, self._folder = lesson, banks, folder
        self._made = PageCells()

    def make(self) -> PageCells:
        cells = self._lesson.cells
        # The line above a folded cell is the summary of its code here.
        codes = {f"{cell['id']}{SUFFIX}" for cell in cells if cell["cell_type"] == "code"}
        lines = {cell["id"]: self._line(cell) for cell in cells if cell["id"] in codes}
        for cell in cells:
            if cell["id"] in lines:
                continue
            if cell["cell_type"] == "markdown":
                self._made.parts.append(self._prose(cell))
            elif cell["cell_type"] == "code":
                self._made.parts.append(self._code(cell, lines.get(f"{cell['id']}{SUFFIX}", "")))
        return self._made

    def _line(self, cell: Node) -> str:
        """Return what a line says of its cell; nothing for the kit's own, which say to run it."""
        said = plain(html_of(cell["source"], self._folder))
        own = {text[self._folder.lang] for text in texts("folded").values()}
        return "" if said in own else said

    def _prose(self, cell: Node) -> Part:
        html = html_of(cell["source"], self._folder, cell.get("attachments"))
        heading = re.search(r"<h[1-6][^>]*>(.*?)</h[1-6]>", html, re.DOTALL)
        title = plain(heading[1]) if heading else ""
        return Part(
            cell["id"], f'<div class="jp-RenderedMarkdown">{html}</div>', plain(html), title
        )

    def _code(self, cell: Node, line: str) -> Part:
        outputs = [one for one in cell.get("outputs", []) if not _is_twin(one)]
        kinds = [self._kind(one) for one in outputs]
        shown = "".join(self._output(cell, at, outputs) for at in range(len(outputs)))
        # What draws a card is of no interest; only code that computes something is.
        drawn = bool(kinds) and all(kinds)
        source = escape(cell["source"].strip())
        label = escape(line or self._say("code"))
        code = (
            f'<details class="page-code"><summary>{label}</summary>'
            f"<pre><code>{source}</code></pre></details>"
        )
        return Part(cell["id"], ("" if drawn or not source else code) + shown)

    def _kind(self, output: Node) -> str:
        """Return what kind of widget an output shows, or nothing."""
        view = output.get("data", {}).get(VIEW)
        traits = self._lesson.widgets.get(view["model_id"], {}) if view else {}
        return str(traits.get("_anywidget_id", "")).removeprefix("carekit.widgets.")

    def _output(self, cell: Node, at: int, outputs: list[Node]) -> str:
        output = outputs[at]
        if output["output_type"] == "stream":
            return f"<pre>{_text(output['text'])}</pre>"
        if output["output_type"] == "error":
            return (
                f'<pre class="page-error">{_text(output["ename"])}: {_text(output["evalue"])}</pre>'
            )
        data = output.get("data", {})
        if VIEW in data:
            return self._widget(cell, at, data[VIEW]["model_id"], self._kind(output))
        if VEGA_LITE in data:
            return self._chart(data[VEGA_LITE], outputs[at + 1 :])
        return self._plain_output(data)

    def _widget(self, cell: Node, at: int, model: str, kind: str) -> str:
        if kind in (WORDS, READER):
            return ""
        traits = self._lesson.widgets.get(model, {})
        if kind != QUIZ:
            return f'<p class="page-elsewhere">{escape(self._say("in-jupyter"))}</p>'
        place = f"card-{cell['id']}-{at}"
        self._made.cards[place] = practice_cards.card(
            self._banks,
            traits["concept"],
            [one["id"] for one in traits["questions"]],
            confidence=bool(traits.get("confidence")),
        )
        return f'<div class="page-card" id="{place}"></div>'

    def _chart(self, spec: Node, following: list[Node]) -> str:
        """Return a chart as a picture; the output after it holds its words in all languages."""
        said: list[Mapping[str, str]] = []
        alt = str(spec.get("description", ""))
        for output in following[:1]:
            if self._kind(output) == WORDS:
                traits = self._lesson.widgets[output["data"][VIEW]["model_id"]]
                said, alt = traits["texts"], traits["alt"][self._folder.lang]
        svg = picture(spec, said, self._folder.lang)
        box = f'<div class="page-chart" role="img" aria-label="{escape(alt)}">{svg}</div>'
        scroll = (
            f'<div class="page-scroll" tabindex="0" role="region" aria-label="{{}}">{box}</div>'
        )
        return f"<figure>{scroll.format(escape(self._say('chart')))}</figure>"

    def _plain_output(self, data: Node) -> str:
        if html := data.get("text/html"):
            return f'<div class="page-output">{tidy(html, self._folder)}</div>'
        if svg := data.get("image/svg+xml"):
            return f'<div class="page-output">{svg}</div>'
        for media in ("image/png", "image/jpeg"):
            if media in data:
                alt = escape(str(data.get("text/plain", "")))
                return f'<img alt="{alt}" src="data:{media};base64,{data[media].strip()}">'
        if markdown := data.get("text/markdown"):
            html = html_of(markdown, self._folder)
            return f'<div class="jp-RenderedMarkdown">{html}</div>'
        return f"<pre>{_text(data['text/plain'])}</pre>" if data.get("text/plain") else ""

    def _say(self, key: str) -> str:
        return self._folder.words[key][self._folder.lang]


def plain(html: str) -> str:
    """Return the words of HTML, for the search and for titles.

    >>> plain("<p>A <b>bold</b> word &amp; more</p><p>追<em>蹤</em></p>")
    'A bold word & more 追蹤'
    """
    return " ".join(unescape(_TAG.sub(" ", _INLINE.sub("", html))).split())


def _text(said: str) -> str:
    return escape(_ANSI.sub("", said))


def _is_twin(output: Node) -> bool:
    return str(output.get("data", {}).get("text/html", "")).startswith(_TWIN)
