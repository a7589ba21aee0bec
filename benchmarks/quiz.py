"""How fast a quiz is drawn and answers, in a browser: ``python benchmarks/quiz.py``.

It opens JupyterLab on a quiz of 30 questions in a folder of its own and prints three figures: the
time from running the cell to 30 cards on the page, the time from a click to its feedback (median
and 95th percentile), and the size of the module.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "browser"))
CARDS = 30

# In the page itself, so that the way from this program to the browser is not measured.
DRAWN = """async cards => {
    const done = () => document.querySelectorAll('.care-card').length >= cards;
    const start = performance.now();
    const seen = new Promise(resolve => {
        const look = () => done() ? requestAnimationFrame(() => resolve(performance.now() - start))
                                  : requestAnimationFrame(look);
        look();
    });
    await jupyterapp.commands.execute('notebook:run-all-cells');
    return seen;
}"""
CLICKED = """async name => {
    const card = document.querySelector(`form[data-question='${name}']`);
    const status = card.querySelector('.care-status');
    card.querySelector('input').click();
    const seen = new Promise(resolve => {
        new MutationObserver((_, watch) => {
            if (!status.dataset.is) return;
            watch.disconnect();
            requestAnimationFrame(() => resolve(performance.now() - start));
        }).observe(status, {childList: true, subtree: true, attributes: true});
    });
    const start = performance.now();
    card.querySelector('.care-check').click();
    return seen;
}"""


def bank(cards: int) -> str:
    """Return a bank of single choices, as JSON, which is YAML as well."""

    def text(said: str) -> dict[str, str]:
        return dict.fromkeys(("en", "zh-Hans", "zh-Hant"), said)

    def question(number: int) -> dict:
        options = [
            {"id": f"o{n}", "say": text(f"Option {n} of {number}"), "why": text(f"Reason {n}.")}
            for n in range(4)
        ]
        options[0]["right"] = True
        for option in options[1:]:
            option["misconception"] = "m"
        ask = text(f"Question {number}?")
        name = {"id": f"q{number}", "kind": "single", "bloom": "remember"}
        return {**name, "ask": ask, "choices": options}

    ideas = [{"id": "m", "says": text("An idea.")}]
    questions = [question(number) for number in range(cards)]
    return json.dumps({"concept": "many", "misconceptions": ideas, "questions": questions})


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, help="how often 30 cards are drawn")
    runs = parser.parse_args().runs
    from conftest import notebook
    from lab import Lab, Server, chromium
    from playwright.sync_api import sync_playwright

    from carekit.widgets.assets import drawn_by

    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        desk = home / "desk"
        data = desk / "course_data" / "quizzes"
        data.mkdir(parents=True)
        card = ROOT / "tests" / "browser" / "course" / "course_data" / "course.yml"
        (data.parent / "course.yml").write_bytes(card.read_bytes())
        (data / "many.yml").write_text(bank(CARDS), encoding="utf-8")
        cells = [("code", 'from carekit import quiz\n\nquiz("many")')]
        (desk / "many.ipynb").write_text(notebook(cells), encoding="utf-8")
        server = Server(desk, home)
        try:
            with sync_playwright() as playwright:
                browser = chromium(playwright)
                lab = Lab(browser, server)
                lab.open("many.ipynb")
                lab.page.evaluate(DRAWN, CARDS)
                drawn, clicks = [], []
                for _ in range(runs):
                    lab.as_new()
                    lab.page.wait_for_function("() => !document.querySelector('.care-card')")
                    drawn.append(lab.page.evaluate(DRAWN, CARDS))
                    names = (f"q{number}" for number in range(CARDS))
                    clicks += [lab.page.evaluate(CLICKED, name) for name in names]
                lab.page.unroute_all(behavior="wait")
                browser.close()
        finally:
            server.stop()
    late = statistics.quantiles(clicks, n=20)[-1]
    script, style = (len(drawn_by("quiz", kind).encode()) for kind in ("js", "css"))
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    print(f"{CARDS} questions drawn: {statistics.median(drawn):.0f} ms, worst {max(drawn):.0f} ms")
    print(
        f"click to feedback: median {statistics.median(clicks):.0f} ms, p95 {late:.0f} ms "
        f"({len(clicks)} clicks)"
    )
    print(f"module: {script / 1000:.1f} kB script, {style / 1000:.1f} kB style")


if __name__ == "__main__":
    main()
