"""A course of eight concepts, and what a certificate of it says, for the tests of certificates."""

from carekit.common.languages import Text
from carekit.reports.certificates.register import Content

EIGHT = ["a", "b", "c", "d", "e", "f", "g", "h"]
NAMES = {
    name: Text.model_validate(
        {"en": f"topic {name}", "zh-Hans": f"主题{name}", "zh-Hant": f"主題{name}"}
    )
    for name in EIGHT
}


def text(word):
    return {"en": word, "zh-Hans": "话", "zh-Hant": "話"}


def content(name="Mei Lin", **other):
    scores = tuple({"concept": one, "set": [18.5, 20], "exam": [2, 3]} for one in EIGHT)
    fields = {
        "course": "bells",
        "kind": "any",
        "learner": "mei",
        "name": name,
        "issued": "2026-01-05",
        "langs": ("en", "zh-Hant"),
        "trainer": "Rosa",
        "data": "0123456789",
        "scores": scores,
    }
    return Content(**{**fields, **other})
