"""An order: parts are put first to last."""

from carekit.questions import options
from carekit.questions.kind import Kind
from carekit.questions.kinds.ordering.judging import as_written, judge, key_line, refuse, solution
from carekit.questions.kinds.ordering.mistakes import mistakes
from carekit.questions.kinds.ordering.model import Ordering, ShownOrdering
from carekit.questions.kinds.ordering.views import beside, for_browser, in_words, on_paper

KIND: Kind[Ordering, ShownOrdering] = Kind(
    model=Ordering,
    judge=judge,
    solution=solution,
    refuse=refuse,
    for_browser=for_browser,
    on_paper=on_paper,
    in_words=in_words,
    answer_form=lambda _: options.SEVERAL,
    as_written=as_written,
    mistakes=mistakes,
    key_line=key_line,
    beside=beside,
)
