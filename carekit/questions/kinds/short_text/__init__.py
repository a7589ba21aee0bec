"""A word or a short phrase that is typed."""

from carekit.questions.kind import Kind
from carekit.questions.kinds.short_text.judging import (
    as_written,
    judge,
    last_word,
    refuse,
    solution,
)
from carekit.questions.kinds.short_text.mistakes import mistakes
from carekit.questions.kinds.short_text.model import ShortText
from carekit.questions.markup import BLANK
from carekit.questions.shown_question import Seen, Shown

KIND: Kind[ShortText, Shown] = Kind(
    model=ShortText,
    judge=judge,
    last_word=last_word,
    solution=solution,
    refuse=refuse,
    # What is asked is all that there is to see.
    for_browser=lambda *_: Seen(),
    on_paper=lambda _: f"<p>{BLANK}</p>",
    in_words=lambda *_: [],
    answer_form=lambda _: '"…"',
    as_written=as_written,
    mistakes=mistakes,
)
