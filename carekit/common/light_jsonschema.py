"""jsonschema, which nbformat needs, without a grammar for web addresses that nothing here uses."""

from __future__ import annotations

import sys
from importlib import import_module


def import_jsonschema() -> None:
    """Import jsonschema, and keep it from compiling that grammar: one to three seconds."""
    if "jsonschema" in sys.modules or "rfc3987_syntax" in sys.modules:
        return
    # None makes an import fail, which the type of ``sys.modules`` does not provide for.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    try:
        import_module("jsonschema")
    finally:
        del sys.modules["rfc3987_syntax"]
