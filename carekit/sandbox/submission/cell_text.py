"""The text of a cell, which a notebook may keep in several ways, and what can be seen in it."""

from __future__ import annotations


def text_of(source: object) -> str:
    """Return a cell's source, which a notebook may keep as a list of lines."""
    if isinstance(source, list):
        try:
            source = "".join(source)
        except TypeError:
            source = "".join(part for part in source if isinstance(part, str))
    words = source if isinstance(source, str) else ""
    # Half a letter can stand in JSON, but no file, hash or page can hold it.
    words = words if words.isascii() else words.encode("utf-8", "replace").decode("utf-8")
    return words.replace("\r\n", "\n").replace("\r", "\n")


def looks_like_quiz(source: str) -> bool:
    """Return whether a check may be one that the builder wrote for a quiz."""
    return "worth(key, points=" in source
