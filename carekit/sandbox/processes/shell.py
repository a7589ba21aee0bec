"""An IPython shell without a front end: it runs cells and collects what they show.

Only the learner's process loads this module. IPython is fetched by name because the import
contract of the kit keeps front ends out of grading; this is no front end.
"""

from __future__ import annotations

import builtins
import getpass
import importlib
import os
import re
import subprocess
import sys
from typing import Any

from carekit.common.notebook_format import Output
from carekit.sandbox.link.cell_outputs import Outputs, Stream
from carekit.sandbox.link.left_behind import OF_ERRORS

InteractiveShell: Any = importlib.import_module("IPython.core.interactiveshell").InteractiveShell
DisplayPublisher: Any = importlib.import_module("IPython.core.displaypub").DisplayPublisher
DisplayHook: Any = importlib.import_module("IPython.core.displayhook").DisplayHook
HistoryManager: Any = importlib.import_module("IPython.core.history").HistoryManager
StdinNotImplementedError: Any = importlib.import_module(
    "IPython.core.error"
).StdinNotImplementedError

TransformerManager: Any = importlib.import_module(
    "IPython.core.inputtransformer2"
).TransformerManager

NO_INPUT = (
    "input() has nobody to ask while exercises are graded; put the value into the cell instead"
)


class _Publisher(DisplayPublisher):
    def publish(
        self,
        data: dict[str, object],
        metadata: dict[str, object] | None = None,
        source: object = None,  # noqa: ARG002 - IPython still passes it
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: object,
    ) -> None:
        """Show a bundle, or replace the one with the same display id."""
        name = (transient or {}).get("display_id")
        item: Output = {"output_type": "display_data", "data": data, "metadata": metadata or {}}
        if update:
            for shown in self.shell.outputs.items:
                if name is not None and shown.get("display_id") == name:
                    shown["data"] = data
            return
        if name is not None:
            item["display_id"] = name
        self.shell.outputs.add(item, _size(data))

    def clear_output(self, wait: bool = False) -> None:  # noqa: FBT001, FBT002 - IPython's own
        """Remove what the cell has shown so far."""
        self.shell.outputs.clear(wait=wait)


class _Hook(DisplayHook):
    def start_displayhook(self) -> None:
        """Begin with no result."""
        self.bundle: tuple[dict[str, Any], dict[str, Any]] = ({}, {})

    def write_output_prompt(self) -> None:
        """Write nothing: the front end draws the prompt."""

    def write_format_data(self, format_dict: dict[str, object], md_dict: Any = None) -> None:
        """Keep the result's forms."""
        self.bundle = (format_dict, md_dict or {})

    def finish_displayhook(self) -> None:
        """Show the result."""
        data, metadata = self.bundle
        if data:
            item: Output = {"output_type": "execute_result", "data": data, "metadata": metadata}
            self.shell.outputs.add(item, _size(data))


def _size(data: Any) -> int:
    return sum(len(part) if isinstance(part, (str, bytes)) else 500 for part in data.values())


class Grammar(TransformerManager):
    """IPython's grammar, which is told by tokens only where a cell may hold some of it.

    To cut a cell into tokens takes longer than everything else that is done before it runs.
    """

    # A question mark, an exclamation mark that is no ``!=``, a line that begins with a sign of
    # IPython's, or one of its commands assigned to a name.
    _SIGNS = re.compile(r"\?|!(?!=)|^\s*[,;/%!]|=[\s\\]*[%!]", re.MULTILINE)
    _USUAL = TransformerManager().token_transformers

    def do_token_transforms(self, lines: list[str]) -> list[str]:
        """Return the lines of a cell as plain Python."""
        if self.token_transformers == self._USUAL and not self._SIGNS.search("".join(lines)):
            return lines
        changed: list[str] = super().do_token_transforms(lines)
        return changed


class QuietShell(InteractiveShell):
    """Runs cells as a notebook does; ``outputs`` holds what the last one showed."""

    outputs: Any = None
    displayhook_class = _Hook
    display_pub_class = _Publisher

    def init_traceback_handlers(self, custom_exceptions: object) -> None:
        """Use plain tracebacks: the default ones parse whole source files of pandas."""
        super().init_traceback_handlers(custom_exceptions)
        self.InteractiveTB.set_mode("Plain")

    def _showtraceback(self, etype: object, evalue: object, stb: object) -> None:
        try:
            words = str(evalue)
        except Exception:
            words = "(this exception cannot be shown)"
        name = getattr(etype, "__name__", str(etype))
        lines = list(stb) if isinstance(stb, list) else [str(stb)]
        item: Output = {"output_type": "error", "ename": name, "evalue": words, "traceback": lines}
        self.outputs.add(item)

    def system(self, cmd: str) -> None:
        """Run a shell command; a pseudo-terminal would need devices the room does not have."""
        words = self.var_expand(cmd, depth=1)
        # The learner wrote the command, and the room around it is the safety.
        done = subprocess.run(  # noqa: S602
            words, shell=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        sys.stdout.write(done.stdout.decode("utf-8", "replace"))
        self.user_ns["_exit_code"] = done.returncode

    def enable_gui(self, gui: object = None) -> None:
        """Accept ``%matplotlib inline`` and the like: there is no window to open."""

    def ask_exit(self) -> None:
        """Go on: a notebook's ``exit()`` ends the cell and must not end the grading."""

    def init_sys_modules(self) -> None:
        """Keep ``__main__`` as the notebook's namespace, so that classes find their home."""
        sys.modules["__main__"] = self.user_module


# An error, and the magic that most notebooks use.
_REHEARSED = ("raise ValueError", "%%time\npass")


def rehearse(shell: QuietShell) -> None:
    """Run one cell that fails and one with a magic, and leave no trace of either.

    IPython imports what formats a traceback, and what runs ``%%time``, when it first needs it. In
    a process that forks this is done before, or every child would import it anew.
    """
    names = set(shell.user_ns)
    for cell in _REHEARSED:
        shell.run_cell(cell, store_history=False)
    shell.outputs.start()
    for name in set(shell.user_ns) - names:
        del shell.user_ns[name]
    for name in OF_ERRORS:
        if hasattr(sys, name):
            delattr(sys, name)


def refuse_input(*_: object, **__: object) -> str:
    """Stand for ``input`` and ``getpass``. Raises StdinNotImplementedError with the remedy."""
    raise StdinNotImplementedError(NO_INPUT)


def make_shell(most_bytes: int) -> QuietShell:
    """Return the one shell of this process, its output collected."""
    HistoryManager.enabled = False
    outputs = Outputs(most_bytes)
    QuietShell.outputs = outputs
    shell: QuietShell = QuietShell.instance()
    shell.outputs = outputs
    shell.colors = "nocolor"
    shell.input_transformer_manager = Grammar()
    shell.builtin_trap.activate()
    builtins.input = refuse_input
    getpass.getpass = refuse_input
    sys.stdout, sys.stderr = Stream(outputs, "stdout", 1), Stream(outputs, "stderr", 2)
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 - open for good
    return shell
