"""Which questions an export takes: those of a bank, of one of its files, of an exam's form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from carekit.common.files import ContentError, nearest
from carekit.common.languages import Text
from carekit.questions import Bank, Item, load_bank, load_banks, variant_of
from carekit.questions.exam_forms import blueprints, forms
from carekit.questions.loading import concept_of
from carekit.questions.variants import VARIANTS


@dataclass(frozen=True)
class Exported:
    """One question as it leaves: its name in the target, its concept, and its drawn numbers fixed.

    ``variant`` is the number of the draw, from 1, or None where nothing is drawn.
    """

    concept: str
    question: Item
    variant: int | None = None

    @property
    def name(self) -> str:
        """Return ``concept/question``, with the number of the draw behind it where there is one."""
        name = f"{self.concept}/{self.question.id}"
        return name if self.variant is None else f"{name}/{self.variant}"


@dataclass(frozen=True)
class Selection:
    """What is exported: a name for the file, the questions in their order, and the wrong ideas."""

    name: str
    questions: tuple[tuple[str, Item], ...]
    ideas: Mapping[str, Text]

    def with_variants(self, count: int) -> Iterator[Exported]:
        """Yield every question; one that draws numbers in up to ``count`` different draws.

        The draws are the first ones of those that a learner may get. Raises NotDrawn where numbers
        cannot be drawn.
        """
        for concept, question in self.questions:
            if not question.draw:
                yield Exported(concept, question)
                continue
            seen: list[Item] = []
            for number in range(min(count, VARIANTS)):
                drawn = variant_of(question, number)
                if drawn not in seen:
                    seen.append(drawn)
                    yield Exported(concept, drawn, len(seen))


def select(root: Path, what: str) -> Selection:
    """Return the questions of a bank (its concept, or one of its files), or of a form of an exam.

    Raises ContentError where the course has nothing of that name.
    """
    if what.endswith(".yml"):
        path = Path(what)
        if not path.is_file():
            raise ContentError(f"{what}: there is no such file; name a file of questions")
        return _of_file(path)
    banks, known = load_banks(root), blueprints(root)
    if what in banks:
        return _of_bank(what, banks[what])
    if what in known:
        return _of_form(root, what, banks)
    names = [*banks, *known]
    meant = nearest(what, {name: f" (did you mean {name}?)" for name in names})
    listed = ", ".join(names)
    raise ContentError(f"there is no bank and no exam {what}{meant}; there are: {listed}")


def _of_file(path: Path) -> Selection:
    bank = load_bank(path)
    first = path.with_name(f"{concept_of(path)}.yml")
    ideas = {} if first == path or not first.is_file() else _ideas(load_bank(first))
    questions = tuple((bank.concept, question) for question in bank.questions)
    return Selection(path.stem, questions, {**ideas, **_ideas(bank)})


def _of_bank(name: str, bank: Bank) -> Selection:
    return Selection(name, tuple((name, question) for question in bank.questions), _ideas(bank))


def _of_form(root: Path, form: str, banks: Mapping[str, Bank]) -> Selection:
    full = {one.id: (concept, one) for concept, bank in banks.items() for one in bank.questions}
    drawn = {name: _Drawn(one.use, one.bloom, concept) for name, (concept, one) in full.items()}
    questions = tuple(full[name] for name in forms(blueprints(root)[form], drawn)[form])
    taken = {concept for concept, _ in questions}
    ideas = {name: said for one in sorted(taken) for name, said in _ideas(banks[one]).items()}
    return Selection(form, questions, ideas)


def _ideas(bank: Bank) -> dict[str, Text]:
    return {idea.id: idea.says for idea in bank.misconceptions}


@dataclass(frozen=True)
class _Drawn:
    use: str
    bloom: str
    concept: str
