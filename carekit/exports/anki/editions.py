"""When each card changed last: what makes Anki leave an unchanged card as the learner has it.

Anki takes a card of a package where it is newer than the learner's. A card that keeps the time of
its last change is newer than no later edit of a learner's, and its tags and fields stay theirs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from carekit.common.files import ContentError, shown, write_atomic
from carekit.exports.anki.cards import Card

PLACE = Path(".care") / "exports" / "anki.json"


@dataclass(frozen=True)
class Edition:
    """A card's digest, and the second at which it became what it is."""

    digest: str
    since: int


def read_editions(root: Path) -> dict[str, Edition]:
    """Return what the last export knew, by the cards' ids with language; nothing where none was.

    Raises ContentError where the record cannot be read: to go on without it would overwrite what
    learners wrote.
    """
    path = root / PLACE
    if not path.is_file():
        return {}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {name: Edition(str(digest), int(since)) for name, (digest, since) in data.items()}
    except (ValueError, TypeError, AttributeError, OSError) as error:
        says = "is no record of exported cards; restore it, or delete it and all cards count as new"
        raise ContentError(f"{shown(path)}: {says} ({error})") from None


def write_editions(root: Path, editions: Mapping[str, Edition]) -> None:
    """Keep what this export knows for the next one."""
    data = {name: [one.digest, one.since] for name, one in sorted(editions.items())}
    write_atomic(root / PLACE, json.dumps(data, indent=1) + "\n")


def next_editions(
    before: Mapping[str, Edition], cards: Iterable[tuple[str, Card]], now: datetime
) -> dict[str, Edition]:
    """Return the edition of each card, given with its name: as before where nothing changed."""
    found = {}
    for name, card in cards:
        digest = _digest(card)
        last = before.get(name)
        same = last is not None and last.digest == digest
        found[name] = last if same and last else Edition(digest, int(now.timestamp()))
    return found


def _digest(card: Card) -> str:
    said = "\x1f".join((card.front, card.back, *card.tags, *sorted(card.files)))
    return sha256(said.encode()).hexdigest()[:16]
