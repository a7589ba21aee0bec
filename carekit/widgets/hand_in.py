"""The card at the end of a set: it checks the set, hands it in, and gives a receipt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from carekit.common.course import find_root, in_every_language
from carekit.common.files import ContentError
from carekit.common.languages import Lang, languages
from carekit.common.messages import of_system
from carekit.widgets.assets import drawn_by
from carekit.widgets.base import Widget
from carekit.widgets.graded import grading, local_now

if TYPE_CHECKING:
    from carekit.learner.hand_in.package import HandedIn
    from carekit.learner.hand_in.receipt import Receipt
    from carekit.learner.hand_in.run_through import Raised
    from carekit.learner.hand_in.unanswered import Unanswered

Run = Callable[[Path, Path, Lang], "list[Raised]"]


def hand_in(set_id: str) -> HandIn | None:
    """Return the card that hands in a set, or nothing while a trainer's machine grades."""
    if grading():
        return None
    return HandIn(find_root(), set_id)


def _in_fresh_kernel(root: Path, book: Path, lang: Lang) -> list[Raised]:
    from carekit.learner.hand_in.run_through import run_through

    return run_through(root, book, lang)


class HandIn(Widget):
    """One button: what it found is shown, and what was handed in stays listed.

    ``state`` has a ``stage``: start, checking, found, done or trouble.
    """

    _esm = drawn_by("hand-in", "js")
    _css = drawn_by("hand-in", "css")
    name = traitlets.Unicode().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    earlier: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)

    def __init__(
        self,
        root: Path,
        set_id: str,
        clock: Callable[[], datetime] = local_now,
        run: Run = _in_fresh_kernel,
    ) -> None:
        """Hand in the set beside the running notebook; times come of ``clock``."""
        from carekit.learner.hand_in.package import remembered_name

        self._set, self._clock, self._run = set_id, clock, run
        super().__init__(root, ["hand-in"], name=remembered_name(root), state={"stage": "start"})
        self._last: HandedIn | None = None
        self._list()

    def _list(self) -> None:
        from carekit.learner.hand_in.package import receipts

        self.earlier = [_about(one) for _, one in receipts(self._root, self._set)]

    def _do(self, content: dict[str, object], lang: Lang) -> None:
        match content.get("do"):
            case "check":
                self._told(lambda: self._check(str(content.get("name", "")), lang))
            case "hand-in":
                self._told(lambda: self._submit(str(content.get("name", ""))))
            case "file" | "receipt" as what if self._last is not None:
                path = self._last.file if what == "file" else self._last.kept
                self.send({"save": path.name}, [path.read_bytes()])

    def _told(self, work: Callable[[], None]) -> None:
        """Do it, and show what stood in the way."""
        try:
            work()
        except ContentError as error:
            self.state = {"stage": "trouble", "why": _in_each(error)}
        except OSError as error:
            why = in_every_language(str(of_system(error))).by_lang()
            self.state = {"stage": "trouble", "why": why}

    def _check(self, name: str, lang: Lang) -> None:
        from carekit.learner.hand_in.package import named, set_folder
        from carekit.learner.hand_in.run_through import first_of_each, raised_in
        from carekit.learner.hand_in.unanswered import read_notebook, unanswered

        learner = named(name)
        folder = set_folder(self._root, self._set)
        book = folder / f"{self._set}.ipynb"
        self.state = {"stage": "checking"}
        notebook, why = read_notebook(book), None
        try:
            raised = self._run(self._root, book, lang)
        except ContentError as error:
            # Whoever can run nothing here may still hand in; what is saved says what raised.
            raised, why = raised_in(notebook), _in_each(error)
        missing = unanswered(self._root, folder, notebook)
        if not (raised or missing or why):
            self._submit(learner)
            return
        self.state = {
            "stage": "found",
            "why": why,
            "raised": _listed(first_of_each(one for one in raised if not one.check)),
            "red": _listed(first_of_each((one for one in raised if one.check), missing)),
            "open": [_open(one) for one in missing],
            "saved": _time_of(book),
        }

    def _submit(self, name: str) -> None:
        from carekit.learner.hand_in.package import hand_in as send
        from carekit.learner.hand_in.package import named, set_folder

        folder = set_folder(self._root, self._set)
        done = send(self._root, folder, self._set, named(name), self._clock())
        self._last = done
        self.name = done.receipt.learner
        self.state = {
            "stage": "done",
            **_about(done.receipt),
            "way": done.way,
            "file": done.file.name,
            "saved": _time_of(folder / f"{self._set}.ipynb"),
        }
        self._list()

    def __repr__(self) -> str:
        """Return one line; it is what a front end without widgets shows."""
        return f"care hand-in {self._set}"


def _in_each(error: ContentError) -> dict[str, str]:
    return {str(lang): error.told(lang) for lang in languages()}


def _about(receipt: Receipt) -> dict[str, Any]:
    return {"code": receipt.code, "time": receipt.handed_in.isoformat()}


def _time_of(book: Path) -> str:
    return datetime.fromtimestamp(book.stat().st_mtime).astimezone().isoformat(timespec="seconds")


def _listed(raised: Iterable[Raised]) -> list[dict[str, Any]]:
    return [{"title": _title(one.title, one.cell), "says": one.says} for one in raised]


def _open(one: Unanswered) -> dict[str, Any]:
    return {"title": _title(one.title, one.cell), "count": len(one.questions)}


def _title(title: Mapping[str, str], cell: str) -> dict[str, str]:
    return {str(lang): title.get(lang) or cell for lang in languages()}
