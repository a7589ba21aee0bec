#!/usr/bin/env bash
# A course is a deck of cards. A learner imports it, tags a card, and imports the next edition.
#
# Guess: tags are the learner's own order in the collection; an update changes the fields of a note
#   and adds the tags of the new edition.
# anki 26.9.3 (its own backend), packages made by genanki 0.13.1: the note's list of tags is replaced
#   whole by that of the newer package. The learner's own tag is gone, and so are "marked" and "leech",
#   which Anki itself keeps as tags; a suspended card stays suspended, but nothing says any more why.
#   The log of the import calls the note "updated", no different from one with a corrected word.
# Seen: before [course, edition-1, leech, mine], after [course, edition-2]; the card is still suspended.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check anki==26.9.3 genanki==0.13.1
"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import sys
from pathlib import Path

import genanki
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

folder = Path(sys.argv[1])
face = {"name": "card", "qfmt": "{{Term}}", "afmt": "{{Meaning}}"}
kind = genanki.Model(
    1607392319, "term", fields=[{"name": "Term"}, {"name": "Meaning"}], templates=[face]
)


def edition(number, meaning):
    deck = genanki.Deck(2059400110, "course")
    tags = ["course", f"edition-{number}"]
    deck.add_note(genanki.Note(model=kind, fields=["churn", meaning], guid="term-1", tags=tags))
    path = folder / f"{number}.apkg"
    # The later time is what makes the second package the newer one.
    genanki.Package(deck).write_to_file(str(path), timestamp=4_000_000_000 + number)
    return path


def taken(path):
    options = ImportAnkiPackageOptions(with_scheduling=False)
    request = ImportAnkiPackageRequest(package_path=str(path), options=options)
    return collection.import_anki_package(request).log


collection = Collection(str(folder / "collection.anki2"))
taken(edition(1, "customers who leave"))
note = collection.get_note(collection.find_notes("")[0])
note.tags += ["leech", "mine"]
collection.update_note(note)
collection.sched.suspend_cards(collection.find_cards(""))
before = sorted(note.tags)
log = taken(edition(2, "the share of customers who leave"))
note = collection.get_note(note.id)
suspended = len(collection.find_cards("is:suspended"))
print(f"before {before}, after {note.tags}; suspended cards {suspended}; updated {len(log.updated)}")
assert before == ["course", "edition-1", "leech", "mine"]
assert note.tags == ["course", "edition-2"]
assert note.fields[1] == "the share of customers who leave"
assert (suspended, len(log.updated)) == (1, 1)
collection.close()
PYTHON
