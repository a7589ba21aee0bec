"""What Moodle cannot hold of our questions; ``docs/exits.md`` lists the same."""

from __future__ import annotations

from types import MappingProxyType

from carekit.exports.loss_report import Limit

LIMITS: MappingProxyType[str, Limit] = MappingProxyType(
    {
        "fixed-order": Limit(
            "Moodle shuffles all options or none, and here some always stand first or last",
            "the options stand in one order that is drawn once",
        ),
        "later-tries": Limit(
            "Moodle takes the same penalty off for each further try",
            "the penalty is what the second try costs here; other tries are worth something else",
        ),
        "draws": Limit(
            "Moodle draws no numbers by our rules",
            "some of the draws stand in a category of their own; add a random question from it",
        ),
        "number-signs": Limit(
            "Moodle reads ASCII digits and a point: full-width digits, a typed Chinese full stop "
            "and a per cent sign as hundredths count as wrong; any unit after a number is accepted",
            "the unit stands in the question's text",
            scores=True,
        ),
        "text-edges": Limit(
            "Moodle compares punctuation at both ends of a typed text as well",
            "such an answer is wrong there",
            scores=True,
        ),
        "text-width": Limit(
            "Moodle tells full-width letters from narrow ones",
            "each accepted text stands there in both widths; one that mixes them is wrong there",
            scores=True,
        ),
        "typing-mistake": Limit(
            "Moodle forgives no typing mistake",
            "an answer with one is wrong there, and right here",
            scores=True,
        ),
        "typing-close": Limit(
            "Moodle does not say that a typing mistake is close", "it is told as any wrong answer"
        ),
        "match-twice": Limit(
            "Moodle gives a part its mark also where its match is used twice; here neither counts",
            "such an answer is worth more there",
            scores=True,
        ),
        "match-feedback": Limit(
            "Moodle has no feedback for a single pair",
            "the reasons of all pairs stand in the general feedback",
        ),
        "match-long": Limit(
            "a match may have 255 signs with the marks of its languages",
            "it says its words in all languages, with a stroke between",
        ),
        "order-untouched": Limit(
            "Moodle scores an order that nobody touched, as it was shuffled; here it is no answer",
            "tell learners to touch each question",
            scores=True,
        ),
        "order-feedback": Limit(
            "Moodle has no feedback for a foreseen wrong order",
            "it stands in the feedback for a partly right order",
        ),
        "cloze-marks": Limit(
            "Moodle gives a text with gaps one mark for each gap",
            "set its maximum in the quiz where it should count as one question",
        ),
        "cloze-languages": Limit(
            "a gap that stands in several languages would be several gaps",
            "there is one question for each language",
        ),
        "place-feedback": Limit(
            "Moodle has no feedback for a wrong place, and a marker cannot be set from a list",
            "the reasons of all places stand in the general feedback, the picture's words in the "
            "question",
        ),
    }
)
