"""One option of several."""

from carekit.questions import options
from carekit.questions.kind import Kind
from carekit.questions.kinds.single.model import Single
from carekit.questions.shown_question import ShownOptions

KIND: Kind[Single, ShownOptions] = Kind(
    model=Single,
    judge=options.judge_one,
    solution=options.solution,
    refuse=options.refuse_more_than_one,
    for_browser=options.for_browser,
    on_paper=options.to_circle,
    in_words=options.in_words,
    answer_form=lambda _: options.ONE,
    as_written=options.as_written,
    mistakes=options.mistakes,
    unusable=options.reads_twice,
)
