"""From a key to the next answer on the marking desk: ``python benchmarks/marking.py``.

`care mark` runs on a made-up class; Chromium presses a level's key for each answer. The browser's
own clock takes the times: from the key until the next answer is drawn, and from the key until the
server has said that the gradebook has the mark.

    python benchmarks/marking.py --learners 24
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "grading" / "fakes"))

WATCH = """
const drawn = [], saved = [], at = document.getElementById("at");
let pressed = 0, keys = 0;
addEventListener("keydown", () => { pressed = performance.now(); keys += 1; }, true);
new MutationObserver(() => {
  const since = pressed;
  // The page draws once more when the last mark is saved, which no key has asked for.
  if (drawn.length === keys) return;
  requestAnimationFrame(() => setTimeout(() => drawn.push(performance.now() - since)));
}).observe(at, { childList: true });
const send = window.fetch;
window.fetch = async (...asked) => {
  const since = pressed, answer = await send(...asked);
  if (String(asked[0]).endsWith("/mark")) saved.push(performance.now() - since);
  return answer;
};
window.times = () => ({ drawn, saved });
"""


def measured(learners: int) -> dict[str, list[float]]:
    """Return the times in milliseconds, for each answer."""
    from essay_class import make_essay_class
    from small_course import SET

    with tempfile.TemporaryDirectory() as scratch:
        os.environ["CAREKIT_ROOT"] = scratch
        texts = {f"l{number:04}": f"Answer {hash_of(number)}" for number in range(learners)}
        make_essay_class(Path(scratch), texts)
        command = [sys.executable, "-m", "carekit.cli", "mark", SET, "--no-browser", "--lang", "en"]
        desk = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        try:
            said = desk.stdout.readline() if desk.stdout else ""
            url = next(word for word in said.split() if word.startswith("http://"))
            with sync_playwright() as playwright:
                found = shutil.which("chromium") or shutil.which("chromium-browser")
                browser = playwright.chromium.launch(executable_path=found, chromium_sandbox=False)
                return pressed(browser.new_page(), url, learners)
        finally:
            desk.send_signal(2)
            desk.wait(30)


def hash_of(number: int) -> str:
    """Return words that no other number has, so that no two answers are alike."""
    from hashlib import sha256

    return " ".join(sha256(f"{number}-{word}".encode()).hexdigest()[:9] for word in range(30))


def pressed(page: Page, url: str, learners: int) -> dict[str, list[float]]:
    """Mark every answer by one key and return the times."""
    page.goto(url)
    page.wait_for_selector("#levels button")
    page.evaluate(WATCH)
    for number in range(learners):
        page.keyboard.press(str(number % 5))
        # Whoever reads an answer takes longer than that.
        page.wait_for_selector("#saved:has-text('Everything is saved')")
    page.wait_for_selector(f"#progress:has-text('{learners} of {learners}')")
    page.wait_for_selector("#saved:has-text('Everything is saved')")
    times: dict[str, list[float]] = page.evaluate("times()")
    return times


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--learners", type=int, default=24)
    asked = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"load {os.getloadavg()[0]:.1f} before it began\n")
    times = measured(asked.learners)
    for what, said in (("drawn", "to the next answer"), ("saved", "until it is in the gradebook")):
        each = sorted(times[what])
        last = statistics.quantiles(each, n=20, method="inclusive")[-1]
        print(
            f"{len(each)} keys, {said}: median {statistics.median(each):.0f} ms, "
            f"p95 {last:.0f} ms, longest {each[-1]:.0f} ms"
        )


if __name__ == "__main__":
    main()
