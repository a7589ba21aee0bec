"""What an author may write in a lesson and in an exercise; every breach becomes a fault."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from carekit.authoring.build import prose, regions
from carekit.authoring.build.cell_name import LONGEST_NAME, NAME
from carekit.authoring.build.myst import IMPORTED_KEYS, Script, SourceCell
from carekit.common.files import Fault

TAGS = ("raises-exception", "nbval-skip")
FLAGS = ("grade", "solution", "locked", "task")
LONGEST_CODE = 15  # lines; a longer cell is not read in the room


@dataclass
class Checker:
    """Checks one text; ``faults`` grows, ``asked`` says whether a task's words came before."""

    script: Script
    faults: list[Fault]
    names: dict[str, int] = field(default_factory=dict)
    asked: bool = False

    def lesson(self) -> None:
        """Check a lesson: names, tags, short cells, and nothing that nbgrader knows."""
        for cell in self.script.cells:
            self._cell(cell)
            if cell.nbgrader is not None:
                self._say(cell, "a lesson is not graded; remove nbgrader: from this cell")
            if cell.quiz:
                self._say(cell, 'quiz: belongs to a check; in a lesson call quiz("...") in a cell')
            if regions.split(cell.source).regions:
                self._say(cell, "a lesson hides nothing; remove the BEGIN and END marks")
            long = len(cell.source.split("\n")) > LONGEST_CODE
            if cell.kind == "code" and long and not cell.folded:
                self._say(cell, f"more than {LONGEST_CODE} lines; split the cell or fold it")

    def exercise(self, name: str) -> None:
        """Check an exercise set called ``name``."""
        if self.script.front.set != name:
            says = f"write set: {name} in the front matter, as the folder is called"
            line = self.script.lines.get("set", 1)
            self.faults.append(Fault(self.script.path, line, "", says))
        for cell in self.script.cells:
            self._cell(cell)
            self._graded(cell, self._flags(cell))
        if self.script.front.imported_from:
            self._grade_ids()

    def _grade_ids(self) -> None:
        """Report a grade id that two cells of an imported set have: nbgrader would refuse it."""
        seen: dict[str, int] = {}
        for cell in self.script.cells:
            if any(cell.entries.get(flag) is True for flag in FLAGS):
                name = str(cell.entries.get("grade_id", cell.name))
                if name in seen:
                    says = f"nbgrader.grade_id: {name} stands already on line {seen[name]}"
                    self._say(cell, f"{says}; change one of the two")
                seen.setdefault(name, cell.opened)

    def _cell(self, cell: SourceCell) -> None:
        if cell.name and not (NAME.fullmatch(cell.name) and len(cell.name) <= LONGEST_NAME):
            says = f"the name may hold a-z, 0-9 and single hyphens, {LONGEST_NAME} at most"
            self._say(cell, f"{says}; rename the cell")
        if cell.name in self.names and cell.name:
            says = f"the name stands already on line {self.names[cell.name]}; rename one of the two"
            self._say(cell, says)
        self.names.setdefault(cell.name, cell.opened)
        if not self.script.front.imported_from:
            self._only_ours(cell)

    def _only_ours(self, cell: SourceCell) -> None:
        """Report what only a set that ``care import`` wrote may have."""
        for tag in cell.tags:
            if tag not in TAGS:
                self._say(cell, f"the tag {tag!r} is not used here; use {' or '.join(TAGS)}")
        for key in sorted(IMPORTED_KEYS):
            if getattr(cell, key):
                self._say(cell, f"{key}: belongs to a set with imported_from:; remove it")
        if cell.kind == "markdown":
            for block in prose.read_blocks(self.script.path, cell, []):
                if block.kind == prose.AS_WRITTEN:
                    says = "is for a set with imported_from:; write a ::: block for each language"
                    self.faults.append(
                        Fault(self.script.path, block.line, cell.name, f"{{as-written}} {says}")
                    )

    def _flags(self, cell: SourceCell) -> dict[str, Any]:
        """Return the cell's nbgrader entries that are well formed."""
        if cell.nbgrader is not None and not isinstance(cell.nbgrader, dict):
            self._say(cell, "nbgrader: must be a mapping such as {solution: true}")
            return {}
        meta = cell.entries
        imported = self.script.front.imported_from
        known = (*FLAGS, "points", "grade_id") if imported else (*FLAGS, "points")
        for key in meta:
            if key not in known:
                self._say(cell, f"nbgrader.{key}: the builder writes this; remove it")
        for key in FLAGS:
            if not isinstance(meta.get(key, False), bool):
                self._say(cell, f"nbgrader.{key}: must be true or false")
        sets_one = any(meta.get(key) is True for key in FLAGS)
        if cell.nbgrader is not None and not sets_one and not imported:
            self._say(cell, f"nbgrader: sets nothing; set one of {', '.join(FLAGS)} or remove it")
        return meta

    def _graded(self, cell: SourceCell, meta: dict[str, object]) -> None:
        scored = meta.get("grade") is True or meta.get("task") is True
        solution = meta.get("solution") is True
        self._points(cell, meta, scored=scored)
        self._regions(cell, meta)
        if meta.get("task") is True and (cell.kind != "markdown" or solution or meta.get("grade")):
            self._say(cell, "task: stands alone and on a Markdown cell; use grade and solution")
        if cell.kind == "markdown" and solution != bool(meta.get("grade")):
            self._say(cell, "a written answer needs both grade: true and solution: true")
        if cell.kind == "markdown" and not solution:
            self.asked = self.asked or prose.has_every_language(self.script.path, cell)
        if (solution or scored) and not self.asked and not self.script.front.imported_from:
            says = "no task text that learners see in all three languages stands above this cell"
            self._say(cell, f"{says}; write it")
        if scored:
            self.asked = False

    def _points(self, cell: SourceCell, meta: dict[str, object], *, scored: bool) -> None:
        points = meta.get("points")
        number = isinstance(points, int | float) and not isinstance(points, bool) and points > 0
        # nbgrader lets a check be worth nothing, and an imported set keeps it so.
        nothing = self.script.front.imported_from is not None and points == 0
        if scored and points is None:
            self._say(cell, "points are missing; add points: to nbgrader:")
        elif scored and not (number or nothing):
            self._say(cell, f"points: {points!r} is no number above 0; correct it")
        elif not scored and points is not None and not self.script.front.imported_from:
            self._say(cell, "points on a cell that is not graded; move them to the grade cell")

    def _regions(self, cell: SourceCell, meta: dict[str, object]) -> None:
        split = regions.split(cell.source)
        imported = self.script.front.imported_from
        for number, says in split.wrong if not imported else ():
            self.faults.append(Fault(self.script.path, cell.line + number, cell.name, says))
        kinds = split.kinds()
        if imported:
            # nbgrader replaces an answer without marks wholly, and takes a scheme wherever it is;
            # marks that it does not understand it refuses itself when it makes the release.
            kinds -= {"grading scheme"}
        elif cell.kind == "code" and meta.get("solution") is True and "solution" not in kinds:
            says = (
                "a solution outside marks; put it between ### BEGIN SOLUTION and ### END SOLUTION"
            )
            self._say(cell, says)
        if "solution" in kinds and meta.get("solution") is not True:
            self._say(cell, "a solution in a cell that is no answer; add solution: true")
        if "hidden test" in kinds and (meta.get("grade") is not True or cell.kind != "code"):
            self._say(cell, "hidden tests outside a grade cell; move them into one")
        if "grading scheme" in kinds and not (meta.get("locked") or meta.get("task")):
            self._say(cell, "a grading scheme outside a locked cell; add locked: true")
        if "AUTOTEST" in cell.source:
            self._say(cell, "AUTOTEST draws new numbers at every build; write the checks out")
        if cell.kind == "markdown" and not imported:
            self._whole_blocks(cell, split)

    def _whole_blocks(self, cell: SourceCell, split: regions.Split) -> None:
        """Report a region that cuts a block: what is left would be half a block."""
        visible = SourceCell(cell.name, cell.kind, "\n".join(split.visible), cell.line, cell.opened)
        torn: list[Fault] = []
        left = prose.read_blocks(self.script.path, visible, torn)
        if split.regions and torn and not split.wrong:
            says = "the marks cut a ::: block; put both inside one block or both outside"
            self._say(cell, says)
        elif split.regions and left and not prose.has_every_language(self.script.path, cell):
            says = "what learners see of this cell is not in all three languages"
            self._say(cell, f"{says}; move the marks or write the missing blocks")

    def _say(self, cell: SourceCell, says: str) -> None:
        self.faults.append(Fault(self.script.path, cell.opened, cell.name, says))
