"""A deck in Anki's own collection: counts, fields, sounds, pictures, and two updates."""

import json
import re
import shutil
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from carekit.common.files import ContentError
from carekit.common.languages import languages
from carekit.exports.anki.cards import cards_of
from carekit.exports.anki.editions import PLACE, read_editions, write_editions
from carekit.exports.anki.export import FIELDS, NOTE_TYPE, anki_package
from carekit.exports.anki.limits import LIMITS
from carekit.exports.loss_report import LossReport

SMALL = Path(__file__).resolve().parents[1] / "browser" / "course"
FIRST = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
# Anki stamps a learner's edit with the clock, so the packages that come after it are of far years.
SECOND, THIRD = datetime(2100, 5, 1, tzinfo=UTC), datetime(2101, 5, 1, tzinfo=UTC)


@pytest.fixture
def collection(tmp_path):
    made = Collection(str(tmp_path / "learner" / "collection.anki2"))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def folders(tmp_path):
    (tmp_path / "learner").mkdir()


def exported(root, langs, now):
    data, report, editions = anki_package(root, langs, now)
    write_editions(root, editions)
    return data, report


def taken(collection, data, tmp_path):
    """Import a package as a learner does who changes no option, and return Anki's log of it."""
    path = tmp_path / "package.apkg"
    path.write_bytes(data)
    options = ImportAnkiPackageOptions(with_scheduling=False)
    request = ImportAnkiPackageRequest(package_path=str(path), options=options)
    return collection.import_anki_package(request).log


def by_id(collection):
    notes = (collection.get_note(number) for number in collection.find_notes(""))
    return {(note["Id"], note.tags[-1] if note.tags else ""): note for note in notes}


def test_a_learner_keeps_schedule_and_edits_over_two_updates(course, collection, tmp_path):
    langs = languages()
    data, report = exported(course, langs, FIRST)
    log = taken(collection, data, tmp_path)
    cards = {lang: list(cards_of(course, lang, LossReport("", "", LIMITS))) for lang in langs}
    assert len(log.new) == sum(map(len, cards.values())) == collection.card_count()
    assert report.met["first-export"] == ["all cards"]
    names = {deck.name for deck in collection.decks.all_names_and_ids()} - {"Default"}
    assert len(names) == len(langs)
    model = collection.models.get(NOTE_TYPE)
    assert [field["name"] for field in model["flds"]] == list(FIELDS)

    notes = {note["Id"]: note for note in by_id(collection).values() if "en" in note.tags}
    plain, mended = notes["tides/which-is-a-tide/ripples"], notes["tides/what-pulls/wind"]
    card = plain.cards()[0]
    collection.sched.set_due_date([card.id], "30")
    due = collection.get_card(card.id).due
    for note in (plain, mended):
        note["Back"] += " mine"
        note.tags.append("mine")
        collection.update_note(note)

    bank = course / "course_data" / "quizzes" / "tides.yml"
    bank.write_text(bank.read_text().replace("It pushes the surface only.", "It moves the skin."))
    data, report = exported(course, langs, SECOND)
    assert report.met["overwritten"] == ["tides/what-pulls/wind/en"]
    log = taken(collection, data, tmp_path)
    assert len(log.updated) == 1
    assert len(log.new) == 0
    plain, mended = collection.get_note(plain.id), collection.get_note(mended.id)
    assert plain["Back"].endswith(" mine")
    assert "mine" in plain.tags
    assert collection.get_card(card.id).due == due
    assert "It moves the skin." in mended["Back"]
    assert "2100-05-01" in mended["Changed"]
    assert "mine" not in mended.tags

    bank.write_text(re.sub(r"(?s)  - id: name-of-the-pull.*\Z", "", bank.read_text()))
    data, report = exported(course, langs, THIRD)
    log = taken(collection, data, tmp_path)
    assert (len(log.updated), len(log.new)) == (0, 0)
    assert "overwritten" not in report.met
    assert sorted(report.met["gone"]) == [
        f"tides/name-of-the-pull/slip-1/{lang}" for lang in sorted(langs)
    ]
    assert collection.get_card(card.id).due == due
    assert len(collection.models.all_names_and_ids()) == len(set(_names(collection)))
    assert not any(name.endswith("+") for name in _names(collection))


def _names(collection):
    return [one.name for one in collection.models.all_names_and_ids()]


def test_pictures_have_their_words_and_questions_that_count_are_in_no_deck(course, collection):
    bank = course / "course_data" / "quizzes" / "tides.yml"
    secret = "  - id: which-is-a-tide\n    kind: single\n"
    bank.write_text(bank.read_text().replace(secret, f"{secret}    use: exam\n"))
    data, report = exported(course, [languages()[0]], FIRST)
    archive = zipfile.ZipFile(BytesIO(data))
    media = json.loads(archive.read("media"))
    pictures = {name: number for number, name in media.items() if name.endswith(".png")}
    (name,) = pictures
    assert archive.read(pictures[name]).startswith(b"\x89PNG")
    taken(collection, data, course.parent)
    notes = {note["Id"]: note for note in by_id(collection).values()}
    front = notes["tides/where-is-high-water/end"]["Front"]
    assert f'<img src="{name}" alt="A curve that rises' in front
    assert (Path(collection.media.dir()) / name).is_file()
    assert not any(one.startswith("tides/which-is-a-tide") for one in notes)
    assert "tides/mean-level" in report.met["draws"]


def test_the_words_of_this_course_come_with_sound_in_each_language(root, tmp_path, collection):
    copy = tmp_path / "copy"
    (copy / "course_data" / "quizzes").mkdir(parents=True)
    for name in ("course.yml", "glossary.yml", "terms.yml", "words.yml"):
        shutil.copy(root / "course_data" / name, copy / "course_data")
    shutil.copytree(root / "course_data" / "audio", copy / "course_data" / "audio")
    data, _ = exported(copy, languages(), FIRST)
    again, _, _ = anki_package(copy, languages(), FIRST)
    assert data == again
    taken(collection, data, tmp_path)
    notes = by_id(collection)
    found = {tag for note in notes.values() for tag in note.tags}
    assert {"concept", "measure", "word"} <= found
    for note in notes.values():
        for sound in re.findall(r"\[sound:(.*?)\]", note["Front"] + note["Back"]):
            assert (Path(collection.media.dir()) / sound).stat().st_size > 500
    words = [note for note in notes.values() if "word" in note.tags]
    assert len(words) == 12 * len(languages())
    assert all("[sound:" in note["Front"] for note in words)
    assert collection.media.check().missing == []


def test_a_damaged_record_stops_the_export_and_says_what_to_do(course):
    (course / PLACE).parent.mkdir(parents=True)
    (course / PLACE).write_text("{")
    with pytest.raises(ContentError, match="restore it, or delete it"):
        read_editions(course)


def test_the_verb_says_which_cards_changed(invoke, course):
    code, said = invoke("export", "anki", "--lang", "en")
    assert code == 0
    assert "  report: " in said
    (page,) = (course / "dist").glob("*.apkg.losses.md")
    assert "**first-export**" in page.read_text()
    bank = course / "course_data" / "quizzes" / "tides.yml"
    bank.write_text(bank.read_text().replace("It pushes the surface only.", "It moves the skin."))
    code, said = invoke("export", "anki", "--lang", "en")
    assert code == 3
    assert "tides/what-pulls/wind/en" in said
