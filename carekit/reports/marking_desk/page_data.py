"""What the page of the marking desk is sent: a sheet as plain data, and the page's words."""

from __future__ import annotations

from carekit.common.course import in_every_language, set_titles
from carekit.common.kit_words import texts
from carekit.common.language_css import font_rules
from carekit.common.languages import languages
from carekit.grading.gradebook.hand_marks import HandMark
from carekit.grading.marking.desk import Card, Desk, Sheet
from carekit.grading.marking.second_marker import Compared
from carekit.grading.marking.similarity import folds_chinese

Plain = dict[str, object]


def page_words(desk: Desk, chosen: str) -> Plain:
    """Return what does not change while the page is open: languages, sentences, who marks."""
    title = set_titles(desk.settings.root).get(desk.set_id) or in_every_language(desk.set_id)
    return {
        "languages": [
            {"tag": str(lang), "label": lang.label, "direction": lang.direction}
            for lang in languages()
        ],
        "chosen": chosen,
        "words": {key: said.by_lang() for key, said in texts("marking").items()},
        "title": title.by_lang(),
        "marker": desk.marker.name,
        "second": desk.marker.second,
        "chinese": folds_chinese(),
        "lost": len(desk.lost),
    }


def language_rules() -> str:
    """Return rules of style by which the page shows the course's texts in the chosen language."""
    langs, rules = languages(), []
    for lang in langs:
        others = ", ".join(f"[lang={other}]" for other in langs if other != lang)
        if others:
            rules.append(f"html[lang={lang}] .course :is({others}) {{ display: none; }}\n")
    return font_rules(langs) + "".join(rules)


def sheet_data(sheet: Sheet) -> Plain:
    """Return a sheet as the page draws it; nothing in it says whose an unmarked answer is."""
    task = sheet.task
    return {
        "task": {
            "id": task.id,
            "title": task.title.by_lang(),
            "question": task.question,
            "scheme": task.scheme,
            "model": task.model,
            "most": task.max_score,
            "levels": list(task.levels),
        },
        "cards": [_card(card, sheet) for card in sheet.cards],
        "unanswered": sheet.unanswered,
        "comments": [{"text": text, "count": count} for text, count in sheet.comments],
        "compared": _compared(sheet.compared),
        "tasks": [
            {"id": one.id, "title": one.title.by_lang(), "done": one.done, "total": one.total}
            for one in sheet.progress
        ],
    }


def mark_data(mark: HandMark | None) -> Plain | None:
    """Return points and comment, or None for no mark."""
    return None if mark is None else {"points": mark.points, "comment": mark.comment}


def _card(card: Card, sheet: Sheet) -> Plain:
    now = next(iter(card.before.values()))
    again = card.mark is None and now.points is not None and sheet.compared is None
    return {
        "key": card.key,
        "html": card.answer.html,
        "count": len(card.learners),
        "group": card.group,
        "mark": mark_data(card.mark),
        "earlier": mark_data(now) if again else None,
        "names": [sheet.names[who] for who in card.learners if who in sheet.names],
    }


def _compared(found: Compared | None) -> Plain | None:
    if found is None:
        return None
    told = found.agreement
    return {
        "done": found.done,
        "total": found.total,
        "agreement": told
        and {
            "answers": told.answers,
            "same": told.same,
            "kappa": told.kappa,
            "low": told.low,
            "high": told.high,
        },
        "apart": [
            {"html": one.html, "first": one.first, "second": one.second}
            for one in found.differences
        ],
    }
