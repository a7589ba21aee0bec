"""A text with gaps, in the browser, on paper and in words."""

from __future__ import annotations

from collections.abc import Iterator

from carekit.common.languages import Lang, Text, languages
from carekit.questions import plain_text
from carekit.questions.kinds.cloze.model import Cloze, ShownCloze, gaps_in
from carekit.questions.markup import BLANK, in_languages, in_order, listed
from carekit.questions.options import order, said
from carekit.questions.shown_question import Seen, SeenGap


def for_browser(question: ShownCloze, seed: str) -> Seen:
    """Return the text, and the options of each gap that has some."""
    gaps = []
    for gap in question.gaps:
        seen: SeenGap = {"id": gap.id}
        if gap.choices:
            seen |= {
                "choices": said(gap.choices),
                "order": order(gap.choices, f"{seed}/{gap.id}"),
            }
        gaps.append(seen)
    return {"text": question.text.by_lang(), "gaps": gaps}


def on_paper(seen: Seen) -> str:
    """Return the text with numbered blanks, and a list for each gap that has options."""
    places = {gap["id"]: place for place, gap in enumerate(seen["gaps"], 1)}
    text = {}
    for lang, said_there in seen["text"].items():
        for name in gaps_in(said_there):
            said_there = said_there.replace(f"(({name}))", f"({places[name]}) {BLANK}")
        text[lang] = said_there
    lists = "".join(
        f"<p>({places[gap['id']]})</p>{listed(in_order(gap['choices'], gap['order']), '○')}"
        for gap in seen["gaps"]
        if "choices" in gap
    )
    return in_languages(text, "p", "{}") + lists


def in_words(seen: Seen, lang: Lang) -> list[str]:
    """Return the text with the ids of its gaps, and the options of each."""
    text = seen["text"][lang]
    for name in gaps_in(text):
        text = text.replace(f"(({name}))", f"[{name}]")
    lines = [text]
    for gap in seen["gaps"]:
        if "choices" in gap:
            options = plain_text.listed(gap["choices"], gap["order"], lang)
            lines += ["", f"[{gap['id']}]", *options]
    return lines


def answer_form(question: ShownCloze) -> str:
    """Return a list of gaps without their words."""
    gaps = ", ".join(f'"{gap.id}=…"' for gap in question.gaps)
    return f"[{gaps}]"


def beside(question: Cloze) -> Iterator[tuple[str, Text]]:
    """Yield the text."""
    yield "text", question.text


def blank(key: dict[str, object]) -> None:
    """Put a text that holds nothing but the gaps, and the reasons of typed ones, into a key."""
    dashes = dict.fromkeys(languages(), "-")
    gaps = key.get("gaps", [])
    if not isinstance(gaps, list):
        raise ValueError("`gaps` of a key is a list")
    held = " ".join(f"(({gap['id']}))" for gap in gaps)
    key["text"] = dict.fromkeys(languages(), held)
    for gap in gaps:
        if "accept" in gap:
            gap |= {"why": dict(dashes), "when_wrong": dict(dashes)}
