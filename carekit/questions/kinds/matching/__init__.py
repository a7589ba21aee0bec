"""Pairs: each part on the left belongs to one on the right."""

from carekit.questions.kind import Kind
from carekit.questions.kinds.matching.judging import as_written, judge, refuse, solution
from carekit.questions.kinds.matching.mistakes import mistakes
from carekit.questions.kinds.matching.model import Matching, ShownMatching
from carekit.questions.kinds.matching.views import (
    answer_form,
    beside,
    for_browser,
    in_words,
    on_paper,
)

KIND: Kind[Matching, ShownMatching] = Kind(
    model=Matching,
    judge=judge,
    solution=solution,
    refuse=refuse,
    for_browser=for_browser,
    on_paper=on_paper,
    in_words=in_words,
    answer_form=answer_form,
    as_written=as_written,
    mistakes=mistakes,
    beside=beside,
)
