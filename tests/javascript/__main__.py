"""Does the browser's half of the widgets hold together? ``python -m tests.javascript``.

Its modules are checked by tsc and Biome, tested by Node, and bundled anew: the bundles that are
committed must be the same, byte for byte. What npm installs for that goes into
``node_modules``, once for each lock.
"""

import filecmp
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from filelock import FileLock

ROOT = Path(__file__).resolve().parents[2]
# What is bundled: the script of package.json, and the folder that holds what it makes.
BUNDLES = {
    "bundle-widgets": ROOT / "carekit" / "widgets" / "static" / "made",
    "bundle-pages": ROOT / "carekit" / "labextension" / "prebuilt" / "carekit" / "static",
    "bundle-offline": ROOT / "carekit" / "authoring" / "offline_pages" / "made",
}
STEPS = ("types", "lint", "unit")


def main():
    """Run all steps, say what each one that failed has said, and exit with 1 if any did."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("there is no npm here; on Debian or Ubuntu: apt install nodejs npm")
    if fault := installed(npm, ROOT):
        raise SystemExit(fault)
    with ThreadPoolExecutor(2) as pool:
        said = [*pool.map(lambda step: said_by(npm, ROOT, step), STEPS), *stale_bundles(npm, ROOT)]
    faults = [fault for fault in said if fault]
    fine = f"{', '.join(STEPS)}: no fault; the bundles are current"
    sys.stdout.write("\n".join(faults or [fine]) + "\n")
    sys.exit(1 if faults else 0)


def installed(npm, root):
    """Make ``node_modules`` what the lock says; return what went wrong, or nothing."""
    lock = (root / "package-lock.json").read_bytes()
    known = root / "node_modules" / "installed-from.json"
    (root / ".care").mkdir(exist_ok=True)
    # Two checks need it, and they may run side by side.
    with FileLock(root / ".care" / "npm.lock"):
        if known.is_file() and known.read_bytes() == lock:
            return ""
        if fault := run(npm, root, "ci", "--prefer-offline"):
            return fault
        known.write_bytes(lock)
    return ""


def said_by(npm, root, step):
    """Run one script of package.json; return what it said where it failed, or nothing."""
    return run(npm, root, "run", "--silent", step)


def stale_bundles(npm, root):
    """Return what is not current, for each bundle."""
    return [stale(npm, root, script, made) for script, made in BUNDLES.items()]


def stale(npm, root, script, made):
    """Bundle into another folder and compare; return which bundles are not current, or nothing."""
    with tempfile.TemporaryDirectory() as folder:
        if fault := run(npm, root, "run", "--silent", script, "--", f"--outdir={folder}"):
            return fault
        return different(made, Path(folder))


def different(made, fresh):
    """Return a sentence about the files that two folders do not share byte for byte, or nothing."""
    names = sorted({path.name for place in (made, fresh) for path in place.iterdir()})
    _, changed, missing = filecmp.cmpfiles(made, fresh, names, shallow=False)
    if found := sorted([*changed, *missing]):
        return f"not what the modules make: {', '.join(found)}\n    make them again: npm run build"
    return ""


def run(npm, root, *words):
    """Run npm; return what it said where it failed, or nothing."""
    done = subprocess.run(
        [npm, *words],
        cwd=root,
        env=os.environ | {"NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return f"npm {' '.join(words)} failed:\n{done.stdout}" if done.returncode else ""


if __name__ == "__main__":
    main()
