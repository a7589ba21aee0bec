"""``care items --by-language``: whether a question is harder for those who read one language."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from carekit.cli.messages import Speech, say
from carekit.cli.progress_table import say_line
from carekit.common.files import ContentError, shown, write_atomic

if TYPE_CHECKING:
    from carekit.reports.differential_functioning import Fairness
    from carekit.reports.right_answers import RightAnswers


def show_fairness(
    name: str, own: RightAnswers, files: Sequence[Path], keep: Path | None, speak: Speech
) -> None:
    """Show an exam form or a set by language, pooled with the files of earlier classes.

    ``keep`` is where this class's own answers are written, without names.
    """
    from carekit.reports import right_answers
    from carekit.reports.differential_functioning import (
        FEWEST_IN_ALL,
        FEWEST_OF_A_LANGUAGE,
        fairness,
    )

    together = right_answers.pooled([own, *map(right_answers.read_csv, files)])
    if own.right.shape[1] and not together.right.shape[1]:
        listed = ", ".join(map(shown, files))
        raise ContentError(say("answers-not-shared", name=name, files=listed))
    found = fairness(together.right, together.by_learner)
    if not found:
        say_line(speak("fair-one-language", name=name))
    for one in found:
        _show(name, one, speak)
    if any(one.missing for one in found):
        fewest = {"fewest": FEWEST_OF_A_LANGUAGE, "all": FEWEST_IN_ALL}
        say_line(speak("fair-too-few", **fewest))
    if unknown := together.languages.count(""):
        say_line(speak("fair-unknown", count=unknown))
    if keep is not None:
        write_atomic(keep, right_answers.as_csv(own))
        say_line(speak("fair-kept", path=shown(keep)))


def _show(name: str, one: Fairness, speak: Speech) -> None:
    from carekit.cli import console
    from carekit.cli.progress_table import show_table

    told = {"name": name, "language": one.language, "focal": one.focal, "others": one.reference}
    heads = (speak("item"), speak("fair-delta"), "p", speak("fair-class"))
    known = [each for each in one.items if not math.isnan(each.delta)]
    rows = [
        (
            each.item,
            f"{each.delta:+.2f} ({each.low:+.2f} … {each.high:+.2f})",
            f"{each.p:.3f}",
            each.ets or "-",
        )
        for each in sorted(known, key=lambda each: each.delta)
    ]
    title = speak("fair-title", **told)
    show_table(console, title, heads, rows)
    if not rows:
        say_line(title)
    if one.missing:
        say_line(speak("fair-missing", language=one.language, count=one.missing))
