"""What is wrong with a set's checks, found by handing in answers whose fair score is known.

The reference solution must get full marks, sealed and sandboxed, whatever the hidden checks draw.
Answers that say nothing must get nothing. Answers memorised from an earlier grading must earn
nothing in a hidden check: if they do, its data are the same every time. A check that asks what
cannot be told of sealed work is named whatever was handed in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from carekit.common.files import shown
from carekit.grading.check_lint.trivial_answers import (
    NULLS,
    TELL,
    UNCHANGED,
    Answer,
    answers_of,
    cells_with,
    checks_of,
    hand_in,
    null_answer,
    probes,
    quiz_answers,
    recorded_calls,
    recording,
    reference,
    replaying,
    said_on_stderr,
)
from carekit.grading.check_lint.unanswerable import questions
from carekit.grading.run.local_engine import Engine, Job
from carekit.sandbox.submission.assignment import Book, Cell, Snapshot
from carekit.sandbox.submission.flags import says
from carekit.sandbox.submission.result import CellResult, SubmissionResult
from carekit.sandbox.submission.trust import BY_HAND

# Fresh data differ from one grading to the next; three times finds what fails now and then.
_REFERENCES = 2
_UNTOLD = ("cannot-judge", "value-too-large")


@dataclass(frozen=True)
class CheckFault:
    """One thing to mend: file, cell, what is wrong and what to do."""

    path: Path
    cell: str
    says: str

    def __str__(self) -> str:
        """Return the finding on one line."""
        return f"{shown(self.path)}: {self.cell}: {self.says}"


@dataclass
class Lint:
    """Lints one set. ``source`` is its folder; the engines grade sealed, each with its own seed."""

    source: Path
    snapshot: Snapshot
    engine: Engine
    other: Engine
    findings: list[CheckFault] = field(default_factory=list)

    def __call__(self) -> list[CheckFault]:
        """Return what to mend, in the order of the notebooks' cells; [] when all is well."""
        self.full = {book.name: reference(self.source, book) for book in self.snapshot.books}
        self.tries = [one for book in self.snapshot.books for one in self._tries(book)]
        results = dict(self.engine.run(Job(key, files) for key, files, *_ in self.tries))
        for book in self.snapshot.books:
            own = {key: one for key, one in results.items() if key.startswith(f"{book.name}/")}
            asking = list(questions(book, own))
            for cell, words in asking:
                self._note(book, cell, words)
            self._references(book, results, {cell for cell, _ in asking})
            self._nulls(book, results)
        self._memorised(results)
        order = {
            (book.name, cell.id): number
            for book in self.snapshot.books
            for number, cell in enumerate(book.cells)
        }
        unique = list(dict.fromkeys(self.findings))
        return sorted(unique, key=lambda one: order.get((one.path.stem, one.cell), 0))

    def _files(
        self,
        book: Book,
        answers: Mapping[str, str],
        more: Sequence[str] = (),
        *,
        quizzes: bool = True,
    ) -> dict[str, bytes]:
        """Return a whole submission: this notebook with these answers, the others right.

        Without ``quizzes`` no question of a quiz is answered.
        """
        made = {}
        for one in self.snapshot.books:
            mine = one is book
            given, extra = (answers, more) if mine else ({}, ())
            made[one.name] = cells_with(one, self.full[one.name], given, extra)
        return hand_in(made) | (quiz_answers(self.snapshot.books) if quizzes else {})

    def _tries(self, book: Book) -> Iterator[tuple[str, dict[str, bytes], Answer | None, str]]:
        """Give what is handed in first: a key, the files, the null answer and its value."""
        answers = answers_of(book, self.full[book.name])
        for number in range(_REFERENCES):
            yield f"{book.name}/reference/{number}", self._files(book, {}), None, ""
        yield f"{book.name}/probes", self._files(book, {}, probes(book)), None, ""
        functions = [one for one in answers if one.functions]
        if functions:
            noted = {one.cell: recording(one) for one in functions}
            yield f"{book.name}/recording", self._files(book, noted, [TELL]), None, ""
        for value in (*NULLS, UNCHANGED):
            nothing = {one.cell: null_answer(one, value) for one in answers}
            files = self._files(book, nothing, quizzes=False)
            yield f"{book.name}/all/{value}", files, None, value
            for one in [one for one in answers if _leans(book, one, answers)]:
                # The others are right, so that a check that leans on them shows its own worth.
                files = self._files(book, {one.cell: nothing[one.cell]})
                yield f"{book.name}/one/{one.cell}/{value}", files, one, value

    def _note(self, book: Book, cell: str, words: str) -> None:
        self.findings.append(CheckFault(self.source / f"{book.name}.ipynb", cell, words))

    def _references(
        self, book: Book, results: Mapping[str, SubmissionResult], explained: Collection[str]
    ) -> None:
        """Note what the right answers lose; of checks in ``explained`` the reason is known."""
        for number in range(_REFERENCES):
            result = results[f"{book.name}/reference/{number}"]
            for one in result.get("flags", []):
                if one["code"] in _UNTOLD and one.get("cell") in explained:
                    continue
                self._note(book, one.get("cell") or "-", f"the reference solution: {says(one)}")
            graded = result["notebooks"].get(book.name)
            if graded is None:
                continue
            for cell in book.cells:
                if cell.test and cell.trust != BY_HAND and cell.id not in explained:
                    self._full_marks(book, cell, graded["cells"].get(cell.id))
        probed = results[f"{book.name}/probes"]["notebooks"].get(book.name)
        for name, line in (said_on_stderr(probed["notebook"]) if probed else {}).items():
            words = f"writes to stderr, for which stock nbgrader gives 0 points: {line}"
            self._note(book, name, f"{words}; silence the warning")

    def _full_marks(self, book: Book, cell: Cell, got: CellResult | None) -> None:
        if got and got["score"] == cell.points:
            return
        why, score = "no result", 0.0
        if got:
            why, score = got["message"] or got["outcome"], got["score"] or 0.0
        first = why.splitlines()[0]
        words = (
            f"the reference solution gets {score:g} of {cell.points:g} points: {first}; "
            "correct the solution, or a check whose values cannot cross to the judge"
        )
        self._note(book, cell.id, words)

    def _nulls(self, book: Book, results: Mapping[str, SubmissionResult]) -> None:
        tests = [cell for cell in book.cells if cell.test and cell.points]
        for key, _, answer, value in self.tries:
            if not value or not key.startswith(f"{book.name}/"):
                continue
            cells = _cells(results[key], book)
            among = checks_of(book, answer) if answer else tests
            for cell in among:
                got = cells.get(cell.id)
                if got and (points := got["score"]):
                    whose = f"when {answer.cell} is" if answer else "when every answer is"
                    words = f"gives {points:g} points {whose} {value}; check the value itself"
                    self._note(book, cell.id, words)

    def _memorised(self, results: Mapping[str, SubmissionResult]) -> None:
        """Hand in what could be learned from one grading, and see what it earns in another."""
        jobs: dict[str, tuple[Book, Answer, dict[str, bytes]]] = {}
        for book in self.snapshot.books:
            answers = [one for one in answers_of(book, self.full[book.name]) if one.functions]
            result = results.get(f"{book.name}/recording")
            if not answers or result is None:
                continue
            graded = result["notebooks"].get(book.name)
            calls = recorded_calls(graded["notebook"]) if graded else None
            if calls is None:
                words = "the calls of the checks could not be recorded; run lint again"
                self._note(book, answers[0].cell, words)
                continue
            for one in answers:
                files = self._files(book, {one.cell: replaying(one, calls)})
                jobs[f"{book.name}/{one.cell}"] = (book, one, files)
        replayed = self.other.run(Job(key, files) for key, (_, _, files) in jobs.items())
        for key, result in replayed:
            book, answer, _ = jobs[key]
            cells = _cells(result, book)
            for cell in checks_of(book, answer):
                got = cells.get(cell.id)
                earned = got["score"] if got else None
                if earned and cell.hidden_lines() and set(answer.functions) & _read(cell):
                    words = (
                        f"gives {earned:g} points to answers memorised from an earlier grading; "
                        "draw the hidden check's data from fresh seeds"
                    )
                    self._note(book, cell.id, words)


def _leans(book: Book, answer: Answer, answers: Sequence[Answer]) -> bool:
    """Return whether a check of an answer reads a name of another answer too."""
    others = {name for one in answers if one is not answer for name in one.names}
    return any(_read(cell) & others for cell in checks_of(book, answer))


def _read(cell: Cell) -> set[str]:
    from carekit.sandbox.syntax.name_analysis import loaded, parsed

    tree = parsed(cell.source)
    return loaded(tree) if tree is not None else set()


def _cells(result: SubmissionResult, book: Book) -> Mapping[str, CellResult]:
    graded = result["notebooks"].get(book.name)
    return graded["cells"] if graded else {}
