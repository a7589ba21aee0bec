"""A QTI 3 package holds what its manifest names, and nothing of another language."""

import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

from carekit.common.languages import languages
from carekit.exports.qti.export import qti_package
from carekit.exports.selection import select

SMALL = Path(__file__).resolve().parents[1] / "browser" / "course"


@pytest.fixture
def tides(monkeypatch):
    monkeypatch.setenv("CAREKIT_ROOT", str(SMALL))
    return select(SMALL, "tides")


def local(tag):
    return tag.rpartition("}")[2]


def test_the_manifest_names_every_file_and_the_test_every_item(tides):
    data, report = qti_package(tides, languages()[1], 2)
    assert qti_package(tides, languages()[1], 2)[0] == data
    archive = zipfile.ZipFile(BytesIO(data))
    trees = {
        name: ElementTree.fromstring(archive.read(name))
        for name in archive.namelist()
        if name.endswith(".xml")
    }
    manifest = trees["imsmanifest.xml"]
    files = [one.get("href") for one in manifest.iter() if local(one.tag) == "file"]
    assert sorted([*files, "imsmanifest.xml"]) == archive.namelist()
    words = [one.text for one in manifest.iter() if local(one.tag) == "string"]
    assert {"idea high-means-late", "tides"} <= set(words)
    items = {name: tree for name, tree in trees.items() if name.startswith("items/")}
    refs = [one for one in trees["test.xml"].iter() if local(one.tag) == "qti-assessment-item-ref"]
    assert sorted(one.get("href") for one in refs) == sorted(items)
    assert len(items) == len(tides.questions) + 1
    assert report.met["draws"] == ["tides/mean-level"]
    for name, tree in items.items():
        assert name == f"items/{tree.get('identifier')}.xml"
        assert "The" not in archive.read(name).decode().split("qti-item-body")[1]


def test_what_a_question_sets_and_asks_for_is_declared(tides):
    archive = zipfile.ZipFile(BytesIO(qti_package(tides, languages()[0], 2)[0]))
    for name in archive.namelist():
        if not name.startswith("items/"):
            continue
        tree = ElementTree.fromstring(archive.read(name))
        nodes = list(tree.iter())
        declared = {
            one.get("identifier") for one in nodes if local(one.tag).endswith("-declaration")
        }
        used = {
            one.get("identifier")
            for one in nodes
            if local(one.tag) in ("qti-variable", "qti-map-response", "qti-set-outcome-value")
        }
        used |= {one.get("response-identifier") for one in nodes} - {None}
        used |= {one.get("outcome-identifier") for one in nodes} - {None}
        assert used <= declared, name
        choices = [one.get("identifier") for one in nodes if "choice" in local(one.tag)]
        named = [one for one in choices if one]
        assert len(set(named)) == len(named), name


def test_the_verb_writes_a_package_for_each_language(invoke, course):
    code, said = invoke("export", "qti", "counting")
    assert code == 3
    made = sorted(path.name for path in (course / "dist").glob("*.zip"))
    assert made == sorted(f"qti-counting-{lang}.zip" for lang in languages())
    assert "holds the keys" in said
