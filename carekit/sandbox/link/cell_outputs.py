"""What a cell shows, in the notebook format, with an end to it."""

from __future__ import annotations

import io
from collections.abc import Mapping

from carekit.common.notebook_format import Output

CUT = "\n[output cut here: it was longer than a notebook should hold]\n"


class Outputs:
    """Collects the outputs of one cell at a time; ``most`` is how many bytes it may show."""

    def __init__(self, most: int) -> None:
        """Start with nothing shown."""
        self.most = most
        self.items: list[Output] = []
        self._parts: list[str] = []
        self._stream = ""
        self._left = most
        self._clear = False

    def start(self) -> None:
        """Forget the last cell."""
        self.items, self._parts, self._stream = [], [], ""
        self._left, self._clear = self.most, False

    def text(self, stream: str, words: str) -> None:
        """Add words printed to ``stdout`` or ``stderr``."""
        if not words or self._left <= 0:
            return
        self._make_room()
        if stream != self._stream:
            self._close()
            self._stream = stream
        if len(words) > self._left:
            words = words[: self._left] + CUT
        self._left -= len(words)
        self._parts.append(words)

    def add(self, item: Output, size: int = 0) -> None:
        """Add one finished output of about ``size`` bytes."""
        self._make_room()
        self._close()
        if size > self._left:
            item = {"output_type": "stream", "name": "stdout", "text": CUT}
        self._left -= min(size, max(self._left, 0))
        self.items.append(item)

    def clear(self, *, wait: bool) -> None:
        """Remove what was shown, now or when the next output comes."""
        if wait:
            self._clear = True
        else:
            self._close()
            self.items.clear()

    def take(self) -> list[Output]:
        """Return everything the cell has shown."""
        self._close()
        return self.items

    def _make_room(self) -> None:
        if self._clear:
            self._clear = False
            self._close()
            self.items.clear()

    def _close(self) -> None:
        if self._parts:
            words = "".join(self._parts)
            last = self.items[-1] if self.items else None
            if last and last["output_type"] == "stream" and last["name"] == self._stream:
                last["text"] += words
            else:
                self.items.append({"output_type": "stream", "name": self._stream, "text": words})
        self._parts, self._stream = [], ""


class Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a process that has no terminal."""

    def __init__(self, outputs: Outputs, name: str, number: int) -> None:
        """Write into ``outputs`` under a name; ``number`` is the real file descriptor."""
        super().__init__()
        self._outputs, self._name, self._number = outputs, name, number

    # The base class says that it can be set; this one cannot.
    @property
    def encoding(self) -> str:  # type: ignore[override]
        """Return the encoding that libraries ask for."""
        return "utf-8"

    def writable(self) -> bool:
        """Return True."""
        return True

    def fileno(self) -> int:
        """Return the descriptor that programs started from here write to."""
        return self._number

    def write(self, words: str) -> int:
        """Add words to the cell's output."""
        if type(words) is not str:
            raise TypeError(f"write() argument must be str, not {type(words).__name__}")
        self._outputs.text(self._name, words)
        return len(words)


_KINDS = {"stream", "display_data", "execute_result", "error"}
_MOST_ITEMS = 2_000
_LINES = 1_000


def checked(items: object, count: int | None, most: int) -> list[Output]:
    """Return outputs that a stranger's process claims, as valid notebook outputs.

    Whatever does not look like an output is left out; ``most`` is the number of characters kept.
    """
    kept: list[Output] = []
    for item in items[:_MOST_ITEMS] if type(items) is list else []:
        kind = item.get("output_type") if type(item) is dict else None
        if type(kind) is not str or kind not in _KINDS or most <= 0:
            continue
        made = _checked_one(kind, item, count, most)
        most -= size_of(made)
        kept.append(made)
    return kept


def _checked_one(kind: str, item: Mapping[str, object], count: int | None, most: int) -> Output:
    if kind == "stream":
        name = "stderr" if item.get("name") == "stderr" else "stdout"
        return {"output_type": kind, "name": name, "text": shortened(_str(item.get("text")), most)}
    if kind == "error":
        trace = item.get("traceback")
        lines = [_str(line)[:5000] for line in (trace if type(trace) is list else [])[:200]]
        evalue = shortened(_str(item.get("evalue")), min(most, 5000))
        name = _str(item.get("ename"))[:200]
        return {"output_type": kind, "ename": name, "evalue": evalue, "traceback": lines}
    data = item.get("data")
    shown = {
        str(key)[:200]: _bundle(value, most)
        for key, value in (data if type(data) is dict else {}).items()
    }
    made: Output = {"output_type": kind, "data": shown, "metadata": {}}
    return {**made, "execution_count": count} if kind == "execute_result" else made


def _bundle(value: object, most: int) -> object:
    # JSON types (Vega-Lite, widget views) are kept whole or not at all.
    if type(value) in (dict, list):
        return value if size_of(value) <= most else CUT
    return value if type(value) is str and len(value) <= most else _str(value)[:most]


def _str(value: object) -> str:
    return value if type(value) is str else ""


def size_of(value: object) -> int:
    """Return how many characters a value has, roughly as JSON."""
    if type(value) is dict:
        return sum(len(str(key)) + size_of(part) for key, part in value.items())
    if type(value) is list:
        return sum(map(size_of, value)) + len(value)
    return len(value) if type(value) is str else 8


def shortened(words: str, most: int) -> str:
    """Return the first ``most`` characters and the first thousand lines of some words."""
    lines = words[:most].split("\n", _LINES)
    cut = len(lines) > _LINES or len(words) > most
    return "\n".join(lines[:_LINES]) + (CUT if cut else "")
