"""A feedback page as HTML that runs nothing: what it shows, and the template that draws it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from carekit.common.kit_words import texts
from carekit.common.language_css import choice_rules, font_rules
from carekit.common.languages import Lang, Text, languages
from carekit.common.safe_html import coded
from carekit.grading.feedback.history import History
from carekit.grading.feedback.page_items import Item, TaskScore

HERE = Path(__file__).parent


@dataclass
class Page:
    """Everything that one page shows; ``items`` in the order of the notebook.

    ``history`` is for the trainer's page of an appeal, and on no page that a learner gets.
    """

    learner: str
    name: str
    title: Text
    score: float
    max_score: float
    unfinished: bool
    penalty: float
    flags: list[dict[str, str]] = field(default_factory=list)
    tasks: list[TaskScore] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    history: History | None = None


def words() -> dict[str, Text]:
    """Return the words of the pages."""
    return texts("feedback")


@cache
def _template(langs: tuple[Lang, ...]) -> tuple[Template, str, str]:
    """Return the template, with its style and the digest that allows only this style."""
    style = (HERE / "templates" / "feedback.css").read_text(encoding="utf-8")
    style += font_rules(langs) + choice_rules(langs, ":is(.in, .care-text, .care-head)")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode()
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template("feedback.html.j2"), style, digest


def number(points: float) -> str:
    """Return points as a person writes them: 2, 1.5, 0.67."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def render(page: Page) -> str:
    """Return a page as HTML that runs nothing and asks nothing of the network."""
    langs = languages()
    template, style, digest = _template(langs)
    # The template may begin with blank lines; a document may not.
    return template.render(
        page=page,
        words=words(),
        langs=list(langs),
        number=number,
        coded=coded,
        style=style,
        style_hash=digest,
    ).lstrip()
