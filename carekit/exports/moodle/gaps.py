"""A text with gaps for Moodle, whose type ``multianswer`` has a small language of its own."""

from __future__ import annotations

from html import escape

from carekit.exports.moodle.sheet import Sheet
from carekit.exports.moodle.typed import ANYTHING_ELSE, in_both_widths, pattern
from carekit.exports.wording import bare, html_of
from carekit.questions.kinds.cloze.model import Cloze, Gap, gaps_in
from carekit.questions.options import order

# These part options, feedback and gaps, or begin a share; as a character reference none does.
_SIGNS = {ord(sign): f"&#{ord(sign)};" for sign in "~#{}=%\\\"'"}


def text_with_gaps(question: Cloze, sheet: Sheet) -> str:
    """Return the text as HTML, each gap with its answers in it; it is in one language."""
    sheet.meets("cloze-marks")
    text = html_of(question.text[sheet.langs[0]])
    by_id = {gap.id: gap for gap in question.gaps}
    for name in gaps_in(text):
        text = text.replace(f"(({name}))", _gap(by_id[name], sheet))
    return f"<p>{text}</p>"


def _gap(gap: Gap, sheet: Sheet) -> str:
    if gap.choices:
        fixed = any(choice.pin for choice in gap.choices)
        if fixed:
            sheet.meets("fixed-order")
        by_id = {choice.id: choice for choice in gap.choices}
        lang = sheet.langs[0]
        options = [
            _answer(escape(bare(one.say[lang])), sheet.say(one.why), right=one.right)
            for one in (by_id[name] for name in order(gap.choices, f"{sheet.name}/{gap.id}"))
        ]
        return f"{{1:{'MULTICHOICE' if fixed else 'MULTICHOICE_S'}:{'~'.join(options)}}}"
    typed = gap.typed
    sheet.meets("text-width")
    answers = _typed(typed.accept.every, sheet.say(typed.why), right=True)
    for slip in gap.slips:
        answers += _typed(slip.accept.every, sheet.say(slip.why), right=False)
    answers.append(f"{ANYTHING_ELSE}#{_safe(sheet.say(typed.when_wrong))}")
    return f"{{1:SHORTANSWER:{'~'.join(answers)}}}"


def _typed(words: list[str], why: str, *, right: bool) -> list[str]:
    both = in_both_widths(words, wide=True)
    return [_answer(pattern(word), why, right=right) for word in both]


def _answer(said: str, why: str, *, right: bool) -> str:
    return f"{'=' if right else ''}{_safe(said)}#{_safe(why)}"


def _safe(said: str) -> str:
    """Return what Moodle turns back into ``said`` when it takes the gap apart."""
    return escape(said, quote=False).translate(_SIGNS)
