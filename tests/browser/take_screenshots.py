"""Take the pictures of the lessons: run it as `python tests/browser/take_screenshots.py [FOLDER]`.

Without a folder it renews docs/lesson.png, the picture in the README. With one it puts the whole
of every notebook there, in each language, light and dark, for a person to look at.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE))

from lab import Lab, WholePages, WithExtension, chromium  # noqa: E402

LANGS = ("en", "zh-Hans", "zh-Hant")
SCROLL = """([add]) => {
    const all = [...document.querySelectorAll('.jp-WindowedPanel-outer')];
    const shown = all.find(one => one.offsetParent !== null);
    shown.scrollTop = add ? shown.scrollTop + add : 0;
    return shown.scrollTop;
}"""


class Course(WholePages, WithExtension):
    """A server with the course's extension whose notebooks keep every cell on the page."""


def main(folder: Path | None) -> None:
    """Start JupyterLab on a copy of the course and take the pictures."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        desk = Path(name) / "desk"
        shutil.copytree(ROOT / "notebooks", desk / "notebooks")
        shutil.copytree(ROOT / "release", desk / "release")
        shutil.copytree(ROOT / "course_data", desk / "course_data")
        server = Course(desk, Path(name) / "jupyter", CAREKIT_RECORD=str(Path(name) / "record"))
        try:
            lab = Lab(chromium(playwright), server)
            if folder:
                everything(lab, desk, folder)
            else:
                hero(lab)
        finally:
            server.stop()


def hero(lab: Lab) -> None:
    """Renew the README's picture: the top of the Follow-up lesson."""
    lab.page.set_viewport_size({"width": 1280, "height": 900})
    lab.open("notebooks/02-follow-up.ipynb")
    lab.run_all()
    lab.page.evaluate("() => { document.documentElement.dataset.careLang = 'en zh-Hant' }")
    lab.page.evaluate("jupyterapp.commands.execute('application:toggle-left-area')")
    lab.page.evaluate(SCROLL, [0])
    lab.page.wait_for_timeout(500)
    target = ROOT / "docs" / "lesson.png"
    target.parent.mkdir(exist_ok=True)
    lab.page.screenshot(path=target)


def everything(lab: Lab, desk: Path, folder: Path) -> None:
    """Put every notebook, page by page, in each language and theme, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted([*desk.glob("notebooks/*.ipynb"), *desk.glob("release/*/*.ipynb")]):
        lab.page.set_viewport_size({"width": 1100, "height": 1800})
        lab.open(path.relative_to(desk).as_posix())
        lab.page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
        for theme in ("Light", "Dark"):
            lab.theme(theme)
            for lang in LANGS:
                pages(lab, lang, folder / f"{path.stem}-{lang}-{theme.lower()}")


def pages(lab: Lab, lang: str, stem: Path) -> None:
    """Scroll through one notebook in one language and take a picture of every screenful."""
    lab.page.evaluate("lang => { document.documentElement.dataset.careLang = lang }", lang)
    last = lab.page.evaluate(SCROLL, [0])
    for number in range(60):
        lab.page.wait_for_timeout(200)
        lab.page.screenshot(path=f"{stem}-{number:02d}.png")
        here = lab.page.evaluate(SCROLL, [1650])
        if here == last:
            break
        last = here


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
