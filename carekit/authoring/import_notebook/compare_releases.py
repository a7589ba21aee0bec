"""Whether the release of an imported set is nbgrader's own release of the original, cell by cell.

Two releases are equal where their cells, in order, have the same type, the same source to the
byte, the same metadata with nbgrader's checksum, the same attachments and the same outputs, and
where the notebooks have the same metadata. Left out are what does not reach a learner's answer: ids
of cells (older notebooks have none), the kernel's entry, which language version ran it, how often
a cell was run, and the line in which the kit names the text that a notebook was made from.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from carekit.authoring.build.attachments import is_text
from carekit.authoring.import_notebook.set_text import NOT_KEPT
from carekit.authoring.loss_report import Loss


def differences(original: bytes, ours: bytes, names: list[str]) -> list[Loss]:
    """Return where two releases differ; ``names`` are those of our cells, in order."""
    one, other = json.loads(original), json.loads(ours)
    found = []
    if len(one["cells"]) != len(other["cells"]):
        says = f"had {len(one['cells'])} cells in the release and has {len(other['cells'])} now"
        found.append(Loss("notebook", says, "compare the two by hand"))
    for name, was, now in zip(names, one["cells"], other["cells"], strict=False):
        seen, ours_seen = _seen(was), _seen(now)
        if seen["source"] != ours_seen["source"]:
            # The checksum follows from the source; one difference is told once.
            for side in (seen, ours_seen):
                side["metadata"].get("nbgrader", {}).pop("checksum", None)
        for part, before in seen.items():
            if before != ours_seen[part]:
                first, second = _where_they_part(before, ours_seen[part])
                says = f"its {part} in the release was {first} and is {second}"
                found.append(Loss(name, says))
    before, after = (
        {key: said for key, said in book["metadata"].items() if key not in NOT_KEPT}
        for book in (one, other)
    )
    if before != after:
        first, second = _where_they_part(before, after)
        found.append(Loss("notebook", f"its metadata in the release were {first} and are {second}"))
    return found


def _seen(cell: dict[str, Any]) -> dict[str, Any]:
    """Return what is compared of a cell, by what it is called."""
    metadata = dict(cell["metadata"])
    if meta := metadata.get("nbgrader"):
        # Older notebooks say nothing of tasks, which means that there are none.
        metadata["nbgrader"] = {"task": False, **meta}
    return {
        "type": cell["cell_type"],
        "source": "".join(cell["source"]),
        "metadata": metadata,
        "attachments": {
            name: {kind: _content(kind, said) for kind, said in contents.items()}
            for name, contents in cell.get("attachments", {}).items()
        },
        "outputs": cell.get("outputs", []),
    }


def _content(kind: str, said: Any) -> bytes | str:
    text = "".join(said) if isinstance(said, list) else str(said)
    return text if is_text(kind) else base64.b64decode(text)


def _where_they_part(one: object, other: object) -> tuple[str, str]:
    """Return two things that differ, cut to a few words around the first difference."""
    first, second = repr(one), repr(other)
    pairs = zip(first, second, strict=False)
    at = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(first), len(second)))
    start = max(at - 20, 0)
    cut = [f"{'…' if start else ''}{words[start : at + 40]}" for words in (first, second)]
    return cut[0], cut[1]
