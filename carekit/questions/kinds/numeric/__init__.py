"""A number that is typed."""

from carekit.questions.kind import Kind
from carekit.questions.kinds.numeric.draws import calculated, expressions, unusable
from carekit.questions.kinds.numeric.judging import (
    as_written,
    judge,
    key_line,
    last_word,
    refuse,
    solution,
)
from carekit.questions.kinds.numeric.mistakes import mistakes
from carekit.questions.kinds.numeric.model import Numeric, ShownNumber
from carekit.questions.kinds.numeric.views import for_browser, on_paper

KIND: Kind[Numeric, ShownNumber] = Kind(
    model=Numeric,
    judge=judge,
    last_word=last_word,
    solution=solution,
    refuse=refuse,
    for_browser=for_browser,
    on_paper=on_paper,
    in_words=lambda *_: [],
    answer_form=lambda _: '"…"',
    as_written=as_written,
    mistakes=mistakes,
    expressions=expressions,
    calculated=calculated,
    unusable=unusable,
    key_hangs_on_draw=True,
    key_line=key_line,
)
