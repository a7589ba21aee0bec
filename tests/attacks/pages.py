"""Feedback pages made from results that were graded before, and a reader that looks for acts."""

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser

from carekit.grading.course.folders import read_settings
from carekit.grading.course.intake_limits import IntakeLimits
from carekit.grading.feedback.pages import write_feedback
from carekit.grading.gradebook.register_assignment import register
from carekit.grading.intake.inbox import Submission
from carekit.grading.run.run import Run
from tests.sandbox.sealedset import learner_notebook, snapshot, source_notebook

CARD = (
    "id: a\ntitle: {en: A, zh-Hans: 甲, zh-Hant: 甲}\nfirst_notebook: a.ipynb\n"
    "sets:\n  - {id: a, title: {en: A, zh-Hans: 甲, zh-Hant: 甲}}\n"
)
ACTING = {"script", "iframe", "object", "embed", "form", "base", "svg", "math", "link"}


class Graded:
    """An inbox and an engine in one: who is named, and the result that is known of each."""

    strays, unknown = (), ()
    limits = IntakeLimits()

    def __init__(self, results):
        self.results = results

    def __iter__(self):
        when = datetime(2026, 1, 5, tzinfo=UTC)
        return (Submission(name, name, {"a.ipynb": b"{}"}, when) for name in self.results)

    def run(self, jobs):
        return ((job.learner, self.results[job.learner]) for job in jobs)


def pages(results, root):
    """Return the feedback page of each learner, after a whole run into a gradebook."""
    for name, text in (
        ("course_data/course.yml", CARD),
        ("source/a/a.ipynb", json.dumps(source_notebook())),
        ("release/a/a.ipynb", json.dumps(learner_notebook())),
        ("nbgrader_config.py", "c = get_config()\n"),
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    settings, known = read_settings(root), Graded(results)
    register(settings, "a", snapshot())
    Run(settings, "a", snapshot(), known, known)()
    made = write_feedback(settings, "a")
    return {path.parts[-3]: path.read_text(encoding="utf-8") for path in made}


class Acts(HTMLParser):
    """Collects everything in a page that could act or load."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag in ACTING:
            self.found.append(tag)
        for name, value in attrs:
            value = re.sub(r"[\s\x00-\x1f]", "", value or "").lower()
            if name.startswith("on") or name in ("style", "srcdoc") or "script:" in value:
                self.found.append(f"{tag} {name}={value}")
