"""jsonschema, which nbformat needs, without checks of formats that nothing here asks for.

For web addresses it compiles a grammar, for one to three seconds; for durations, colours, host
names and the like it imports libraries of their own, a third of what jsonschema takes to import.
"""

from __future__ import annotations

import sys
from importlib import import_module

_OF_FORMATS = (
    "fqdn", "isoduration", "jsonpointer", "rfc3339_validator", "rfc3986_validator",
    "rfc3987_syntax", "uri_template", "webcolors",
)  # fmt: skip


def import_jsonschema() -> None:
    """Import jsonschema, and keep it from importing these; whoever has imported one has them all.

    A schema that names one of their formats is then not held to it in this process. The schemas of
    notebooks name none, and nbformat asks for no format.
    """
    if "jsonschema" in sys.modules or any(name in sys.modules for name in _OF_FORMATS):
        return
    # None makes an import fail, which the type of ``sys.modules`` does not provide for.
    sys.modules.update(dict.fromkeys(_OF_FORMATS))  # type: ignore[arg-type]
    try:
        import_module("jsonschema")
    finally:
        for name in _OF_FORMATS:
            del sys.modules[name]
