"""What may be seen of a question before it is answered, held against the central allow-list.

It takes full questions and questions without their key alike; the fields have the same names.
"""

from __future__ import annotations

from carekit.questions.kinds import kind_of
from carekit.questions.shown_question import Seen, Shown
from carekit.questions.views.allow_list import BROWSER, beyond


def for_browser(question: Shown, seed: str = "") -> Seen:
    """Return a question as plain data without its key; ``seed`` decides the order of options.

    The order is data of its own, because attempts name options, never positions. Raises ValueError
    where a kind shows a field that is not on the allow-list.
    """
    seen: Seen = {
        "id": question.id,
        "kind": question.kind,
        "ask": question.ask.by_lang(),
        "hints": [hint.by_lang() for hint in question.hints],
        **kind_of(question).for_browser(question, f"{seed}/order"),
    }
    if strange := [".".join(map(str, where)) for where in beyond(seen, BROWSER)]:
        says = "if it is no part of the key, add it to BROWSER in views/allow_list.py"
        raise ValueError(f"{question.kind} shows {', '.join(strange)} before the answer; {says}")
    return seen
