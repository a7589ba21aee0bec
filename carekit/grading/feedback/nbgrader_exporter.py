"""The pages of ``care feedback``, made by nbgrader's own command and by formgrader's button.

nbgrader's page is the graded notebook itself: with the hidden checks, and with whatever a learner's
code printed after one of them. Configuration:

    c.GenerateFeedback.exporter_class = "carekit.grading.feedback.nbgrader_exporter.LearnersPage"
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from traitlets import default

from carekit.common.files import ContentError
from carekit.grading.course.folders import read_settings
from carekit.grading.feedback.pages import FeedbackPages
from carekit.grading.feedback.render import render
from carekit.grading.gradebook.cell_scores import papers


class LearnersPage(Exporter):
    """Exports a graded notebook as the page that its learner gets."""

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    # nbconvert's base class says that a notebook comes back; its own pages are text as well.
    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: dict[str, Any] | None = None, **_: object
    ) -> tuple[str, dict[str, Any]]:
        """Return the page and the resources. Raises ContentError where nothing was graded."""
        resources = self._init_resources(resources or {})
        about = resources["nbgrader"]
        learner, set_id, name = about["student"], about["assignment"], about["notebook"]
        pages = _pages(str(self._root(resources)), about["db_url"], set_id)
        for paper in papers(pages.settings, set_id, [learner]):
            if paper.notebook == name:
                return render(pages.page(paper, nb)), resources
        raise ContentError(f"{learner}/{set_id}: {name} has no scores yet; run autograde first")

    def _root(self, resources: dict[str, Any]) -> Path:
        root = self.config.CourseDirectory.get("root")
        return Path(root) if root else Path(resources["metadata"]["path"]).resolve().parents[2]


def _pages(root: str, db_url: str, set_id: str) -> FeedbackPages:
    """Return what the pages of a set share, read again when the set or its results have changed."""
    folder = Path(root)
    paths = [*folder.glob(f"source/{set_id}/*"), *folder.glob(f"release/{set_id}/*")]
    paths += folder.glob(f".care/grading/{set_id}.jsonl")
    stamps = tuple((path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(paths))
    return _made(root, db_url, set_id, stamps)


@lru_cache(maxsize=1)
def _made(
    root: str, db_url: str, set_id: str, _stamps: tuple[tuple[int, int], ...]
) -> FeedbackPages:
    return FeedbackPages(read_settings(Path(root), db_url), set_id)
