"""How long from the command to a notebook whose first cell has run, beside plain JupyterLab.

    python benchmarks/start.py                    this build and plain JupyterLab
    python benchmarks/start.py --before 4ccca0c   and an earlier build, from a git worktree

Each of them starts a server, Chromium opens the course's first notebook, its first cell is run from
the keyboard, and the time ends when its output stands on the page. `cold` has new folders of
Jupyter's and an empty browser cache, `warm` those that the start before it left. All are measured
in turn, so that what else the machine does falls on each of them; the medians are printed as JSON,
with the processor time of server and kernel, which a busy machine changes least.
"""

import argparse
import json
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import TimeoutError as TooLate
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

from lab import chromium  # noqa: E402

from carekit.common.course import card  # noqa: E402

PLACES = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
LAB_PLACES = ("SETTINGS_DIR", "WORKSPACES_DIR")
TOKEN = "benchmark"
PATIENCE_MS = 60_000


def commands(before):
    """Return name to (command, folder) of what is compared; the port is added."""
    care = [sys.executable, "-m", "carekit.cli", "start", "--no-browser", "--port"]
    lab = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"]
    found = {"care": (care, ROOT), "plain": ([*lab, "--port-retries=0", "--port"], ROOT)}
    return found | ({"before": (care, before)} if before else {})


def environment(home, root):
    """Return the environment of a server whose folders lie in ``home``."""
    env = dict(os.environ, PYTHONPATH=str(root), JUPYTER_TOKEN=TOKEN)
    env |= {f"JUPYTER_{name}": str(home / name) for name in PLACES}
    env |= {f"JUPYTERLAB_{name}": str(home / name) for name in LAB_PLACES}
    return env | {"IPYTHONDIR": str(home / "ipython"), "CAREKIT_RECORD": str(home / "record")}


def measured(command, root, home, context):
    """Return seconds until the first cell has run, and processor seconds of server and kernel."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    server = subprocess.Popen(
        [*command, str(port)],
        cwd=root,
        env=environment(home, root),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    page = context.new_page()
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if server.poll() is not None:
                    raise SystemExit(f"the server ended: {' '.join(command)}") from None
                time.sleep(0.02)
        kind = "doc" if root == ROOT and "carekit.cli" in command else "lab"
        address = f"http://127.0.0.1:{port}/{kind}/tree/{card(root).first_notebook}?token={TOKEN}"
        page.goto(address, timeout=PATIENCE_MS)
        cell = page.locator(".jp-Notebook .jp-CodeCell").first
        cell.locator(".cm-content").click(timeout=PATIENCE_MS)
        # What is run before the kernel answers is not run at all.
        idle = page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']")
        idle.first.wait_for(timeout=PATIENCE_MS)
        page.keyboard.press("Shift+Enter")
        cell.locator(".jp-InputPrompt", has_text="[1]:").wait_for(timeout=PATIENCE_MS)
        took = time.perf_counter() - began
    except TooLate:
        page.screenshot(path=str(home.with_suffix(".png")))
        print(f"{home}.png shows where it stopped", file=sys.stderr)
        raise
    finally:
        page.close()
        server.terminate()
        server.wait()
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, now.ru_utime + now.ru_stime - spent.ru_utime - spent.ru_stime


@contextmanager
def worktree(commit):
    """Give a folder with an earlier commit, and take it away at the end."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name) / "before"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "-q", "--detach", str(place), commit], check=True)
        try:
            yield place
        finally:
            subprocess.run([*git, "remove", "--force", str(place)], check=True)


def main():
    """Measure, and print the medians and what they are beside each other."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--before", help="a commit to compare with")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    seen = {}
    with ExitStack() as kept:
        before = kept.enter_context(worktree(asked.before)) if asked.before else None
        browser = chromium(kept.enter_context(sync_playwright()))
        for _ in range(asked.rounds):
            for name, (command, root) in commands(before).items():
                home, context = Path(tempfile.mkdtemp()), browser.new_context()
                shutil.rmtree(root / ".care" / "jupyter" / "learner", ignore_errors=True)
                for state in ("cold", "warm"):
                    found = measured(command, root, home, context)
                    seen.setdefault((name, state), []).append(found)
                context.close()
                shutil.rmtree(home, ignore_errors=True)
        browser.close()
    print(json.dumps(summary(seen), indent=1))


def summary(seen):
    """Return medians by name and state, and the ratios of this build to the others."""
    told = {}
    for (name, state), rows in seen.items():
        wall, cpu = (round(statistics.median(column), 2) for column in zip(*rows, strict=True))
        told.setdefault(state, {})[name] = {"seconds": wall, "processor": cpu}
    for state in told.values():
        state["ratios"] = {
            f"care / {name}": {key: round(state["care"][key] / one[key], 2) for key in one}
            for name, one in state.items()
            if name != "care"
        }
    return told


if __name__ == "__main__":
    main()
