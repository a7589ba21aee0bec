"""A text with gaps, to be typed or chosen."""

from carekit.questions.kind import Kind
from carekit.questions.kinds.cloze.judging import as_written, judge, refuse, solution
from carekit.questions.kinds.cloze.mistakes import mistakes
from carekit.questions.kinds.cloze.model import Cloze, ShownCloze
from carekit.questions.kinds.cloze.views import (
    answer_form,
    beside,
    blank,
    for_browser,
    in_words,
    on_paper,
)

KIND: Kind[Cloze, ShownCloze] = Kind(
    model=Cloze,
    judge=judge,
    solution=solution,
    refuse=refuse,
    for_browser=for_browser,
    on_paper=on_paper,
    in_words=in_words,
    answer_form=answer_form,
    as_written=as_written,
    mistakes=mistakes,
    blank=blank,
    beside=beside,
)
