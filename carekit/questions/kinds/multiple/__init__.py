"""Any number of options."""

from carekit.questions import options
from carekit.questions.kind import Kind
from carekit.questions.kinds.multiple.judging import judge
from carekit.questions.kinds.multiple.model import Multiple
from carekit.questions.kinds.multiple.views import on_paper
from carekit.questions.shown_question import ShownOptions

KIND: Kind[Multiple, ShownOptions] = Kind(
    model=Multiple,
    judge=judge,
    solution=options.solution,
    refuse=options.refuse_strange,
    for_browser=options.for_browser,
    on_paper=on_paper,
    in_words=options.in_words,
    answer_form=lambda _: options.SEVERAL,
    as_written=options.as_written,
    mistakes=options.mistakes,
    unusable=options.reads_twice,
)
