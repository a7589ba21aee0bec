"""``care add lesson``, ``set``, ``quiz`` and ``question``: skeletons that build as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from carekit.authoring.build.cell_name import NAME
from carekit.authoring.scaffold.wording import Wording
from carekit.common.files import ContentError, read_yaml, shown, write_atomic
from carekit.common.yaml_reader import with_item

QUIZZES = Path("course_data") / "quizzes"


@dataclass(frozen=True)
class Parts:
    """The course that parts are added to, and its languages in the order of the page.

    Every method returns the paths that it wrote. Each raises ContentError, and writes nothing, for
    a name that is none and for a part that is there already.
    """

    root: Path
    tags: Sequence[str]

    def lesson(self, name: str) -> list[Path]:
        """Add ``content/lessons/NN-NAME.md``, with a card where a bank has the same name."""
        _refuse_odd(name)
        folder = self.root / "content" / "lessons"
        there = [path for path in folder.glob("*.md") if _without_number(path.stem) == name]
        if there:
            raise ContentError(f"{shown(there[0])}: is there already; choose another name")
        numbers = [int(found[1]) for path in folder.glob("*.md") if (found := _number(path.stem))]
        path = folder / f"{max(numbers, default=0) + 1:02d}-{name}.md"
        concept = name if (self.root / QUIZZES / f"{name}.yml").is_file() else None
        return self._write({path: self._words(concept=concept).file("new-lesson.md")})

    def set(self, name: str) -> list[Path]:
        """Add a set, the messages of its checks, and its entry in the course card."""
        _refuse_odd(name)
        card = self.root / "course_data" / "course.yml"
        known = read_yaml(card).data
        listed = known.get("sets") or [] if isinstance(known, dict) else []
        if any(isinstance(one, dict) and one.get("id") == name for one in listed):
            raise ContentError(f"{shown(card)}: has a set {name} already; choose another name")
        words = self._words(name=name)
        entry = f"  - id: {name}\n    title: {words.text('new-title')}\n"
        return self._write(
            {
                self.root / "content" / "exercises" / name / f"{name}.md": words.file("new-set.md"),
                self.root / "course_data" / "checks" / f"{name}.yml": words.file("new-checks.yml"),
            },
            {card: with_item(card.read_text(encoding="utf-8"), "sets", entry)},
        )

    def quiz(self, name: str) -> list[Path]:
        """Add ``course_data/quizzes/NAME.yml``, a bank with one question."""
        _refuse_odd(name)
        path = self.root / QUIZZES / f"{name}.yml"
        return self._write({path: self._bank(name, f"{name}-1")})

    def question(self, name: str, quiz: str | None) -> list[Path]:
        """Add a question to a bank, by default to the only one.

        Raises ContentError also where the bank is not there or has a question of that name.
        """
        _refuse_odd(name)
        banks = {path.stem: path for path in sorted((self.root / QUIZZES).glob("*.yml"))}
        quiz = quiz or (next(iter(banks)) if len(banks) == 1 else None)
        if quiz not in banks:
            says = f"there is no {quiz}" if quiz else "name the one to add to with --quiz"
            raise ContentError(
                f"{says}; files in {QUIZZES.as_posix()}: {', '.join(banks) or 'none'}"
            )
        path = banks[quiz]
        document = read_yaml(path)
        known = document.data if isinstance(document.data, dict) else {}
        if any(name == one.get("id") for one in known.get("questions") or []):
            raise ContentError(f"{shown(path)}: has a question {name} already; choose another name")
        ideas = [one.get("id") for one in known.get("misconceptions") or []]
        # The right answer stands now first, now second, as it must in a course.
        turned = len(known.get("questions") or []) % 2 == 0
        idea = ideas[0] if ideas else f"{name}-idea"
        entry = self._words(question=name, idea=idea, turned=turned)
        text = path.read_text(encoding="utf-8")
        if not ideas:
            says = f"  - id: {idea}\n    says: {entry.text('new-idea')}\n"
            text = with_item(text, "misconceptions", says)
        text = with_item(text, "questions", entry.file("new-question.yml"))
        return self._write({}, {path: text})

    def _bank(self, name: str, question: str) -> str:
        words = self._words(question=question, idea=f"{question}-idea", turned=True)
        entry = words.file("new-question.yml").rstrip("\n")
        gaps = {**words.gaps, "concept": name, "question_entry": entry}
        return Wording(self.tags, gaps).file("new-quiz.yml")

    def _words(self, **gaps: object) -> Wording:
        return Wording(self.tags, gaps)

    def _write(
        self, new: Mapping[Path, str], changed: Mapping[Path, str] | None = None
    ) -> list[Path]:
        for path in new:
            if path.exists():
                raise ContentError(f"{shown(path)}: is there already; choose another name")
        changed = changed or {}
        for path, text in {**new, **changed}.items():
            write_atomic(path, text)
        return [*new, *changed]


def _refuse_odd(name: str) -> None:
    if not NAME.fullmatch(name):
        raise ContentError(
            f"{name!r} cannot be a name here; use small Latin letters, digits and single hyphens"
        )


def _number(stem: str) -> re.Match[str] | None:
    return re.match(r"(\d+)-", stem)


def _without_number(stem: str) -> str:
    return re.sub(r"^\d+-", "", stem)
