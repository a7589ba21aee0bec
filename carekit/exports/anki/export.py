"""A course's cards as one package of Anki, a deck for each language."""

from __future__ import annotations

import io
import itertools
import json
import sqlite3
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from carekit.common.course import card as course_card
from carekit.common.files import ContentError
from carekit.common.kit_words import texts
from carekit.common.languages import Lang
from carekit.exports.anki.cards import Card, cards_of
from carekit.exports.anki.editions import Edition, next_editions, read_editions
from carekit.exports.anki.limits import LIMITS
from carekit.exports.loss_report import LossReport

if TYPE_CHECKING:
    import genanki

# Anki knows a note type by its number. A field more under the same number would update nothing and
# leave a second, empty type behind: whoever changes FIELDS takes another number.
NOTE_TYPE = 1_764_455_101
FIELDS = ("Front", "Back", "Id", "Changed")
_FACE = {"name": "card", "qfmt": "{{Front}}", "afmt": "{{Front}}<hr id=answer>{{Back}}{{Changed}}"}
_CSS = (
    ".card { font-family: sans-serif; font-size: 20px; text-align: start; } "
    "img { max-width: 100%; }"
)
_MOST = 2**31
# A zip file keeps the time of each part; a fixed one gives the same bytes for the same cards.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def anki_package(
    root: Path, langs: Sequence[Lang], now: datetime
) -> tuple[bytes, LossReport, dict[str, Edition]]:
    """Return the package, its report, and the editions to keep for the next export.

    A card that did not change since the last export (``.care/exports/anki.json``) keeps its time,
    so that Anki leaves what a learner wrote on it; one that changed has the time ``now``. The same
    cards, record and time give the same bytes. Raises ContentError where genanki is not installed.
    """
    report = LossReport("Anki", course_card(root).id, LIMITS)
    decks = {lang: list(cards_of(root, lang, report)) for lang in langs}
    before = read_editions(root)
    named = [(f"{one.id}/{lang}", one) for lang, cards in decks.items() for one in cards]
    editions = next_editions(before, named, now)
    if not before:
        report.meets("first-export", "all cards")
    for name, edition in editions.items():
        if name in before and before[name] != edition:
            report.meets("overwritten", name)
    endings = tuple(f"/{lang}" for lang in langs)
    for name in sorted(before.keys() - editions.keys()):
        if name.endswith(endings):
            report.meets("gone", name)
    for lang, cards in decks.items():
        report.kept.append(f"{len(cards)} cards in {lang}")
    data = _package(root, decks, editions, now)
    # What this export did not touch, such as another language, is kept as it was.
    return data, report, {**before, **editions}


def _genanki() -> type[genanki.Note]:
    """Return a kind of note that keeps a time of its own. Raises ContentError without genanki."""
    try:
        import genanki
    except ImportError:
        says = "needs genanki, which is not installed here; run: uv pip install 'genanki>=0.13.1'"
        raise ContentError(f"care export anki {says}") from None

    class DatedNote(genanki.Note):
        """A note that was changed last at a second of its own."""

        since = 0

        def write_to_db(
            self,
            cursor: sqlite3.Cursor,
            timestamp: float,  # noqa: ARG002 - the package's time, which is not this note's
            deck_id: int,
            id_gen: itertools.count[int],
        ) -> None:
            """Write the note with its own time instead of the package's."""
            super().write_to_db(cursor, self.since, deck_id, id_gen)

    return DatedNote


def _package(
    root: Path, decks: dict[Lang, list[Card]], editions: dict[str, Edition], now: datetime
) -> bytes:
    note_type = _genanki()
    import genanki

    model = genanki.Model(
        NOTE_TYPE, "carekit 1", [{"name": name} for name in FIELDS], [dict(_FACE)], css=_CSS
    )
    files: dict[str, bytes] = {}
    made = []
    course = course_card(root)
    for lang, cards in decks.items():
        words = texts("exports")
        about = words["anki-deck"][lang].format(course=course.title[lang])
        deck = genanki.Deck(
            _number(course.id, lang), f"{course.title[lang]} ({lang})", escape(about)
        )
        for one in cards:
            edition = editions[f"{one.id}/{lang}"]
            day = datetime.fromtimestamp(edition.since, UTC).date().isoformat()
            changed = words["anki-changed"][lang].format(day=day)
            note = note_type(
                model=model,
                fields=[one.front, one.back, one.id, f"<p><small>{escape(changed)}</small></p>"],
                sort_field=one.id,
                tags=list(one.tags),
                guid=genanki.guid_for(course.id, one.id, str(lang)),
            )
            note.since = edition.since
            deck.add_note(note)
            files |= one.files
        made.append(deck)
    return _zip(_database(genanki.Package(made), now), files)


def _number(course: str, lang: Lang) -> int:
    """Return the number of a deck, the same in every export."""
    from hashlib import sha256

    digest = sha256(f"{course}/{lang}".encode()).digest()
    return _MOST + int.from_bytes(digest[:4], "big")


def _database(package: genanki.Package, now: datetime) -> bytes:
    """Return the collection as SQLite bytes; genanki's own writer would leave a file behind."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "collection.anki2"
        connection = sqlite3.connect(path)
        try:
            seconds = now.timestamp()
            package.write_to_db(connection.cursor(), seconds, itertools.count(int(seconds * 1000)))
            connection.commit()
        finally:
            connection.close()
        return path.read_bytes()


def _zip(database: bytes, files: dict[str, bytes]) -> bytes:
    names = dict(enumerate(sorted(files)))
    parts = {"collection.anki2": database, "media": json.dumps(names).encode()}
    parts |= {str(number): files[name] for number, name in names.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
