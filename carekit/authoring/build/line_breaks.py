"""Line breaks in Chinese prose: an author's own line for every sentence must not become a space."""

from __future__ import annotations

import re

FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?^ {0,3}\1", re.MULTILINE | re.DOTALL)
_NEW_BLOCK = r"[-*+] |\d+[.)] |[>|#]|`{3}|~{3}|</?(?:div|details|summary|table|ul|ol)\b"
# A break inside a paragraph: not after a table row, a rule or a hard break, nor before a new block.
SOFT_BREAK = re.compile(rf"(?<=([^\s|=\\-]))\n[ \t]*(?!{_NEW_BLOCK})(?=(\S))")


def joined(text: str) -> str:
    """Return Chinese Markdown with the lines of a paragraph joined, outside fenced code.

    Between two words of Latin letters the break stays, because there it stands for a space.
    """
    done, at = [], 0
    for code in FENCED.finditer(text):
        done += [SOFT_BREAK.sub(_join, text[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*done, SOFT_BREAK.sub(_join, text[at:])])


def _join(found: re.Match[str]) -> str:
    return found[0] if found[1].isascii() and found[2].isascii() else ""
