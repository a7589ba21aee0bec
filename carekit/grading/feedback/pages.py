"""A page for each learner: points by task, what a failed check wants, what a person wrote.

What a page says about a task comes from the release, never from the grader's copy: hidden checks,
keys and grading schemes are not in it to begin with. Of a check's message only an author's words
for learners pass, because the rest may name the expected value. A function can keep what a hidden
check passed to it, so what a learner's cells show after such a check is left out as well.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import cast

from carekit.checks.expect import sayable
from carekit.common.course import find_root, in_every_language, set_titles
from carekit.common.durable_files import Disk
from carekit.common.files import ContentError, shown
from carekit.common.notebook_format import CellJson, NotebookJson
from carekit.common.safe_html import Allowance, joined, markdown, output, plain
from carekit.grading.course.folders import Settings
from carekit.grading.course.released import as_released
from carekit.grading.course.tasks import Task, read_tasks
from carekit.grading.feedback.grading_words import (
    GradingWords,
    is_check,
    kinds,
    name_of,
    words_in_ledger,
    words_in_notebook,
)
from carekit.grading.feedback.page_items import GradedCell, Item, TaskScore, rich
from carekit.grading.feedback.render import Page, render, words
from carekit.grading.gradebook.cell_scores import CellScore, NotebookScores, papers
from carekit.grading.intake.exchange_files import beside_page, put_beside
from carekit.grading.refusals import say
from carekit.grading.run.ledger import Ledger
from carekit.sandbox.submission.flags import told_to_learner

HERE = Path(__file__).parent
# Characters of a reason: it may quote a learner.
_WHY = 200


_EMPTY: Item = {
    "outputs": [],
    "code": "",
    "html": "",
    "comment": "",
    "withheld": False,
    "trust": "",
}


def write_feedback(
    settings: Settings,
    set_id: str,
    only: Collection[str] = (),
    disk: Disk | None = None,
    failed: Callable[[str, str], None] | None = None,
) -> Iterator[Path]:
    """Write ``feedback/<learner>/<set>/<notebook>.html`` for graded work; give each path.

    What nbgrader's exchange needs to bring a page to its learner is written beside it. ``failed``
    hears of each learner whose page could not be made, and why; the others get theirs. Raises
    ContentError when the set is not released, OSError when the disk cannot be written.
    """
    book = FeedbackPages(settings, set_id)
    for paper in papers(settings, set_id, only):
        source = settings.autograded(paper.learner, set_id) / f"{paper.notebook}.ipynb"
        if not source.is_file():
            continue
        book.released(paper.notebook)
        path = settings.root / "feedback" / paper.learner / set_id / f"{paper.notebook}.html"
        try:
            page = book.page(paper, json.loads(source.read_text(encoding="utf-8")))
            made = render(page).encode("utf-8", "replace")
            last = book.ledger.last(paper.learner)
            received = last.get("received") if last else None
            files = beside_page(settings, paper.learner, set_id, received)
        except Exception as error:
            # Whatever is in one learner's work must not cost the others their pages.
            if failed is None:
                raise
            failed(paper.learner, f"{type(error).__name__}: {error}"[:_WHY])
            continue
        put_beside(path.parent, files, disk or Disk())
        (disk or Disk()).replace(path, made)
        yield path


class FeedbackPages:
    """Makes the pages of one set, and holds what all of them share."""

    def __init__(self, settings: Settings, set_id: str) -> None:
        """Read the results of the set and the words that its checks may say."""
        self.settings, self.set_id = settings, set_id
        self.ledger = Ledger.load(settings.ledger(set_id))
        # nbgrader's own commands may work in a folder that holds only sets and submissions.
        try:
            course = find_root(settings.root)
        except ContentError:
            course = settings.root
        self.title = set_titles(course).get(set_id) or in_every_language(set_id)
        self.known = sayable(course)

    @cache  # noqa: B019 - one object for one call of write_feedback
    def released(self, name: str) -> tuple[list[CellJson], list[Task]]:
        """Return the released cells of a notebook and its tasks."""
        path = self.settings.root / "release" / self.set_id / f"{name}.ipynb"
        if path.is_file():
            return json.loads(path.read_text(encoding="utf-8"))["cells"], _tasks(path)
        if f"{name}.ipynb" not in self.made:
            raise ContentError(say("no-release", file=shown(path)))
        return json.loads(self.made[f"{name}.ipynb"])["cells"], []

    @cached_property
    def made(self) -> Mapping[str, bytes]:
        """Return what nbgrader makes of the source, for a course that has released nothing."""
        root = self.settings.root
        paths = sorted((root / "source" / self.set_id).glob("*.ipynb"))
        sources = {path.name: path.read_bytes() for path in paths}
        return as_released(root, self.set_id, sources, self.settings.config).released

    @cache  # noqa: B019 - one object for one call of write_feedback
    def hidden(self, name: str) -> set[str]:
        """Return the checks that say more than the release shows; all, where nobody can tell."""
        path = self.settings.root / "source" / self.set_id / f"{name}.ipynb"
        cells, known = self.released(name)[0], dict[str, str]()
        if path.is_file():
            known = {name_of(one): joined(one["source"]) for one in cells}
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        checks = [one for one in cells if is_check(one)]
        return {name_of(one) for one in checks if joined(one["source"]) != known.get(name_of(one))}

    def page(self, paper: NotebookScores, graded: NotebookJson) -> Page:
        """Return what one learner's page shows."""
        cells, tasks = self.released(paper.notebook)
        ran = _quiet(graded["cells"], self.hidden(paper.notebook))
        told = words_in_notebook(graded) or words_in_ledger(
            self.ledger.last(paper.learner), paper.notebook
        )
        return Page(
            learner=paper.learner,
            name=paper.name or paper.learner,
            title=self.title,
            score=max(0.0, sum(mark.score for mark in paper.marks.values()) - paper.penalty),
            max_score=sum(mark.max_score for mark in paper.marks.values()),
            unfinished=any(mark.waiting for mark in paper.marks.values()),
            penalty=paper.penalty,
            flags=[said for one in kinds(told.flags) if (said := told_to_learner(one))],
            tasks=[_task(task, paper) for task in tasks],
            items=list(self._items(cells, ran, paper, told)),
        )

    def _items(
        self,
        released: list[CellJson],
        graded: list[GradedCell],
        paper: NotebookScores,
        told: GradingWords,
    ) -> Iterator[Item]:
        mine = {name_of(cell): cell for cell in graded if name_of(cell)}
        given = {joined(cell["source"]).strip() for cell in released}
        allowance = Allowance()
        extras = _extras(graded, given, allowance)
        yield from extras.get("", [])
        for cell in released:
            name = name_of(cell)
            yield self._item(cell, mine.get(name) if name else None, paper, told, allowance)
            yield from extras.get(name, []) if name else ()

    def _item(
        self,
        cell: CellJson,
        mine: GradedCell | None,
        paper: NotebookScores,
        told: GradingWords,
        allowance: Allowance,
    ) -> Item:
        meta, name = cell["metadata"].get("nbgrader", {}), name_of(cell) or cell.get("id", "")
        item: Item = {"id": name, **_EMPTY}
        mark = paper.marks.get(name)
        item["comment"] = paper.comments.get(name, "")
        source = joined(cell["source"])
        if mark and not meta.get("solution"):
            text = source if cell["cell_type"] == "code" else ""
            trust = told.trust.get(name, "").replace(" ", "_")
            verdict = self._verdict(mark, told.messages.get(name, ""))
            return {**item, **verdict, "code": plain(text), "trust": trust}
        if mark:
            answer = joined((mine or cell)["source"])
            code = cell["cell_type"] == "code"
            html = (
                f'<pre class="code">{plain(answer)}</pre>' if code else allowance.markdown(answer)
            )
            return {**item, **self._verdict(mark, ""), "kind": "mark", "html": html}
        if meta.get("solution") or (not meta and mine):
            return {**item, **_own(mine or cell, allowance), "kind": "answer"}
        if cell["cell_type"] == "code":
            outputs = [
                output(one) for one in (mine.get("outputs", []) if mine else ()) if rich(one)
            ]
            return {**item, "kind": "given", "html": plain(source), "outputs": outputs}
        return {**item, "kind": "prose", "html": markdown(source)}

    def _verdict(self, mark: CellScore, message: str) -> Item:
        found: Item = {
            "kind": "check",
            "state": mark.state,
            "score": mark.score,
            "max_score": mark.max_score,
            "by_hand": mark.by_hand,
            "bonus": mark.bonus,
            "said": None,
            "message": "",
        }
        if mark.state not in ("failed", "partial") or mark.by_hand:
            return found
        said = self._trusted(message)
        if said is None and mark.state == "failed":
            said = words()["hidden"].by_lang()
        return {**found, "said": said}

    def _trusted(self, message: str) -> dict[str, str] | None:
        """Return the author's own words in a check's message, in every language, or None."""
        lines = set(message.split("\n"))
        for text in self.known.values():
            if any(said in lines for said in text.by_lang().values()):
                return text.by_lang()
        return None


def _tasks(path: Path) -> list[Task]:
    try:
        return read_tasks(path)
    except ContentError:
        # A set need not be divided into tasks to have feedback.
        return []


def _task(task: Task, paper: NotebookScores) -> TaskScore:
    marks = [paper.marks[cell] for cell in task.cells if cell in paper.marks]
    return {
        "id": task.id,
        "title": task.title,
        "score": sum(mark.score for mark in marks),
        "max_score": task.max_score,
        "waiting": any(mark.waiting for mark in marks),
    }


def _quiet(cells: list[CellJson], hidden: set[str]) -> list[GradedCell]:
    """Return the cells, those below the first hidden check without what they showed."""
    first = next((at for at, cell in enumerate(cells) if name_of(cell) in hidden), len(cells))
    after: list[GradedCell] = [
        {**one, "outputs": [], "withheld": bool(one.get("outputs"))} for one in cells[first:]
    ]
    return [*cast("list[GradedCell]", cells[:first]), *after]


def _own(cell: CellJson | GradedCell, allowance: Allowance) -> Item:
    source = joined(cell["source"])
    if cell["cell_type"] != "code":
        return {"html": allowance.markdown(source)}
    outputs = [allowance.output(one) for one in cell.get("outputs", [])]
    return {"code": plain(source), "outputs": outputs, "withheld": bool(cell.get("withheld"))}


def _extras(
    graded: list[GradedCell], given: set[str], allowance: Allowance
) -> dict[str, list[Item]]:
    """Return the learner's own cells, by the name of the set's cell that stands above them."""
    found: dict[str, list[Item]] = {}
    above = ""
    for number, cell in enumerate(graded):
        name = name_of(cell)
        above = name or above
        if name or not joined(cell["source"]).strip() or joined(cell["source"]).strip() in given:
            continue
        item: Item = {**_EMPTY, "id": f"own-{number}", "kind": "own", **_own(cell, allowance)}
        found.setdefault(above, []).append(item)
    return found
