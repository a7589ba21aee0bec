"""Files beside a notebook that only a person can read: what is written in them is not lost.

A letter in a word processor's file, a photograph of a page, the text field of a course platform:
nothing in them counts by itself, and a graded notebook shows none of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import PurePosixPath

from carekit.sandbox.submission.notebook_names import notebook_stem
from carekit.sandbox.submission.read_notebook import Flags, flag
from carekit.sandbox.submission.result import NotebookResult

_WRITTEN = {"doc", "docx", "htm", "html", "md", "odt", "pages", "pdf", "rst", "rtf", "tex", "txt"}
_DRAWN = {"gif", "heic", "jpeg", "jpg", "png", "svg", "webp"}
# What exchanges, platforms, repositories and courses lay there; nobody answers in it.
_NOT_ANSWERS = {"attempt", "license", "readme", "requirements", "submission_secret", "timestamp"}
_MOST = 5


def about_documents(
    names: Collection[str], books: Mapping[str, NotebookResult], own: Collection[str]
) -> Flags:
    """Return a flag for each document or picture that no code of the notebooks mentions.

    ``names`` are the files of a submission, ``books`` the results of its notebooks by name, and
    ``own`` the set's own files. A notebook that was saved as a page or as paper is none of them.
    Nothing is said where no notebook could be read: whoever looks for it sees the rest as well.
    """
    scores = [score for book in books.values() for score in book["cells"].values()]
    if scores and all(score["outcome"] == "unread" for score in scores):
        return []
    code = [
        cell["source"]
        for book in books.values()
        for cell in book["notebook"]["cells"]
        if cell["cell_type"] == "code"
    ]
    found = [
        name
        for name in sorted(set(names) - set(own))
        if _is_document(PurePosixPath(name), books)
        and not any(PurePosixPath(name).name in source for source in code)
    ]
    return [flag("document-beside", "", name) for name in found[:_MOST]]


def _is_document(path: PurePosixPath, books: Collection[str]) -> bool:
    stem = path.stem.casefold()
    saved = any(stem == book.casefold() for book in books) or notebook_stem(path.name) is not None
    return path.suffix[1:].lower() in _WRITTEN | _DRAWN and not saved and stem not in _NOT_ANSWERS
