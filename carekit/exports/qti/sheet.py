"""One QTI 3 item on its way: its elements, its language, its report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, fromstring

from carekit.common.languages import Lang, Text
from carekit.exports.loss_report import LossReport
from carekit.exports.wording import html_of

RESPONSE, SCORE, FEEDBACK = "RESPONSE", "SCORE", "FEEDBACK"


def el(tag: str, *inside: Element | str, **attributes: str) -> Element:
    """Return an element; ``response_identifier`` becomes the attribute ``response-identifier``."""
    made = Element(tag, {name.replace("_", "-"): value for name, value in attributes.items()})
    for one in inside:
        if isinstance(one, Element):
            made.append(one)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + one
        else:
            made.text = (made.text or "") + one
    return made


def name_of(*parts: str) -> str:
    """Return an identifier: it must not begin with a figure, as one of ours may.

    >>> name_of("24-hours")
    'c-24-hours'
    """
    return "-".join(("c", *parts))


@dataclass
class Item:
    """The parts of one item: declarations, body, processing, feedbacks, and the files it shows.

    ``processing`` runs in order; what it sets as FEEDBACK chooses among ``told``, by identifier.
    """

    lang: Lang
    name: str
    report: LossReport
    declared: list[Element] = field(default_factory=list)
    body: list[Element] = field(default_factory=list)
    processing: list[Element] = field(default_factory=list)
    told: list[Element] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def meets(self, limit: str) -> None:
        """Note that this question meets a limit."""
        self.report.meets(limit, self.name)

    def say(self, text: Text, tag: str = "span") -> Element:
        """Return words in an element of HTML."""
        return fromstring(f"<{tag}>{html_of(text[self.lang])}</{tag}>")  # noqa: S314 - our words

    def ask(self, text: Text) -> Element:
        """Return what is asked, as the prompt of an interaction."""
        return el("qti-prompt", self.say(text))

    def declare(
        self,
        cardinality: str,
        base_type: str,
        correct: Sequence[str],
        worth: Mapping[str, float] | None = None,
        name: str = RESPONSE,
    ) -> None:
        """Declare a response, with what each of its values is worth; the sum is from 0 to 1."""
        made = el(
            "qti-response-declaration",
            el("qti-correct-response", *(el("qti-value", one) for one in correct)),
            identifier=name,
            cardinality=cardinality,
            base_type=base_type,
        )
        if worth is not None:
            entries = (
                el("qti-map-entry", map_key=key, mapped_value=number(share))
                for key, share in worth.items()
            )
            bounds = {"lower_bound": "0", "upper_bound": "1", "default_value": "0"}
            made.append(el("qti-mapping", *entries, **bounds))
        self.declared.append(made)

    def tell(self, name: str, *texts: Text, outcome: str = FEEDBACK) -> None:
        """Add a feedback that is shown where ``outcome`` holds ``name``."""
        body = el("qti-content-body", *(self.say(text, "p") for text in texts))
        attributes = {"outcome_identifier": outcome, "identifier": name, "show_hide": "show"}
        self.told.append(el("qti-modal-feedback", body, **attributes))

    def outcome(self, name: str, base_type: str, cardinality: str = "single") -> None:
        """Declare an outcome beside SCORE."""
        attributes = {"identifier": name, "cardinality": cardinality, "base_type": base_type}
        self.declared.append(el("qti-outcome-declaration", **attributes))


# --- Parts of response processing.


def number(value: float) -> str:
    """Return a number with twelve digits."""
    return f"{value:.12g}"


def variable(name: str) -> Element:
    """Return the value of a variable."""
    return el("qti-variable", identifier=name)


def value(base_type: str, said: str) -> Element:
    """Return a value that stands for itself."""
    return el("qti-base-value", said, base_type=base_type)


def set_to(outcome: str, expression: Element) -> Element:
    """Return the rule that gives an outcome its value."""
    return el("qti-set-outcome-value", expression, identifier=outcome)


def mapped(name: str = RESPONSE) -> Element:
    """Return what a response is worth by its mapping."""
    return el("qti-map-response", identifier=name)


def count() -> Element:
    """Return the rule that counts one more right part; ``share_of`` makes a score of the count."""
    return set_to(SCORE, el("qti-sum", variable(SCORE), value("float", "1")))


def share_of(parts: int) -> Element:
    """Return the rule that makes a share of what was counted.

    Shares that are added one by one would lose: a player may keep three digits of each.
    """
    return set_to(SCORE, el("qti-divide", variable(SCORE), value("float", str(parts))))


def when(*cases: tuple[Element, Sequence[Element]], other: Sequence[Element] = ()) -> Element:
    """Return a condition: the rules of the first case that holds, else the other ones."""
    tags = ["qti-response-if", *["qti-response-else-if"] * (len(cases) - 1)]
    parts = [el(tag, test, *rules) for tag, (test, rules) in zip(tags, cases, strict=True)]
    if other:
        parts.append(el("qti-response-else", *other))
    return el("qti-response-condition", *parts)


def empty(name: str = RESPONSE) -> Element:
    """Return the test whether nothing was answered: other tests must not meet nothing."""
    return el("qti-is-null", variable(name))


def answered(*rules: Element, name: str = RESPONSE) -> Element:
    """Return rules that run only where something was answered.

    A mapping gives nothing for no answer, and yet a player may stop with an error there.
    """
    return when((el("qti-not", empty(name)), rules))


def any_of(tests: Sequence[Element]) -> Element:
    """Return the test whether one of several holds."""
    return tests[0] if len(tests) == 1 else el("qti-or", *tests)
