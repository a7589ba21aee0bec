"""One option, of which several can be defended."""

from carekit.questions import options
from carekit.questions.kind import Kind
from carekit.questions.kinds.judgement.judging import judge, key_line, solution
from carekit.questions.kinds.judgement.model import Judgement
from carekit.questions.shown_question import ShownOptions

KIND: Kind[Judgement, ShownOptions] = Kind(
    model=Judgement,
    judge=judge,
    solution=solution,
    refuse=options.refuse_more_than_one,
    for_browser=options.for_browser,
    on_paper=options.to_circle,
    in_words=options.in_words,
    answer_form=lambda _: options.ONE,
    as_written=options.as_written,
    mistakes=options.mistakes,
    key_line=key_line,
)
