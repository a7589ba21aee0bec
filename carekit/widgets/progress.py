"""Where the learner stands, as a table: per concept answered, mastered, due, and the next step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo
from html import escape
from pathlib import Path
from typing import Any

import traitlets

from carekit.common.course import card, find_root
from carekit.common.languages import languages
from carekit.learner.event_log import Record, last_answers
from carekit.learner.progress import Standing, next_of, standings
from carekit.learner.review_cards import Deck, words_of
from carekit.learner.review_schedule import Scheduled, queue
from carekit.questions import load_banks
from carekit.widgets.assets import drawn_by, words_for_browser
from carekit.widgets.base import Widget, learner_record

COLUMNS = ("concept", "answered", "right", "mastered", "due", "next")


def progress() -> Progress:
    """Return the table of what is answered, mastered and due, as the learner's log has it now."""
    return Progress(find_root())


class Progress(Widget):
    """A table that is true for the moment in which its cell is run."""

    _esm = drawn_by("progress", "js")
    _css = drawn_by("progress", "css")
    rows: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    go_on = traitlets.Unicode().tag(sync=True)
    word_tally = traitlets.Dict().tag(sync=True)

    def __init__(self, root: Path, record: Record | None = None, zone: tzinfo | None = None):
        """Count what ``record`` holds; today is the day in ``zone``, by default the computer's."""
        record = record or learner_record(root)
        deck = Deck(root)
        reading = record.read()
        cards = queue(reading.statements, deck, record.clock().astimezone(zone))
        due = [entry.card for entry in cards.due]
        stand = standings(
            deck.concepts,
            load_banks(root),
            last_answers(reading),
            due,
            card(root).pass_mark.share,
        )
        up_next = next_of(stand)
        super().__init__(
            root,
            ["progress"],
            rows=[_row(root, one, deck) for one in stand],
            go_on=up_next.concept if up_next else "",
            word_tally=_words(deck, cards.cards, cards.due),
        )

    def __repr__(self) -> str:
        """Return one line; it is what a front end without widgets shows."""
        told = (f"{row['id']} {row['right']} of {row['asked']}" for row in self.rows)
        return f"progress: {', '.join(told)}"

    def _in_print(self) -> str:
        return _on_paper(self.rows)


def _row(root: Path, stand: Standing, deck: Deck) -> dict[str, Any]:
    """Return one line of the table as the browser gets it; ``link`` is a file beside this one."""
    known = deck.concepts.get(stand.concept)
    step = stand.step
    return {
        "id": stand.concept,
        "name": known.by_lang() if known else dict.fromkeys(list(languages()), stand.concept),
        "asked": stand.asked,
        "answered": stand.answered,
        "right": stand.right,
        "needed": stand.needed,
        "mastered": stand.mastered,
        "due": stand.due,
        "step": step,
        "link": _notebook(root, "review" if step == "review" else stand.concept),
    }


def _notebook(root: Path, topic: str) -> str:
    """Return the name of the lesson on a topic, or nothing where there is none yet."""
    found = sorted((root / "notebooks").glob(f"[0-9][0-9]-{topic}.ipynb"))
    return found[0].name if found else ""


def _words(deck: Deck, cards: frozenset[str], due: Iterable[Scheduled]) -> dict[str, int]:
    waiting = len(deck.not_in(cards))
    words = words_of(entry.card for entry in due)
    return {"all": len(deck.words), "added": len(deck.words) - waiting, "due": len(words)}


def _on_paper(rows: list[dict[str, Any]]) -> str:
    """Return the table in plain HTML, with every language marked."""
    words = words_for_browser("progress")
    head = "".join(f'<th scope="col">{_said(words[name])}</th>' for name in COLUMNS)
    lines = []
    for row in rows:
        cells = (
            f"{row['answered']} / {row['asked']}",
            f"{row['right']} / {row['asked']}",
            _said(words["yes"] if row["mastered"] else _needed(words["no"], row)),
            str(row["due"]),
            _said(words[row["step"]]),
        )
        told = "".join(f"<td>{cell}</td>" for cell in cells)
        lines.append(f'<tr><th scope="row">{_said(row["name"])}</th>{told}</tr>')
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def _needed(text: dict[str, str], row: dict[str, object]) -> dict[str, str]:
    return {lang: said.format(needed=row["needed"]) for lang, said in text.items()}


def _said(text: dict[str, str]) -> str:
    return "<br>".join(f"<span {lang.marked}>{escape(text[lang])}</span>" for lang in languages())
