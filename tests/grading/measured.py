"""What a long command has measured, kept as data: what stock nbgrader gives the rows of a ledger.

Accidents keep it row by row, attacks only in totals. Beside each row stands a digest of what was
handed in, so that a row that is new, changed or gone is seen without measuring again, and so is
another nbgrader than the one that was measured.
"""

import argparse
import hashlib
import inspect
import json
import re
from pathlib import Path

LOCK = Path(__file__).parents[2] / "requirements-dev.lock"


def locked_nbgrader():
    """Return the version of nbgrader that the lock names."""
    return re.search(r"^nbgrader==(\S+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)[1]


def digest(*parts):
    """Return a short digest of notebooks (as data), files (by name) or functions (their text)."""
    made = hashlib.sha256()
    for part in parts:
        if callable(part):
            made.update(inspect.getsource(part).encode())
        elif all(isinstance(data, bytes) for data in part.values()):
            for name, data in sorted(part.items()):
                made.update(json.dumps([name, len(data)]).encode() + data)
        else:
            made.update(json.dumps(part, sort_keys=True).encode())
    return made.hexdigest()[:16]


def read(path):
    """Return what was measured: nbgrader's version, rows by name, and what is kept of all."""
    if not path.is_file():
        return {"nbgrader": locked_nbgrader(), "rows": {}}
    return json.loads(path.read_text(encoding="utf-8"))


def write(path, rows, **more):
    """Write the rows, one a line, with the version of nbgrader that was measured.

    ``more`` is what was measured of all rows together.
    """
    from nbgrader import __version__

    lines = [f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in rows.items()]
    head = json.dumps({"nbgrader": __version__, **more})[:-1]
    text = f'{head}, "rows": {{\n' + ",\n".join(lines) + "\n}}\n"
    path.write_text(text, encoding="utf-8")


def outdated(digests, found):
    """Return the names of the rows that have to be measured, or measured again."""
    rows = found["rows"] if found["nbgrader"] == locked_nbgrader() else {}
    return [name for name, one in digests.items() if rows.get(name, {}).get("digest") != one]


def stale(digests, found):
    """Return what no longer agrees with the rows of a ledger, each as a sentence."""
    rows, locked = found["rows"], locked_nbgrader()
    said = [
        f"{name}: measured, but no longer in the ledger" for name in rows if name not in digests
    ]
    if found["nbgrader"] != locked:
        return [*said, f"measured with nbgrader {found['nbgrader']}, the lock has {locked}"]
    words = {True: "changed since it was measured", False: "new, not measured yet"}
    return said + [f"{name}: {words[name in rows]}" for name in outdated(digests, found)]


def faults(table):
    """Return what is not current of a table (a module with DATA, PAGE, ``digests``, ``page``)."""
    found = read(table.DATA)
    said = stale(table.digests(), found)
    if not said and table.PAGE.read_text(encoding="utf-8") != table.page(found):
        said = [f"docs/{table.PAGE.name} is not what its rows and the measured points make"]
    return said


def command(table, measure, about):
    """Measure what has to be measured and write a table's page, or say what is not current.

    ``measure`` takes the names of rows and keeps what they got.
    """
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--check", action="store_true", help="only say what is not current")
    parser.add_argument("--all", action="store_true", help="measure every row again")
    asked = parser.parse_args()
    if asked.check:
        raise SystemExit("\n".join(table.faults()) or None)
    now = table.digests()
    if strangers := set(asked.names) - now.keys():
        parser.error(f"no row is called {sorted(strangers)[0]}")
    found = read(table.DATA)
    due = list(now) if asked.all else [*outdated(now, found), *asked.names]
    # A row that is gone has to go from what is kept, too, even when nothing else has changed.
    if due or stale(now, found):
        measure(due)
    table.PAGE.write_text(table.page(read(table.DATA)), encoding="utf-8")
