"""Where the look of an option tells the key: in a bank, in an exam form, or in the whole course."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from carekit.authoring.prose_lint.finding import Finding
from carekit.common.languages import languages
from carekit.questions import load_banks
from carekit.questions.exam_forms import FOLDER, blueprints, forms
from carekit.questions.models import Item
from carekit.questions.option_cues import cues
from carekit.questions.views.without_key import QUIZZES, asked


def answer_cues(root: Path) -> list[Finding]:
    """Return a finding for each habit that gets more than chance and one standard error.

    Each bank is looked at, each form, and all questions together, in every language. Raises
    ContentError as ``load_banks`` and ``blueprints`` do.
    """
    return [
        Finding(
            root / place,
            1,
            "cue-from-form",
            cue.lang,
            name,
            name,
            f"always taking {cue.habit} gets {cue.got:.1f} of {cue.lists} points, and chance "
            f"{cue.chance:.1f} with a standard error of {cue.error:.1f}; change the words or the "
            "order of some options",
        )
        for place, name, questions in _groups(root)
        for lang in languages()
        for cue in cues(questions, lang)
        if cue.tells
    ]


def _groups(root: Path) -> Iterator[tuple[Path, str, Sequence[Item]]]:
    banks = load_banks(root)
    for concept, bank in banks.items():
        yield QUIZZES / f"{concept}.yml", concept, bank.questions
    full = {one.id: one for bank in banks.values() for one in bank.questions}
    yield QUIZZES, "all questions", list(full.values())
    without_key = asked(root)
    for form, blueprint in blueprints(root).items():
        ids = forms(blueprint, without_key)[form]
        yield FOLDER / f"{blueprint.id}.yml", form, [full[name] for name in ids]
