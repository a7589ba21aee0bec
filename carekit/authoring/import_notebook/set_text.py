"""An old notebook as the text of a set: every cell byte for byte, and what nbgrader knew of it."""

from __future__ import annotations

import base64
import binascii
import json
import mimetypes
from dataclasses import dataclass, field
from typing import Any

from carekit.authoring.build.attachments import FOLDER as ATTACHMENTS
from carekit.authoring.build.attachments import is_text
from carekit.authoring.build.prose import AS_WRITTEN
from carekit.authoring.loss_report import Loss, longest_run
from carekit.authoring.slug import slug

# The builder writes the first for every set; the others say who ran or shows a notebook.
NOT_KEPT = ("kernelspec", "language_info", "carekit", "widgets", "celltoolbar")
FLAGS = ("grade", "locked", "solution", "task")


@dataclass
class SetText:
    """The text of a set, its files by their path in the set's folder, and the names of its cells.

    ``losses`` says what could not be written as it was.
    """

    text: str
    names: list[str]
    files: dict[str, bytes] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)


def write_text(book: Any, names: list[str], name: str, came_from: str, lang: str) -> SetText:
    """Return the text of the set ``name`` whose words are in the language ``lang``.

    ``book`` is a notebook in nbformat 4, ``came_from`` says which; ``names`` are those of its
    cells, in order.
    """
    made = SetText("", names)
    about = {key: said for key, said in book.metadata.items() if key not in NOT_KEPT}
    if "widgets" in book.metadata:
        says = "what widgets showed when the notebook was last run is left out"
        made.losses.append(Loss("notebook", says))
    front = ["---", f"set: {name}", f"imported_from: {_json(came_from)}"]
    front += [f"metadata: {_json(about)}"] if about else []
    parts = ["\n".join([*front, "---"])]
    for cell, own in zip(book.cells, made.names, strict=True):
        head = _head(cell, own, made)
        parts.append(
            _code(cell.source, head) if cell.cell_type == "code" else _prose(cell, head, lang)
        )
    made.text = "\n\n".join(parts) + "\n"
    return made


def _head(cell: Any, name: str, made: SetText) -> dict[str, Any]:
    head: dict[str, Any] = {"name": name}
    rest = {key: said for key, said in cell.metadata.items() if key not in ("nbgrader", "tags")}
    if tags := cell.metadata.get("tags"):
        head["tags"] = list(tags)
    if (meta := cell.metadata.get("nbgrader")) is not None:
        head["nbgrader"] = _grading(meta, name)
    if cell.cell_type == "raw":
        head["raw"] = True
    if rest:
        head["metadata"] = rest
    if kept := _attachments(cell, name, made):
        head["attachments"] = kept
    return head


def _grading(meta: dict[str, Any], name: str) -> dict[str, Any]:
    said: dict[str, Any] = {flag: True for flag in FLAGS if meta.get(flag) is True}
    if "points" in meta:
        said["points"] = meta["points"]
    # A cell that nbgrader does nothing with may have an id or not.
    known = meta.get("grade_id")
    if known is not None and (known != name or not any(meta.get(flag) for flag in FLAGS)):
        said["grade_id"] = known
    return said


def _attachments(cell: Any, name: str, made: SetText) -> dict[str, dict[str, str]]:
    kept: dict[str, dict[str, str]] = {}
    for title, contents in cell.get("attachments", {}).items():
        for media_type, content in contents.items():
            said = "".join(content) if isinstance(content, list) else str(content)
            try:
                data = said.encode() if is_text(media_type) else base64.b64decode(said)
            except binascii.Error:
                says = f"the attachment {title} is damaged (no base64) and left out"
                made.losses.append(Loss(name, says, "put the picture back by hand"))
                continue
            file = f"{ATTACHMENTS}/{name}/{_file_name(title, media_type, len(made.files))}"
            made.files[file] = data
            kept.setdefault(title, {})[media_type] = file
    return kept


def _file_name(title: str, media_type: str, number: int) -> str:
    """Return a name for an attachment's file that every system can hold."""
    stem, _, ending = title.rpartition(".")
    plain, end = slug(stem or title), slug(ending) if stem else ""
    end = end or (mimetypes.guess_extension(media_type) or ".bin").lstrip(".")
    return f"{plain or 'attachment'}-{number + 1}.{end}"


def _prose(cell: Any, head: dict[str, Any], lang: str) -> str:
    fence = "`" * max(4, longest_run(cell.source) + 1)
    return f"+++ {_json(head)}\n\n{fence}{{{AS_WRITTEN}}} {lang}\n{cell.source}\n{fence}"


def _code(source: str, head: dict[str, Any]) -> str:
    fence = "`" * max(3, longest_run(source) + 1)
    lines = [f"{key}: {_json(said)}" for key, said in head.items()]
    # The reader takes one blank line from the beginning of a cell, and one line end from its end.
    before = "\n" if not source.split("\n")[0].strip() and source else ""
    after = "\n" if source.endswith("\n") else ""
    body = f"{before}{source}\n{after}" if source else ""
    return f"{fence}{{code-cell}} ipython3\n---\n" + "\n".join(lines) + f"\n---\n{body}{fence}"


def _json(said: Any) -> str:
    text = json.dumps(said, ensure_ascii=False)
    # Some readers of YAML take these for the end of a line.
    return text.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
