"""One place of a picture."""

from carekit.questions import options
from carekit.questions.kind import Kind
from carekit.questions.kinds.hotspot.mistakes import mistakes
from carekit.questions.kinds.hotspot.model import Hotspot, ShownHotspot
from carekit.questions.kinds.hotspot.views import blank, drawing, for_browser, in_words, on_paper

KIND: Kind[Hotspot, ShownHotspot] = Kind(
    model=Hotspot,
    judge=options.judge_one,
    solution=options.solution,
    refuse=options.refuse_more_than_one,
    for_browser=for_browser,
    on_paper=on_paper,
    in_words=in_words,
    answer_form=lambda _: options.ONE,
    as_written=options.as_written,
    mistakes=mistakes,
    unusable=options.reads_twice,
    blank=blank,
    drawing=drawing,
)
