"""A JupyterLab server for one test session, and a page of it that waits for the right things."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, expect

from carekit.cli.jupyterlab import extension_options

QUIET = ["--disable-gpu", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync", "--disable-quic"]
# No name and no other address is ever found, so that nothing leaves the machine.
QUIET += ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
HARMLESS = ("favicon",)


def chromium(playwright: Playwright) -> Browser:
    """Return the system's Chromium; Playwright's own is never downloaded."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "no Chromium on this machine: install the package `chromium`"
    return playwright.chromium.launch(executable_path=found, chromium_sandbox=False, args=QUIET)


class Server:
    """JupyterLab on a free port, with all its folders inside ``home``."""

    extension = False
    """Whether the course's own extension is there; most tests show that nothing hangs on it."""

    def __init__(self, folder: Path, home: Path, **env: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.token = "browser-tests"
        self.url = f"http://127.0.0.1:{self.port}"
        self._settings(home / "settings")
        self._log = (home / "server.log").open("w", encoding="utf-8")
        keep = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
        places = {
            "JUPYTER_CONFIG_DIR": home / "config",
            "JUPYTER_DATA_DIR": home / "data",
            "JUPYTER_RUNTIME_DIR": home / "runtime",
            "JUPYTERLAB_SETTINGS_DIR": home / "settings",
            "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
            "IPYTHONDIR": home / "ipython",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root",
             "--ip=127.0.0.1", f"--port={self.port}", "--ServerApp.port_retries=0",
             f"--IdentityProvider.token={self.token}", f"--ServerApp.root_dir={folder}",
             "--LabApp.expose_app_in_browser=True",
             "--JupyterNotebookApp.expose_app_in_browser=True",
             "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
             *(extension_options() if self.extension else [])],
            env=keep | {name: str(path) for name, path in places.items()} | env,
            cwd=folder, stdout=self._log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self._wait()

    def _settings(self, folder: Path) -> None:
        """Write the settings a test needs: no news, and no saving on its own."""
        for name, value in {
            "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
            "docmanager-extension/plugin": {"autosave": False},
        }.items():
            path = folder / "@jupyterlab" / f"{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(value), encoding="utf-8")
        if not self.extension:
            page = folder.parent / "config" / "labconfig" / "page_config.json"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text('{"disabledExtensions": {"carekit": true}}', encoding="utf-8")

    def _wait(self) -> None:
        """Return when the server answers; show its log when it ends before."""
        ask = urllib.request.Request(f"{self.url}/api/status?token={self.token}")
        for _ in range(300):
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(ask, timeout=5):
                    return
            except (URLError, ConnectionError):
                # `wait` with a limit is a pause that ends early when the server dies.
                try:
                    self._process.wait(0.1)
                except subprocess.TimeoutExpired:
                    continue
        self.stop()
        raise AssertionError(f"no JupyterLab: {Path(self._log.name).read_text(encoding='utf-8')}")

    def stop(self) -> None:
        """End the server and its kernels; on a busy machine it may take its time."""
        self._process.terminate()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise
        finally:
            self._log.close()


class WithExtension(Server):
    """A server with the course's extension, as ``care start`` starts it."""

    extension = True


class WholePages(Server):
    """A server whose notebooks keep every cell on the page, also those that cannot be seen."""

    def _settings(self, folder: Path) -> None:
        super()._settings(folder)
        path = folder / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{"windowingMode": "none"}', encoding="utf-8")


class Lab:
    """One page on JupyterLab that is used again and again: loading it takes longer than a test."""

    def __init__(
        self, browser: Browser, server: Server, context: BrowserContext | None = None
    ) -> None:
        """Open a page, in ``context`` where its cache already holds JupyterLab."""
        self.server = server
        self.context = context or browser.new_context()
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.left: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"pageerror: {error}"))
        self.page.on("request", self._asked)

    def as_new(self) -> None:
        """Put back what a test may have changed: window, theme, language, size, outputs."""
        self.complaints.clear()
        self.left.clear()
        self.page.set_viewport_size({"width": 1100, "height": 1000})
        self.theme("Light")
        self.page.evaluate("""async () => {
            await jupyterapp.commands.execute('notebook:clear-all-cell-outputs');
            localStorage.removeItem('care-lang');
            localStorage.removeItem('care-size');
            delete document.documentElement.dataset.careLang;
            delete document.documentElement.dataset.careSize;
            document.activeElement?.blur();
        }""")

    def _heard(self, message) -> None:
        if message.type == "error" and not any(word in message.text for word in HARMLESS):
            self.complaints.append(message.text)

    def _asked(self, request: Request) -> None:
        """Note what asks for another place than our server.

        Playwright's own way to stop a request would turn the browser's cache off, so that each
        page would read all of JupyterLab anew.
        """
        to = urlsplit(request.url)
        if to.scheme not in ("data", "blob", "about") and to.port != self.server.port:
            self.left.append(request.url)

    def open(self, notebook: str, front: str = "lab") -> None:
        """Open a notebook in a kernel of its own and wait until that kernel answers."""
        place = "lab/tree" if front == "lab" else "notebooks"
        self.page.goto(f"{self.server.url}/{place}/{notebook}?token={self.server.token}&reset")
        self.page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget?.sessionContext")
        self.kernel_ready()

    def kernel_ready(self) -> None:
        """Wait for the kernel itself: the status line says idle too early."""
        self.page.evaluate("""async () => {
            const session = window.jupyterapp.shell.currentWidget.sessionContext;
            await session.ready;
            await session.session.kernel.info;
        }""")

    def run_all(self) -> None:
        """Run every cell and wait for the last one."""
        ran = self.page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
        assert ran, "a cell ended with an error"

    def restart(self) -> None:
        """Restart the kernel."""
        self.page.evaluate("""async () => {
            const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
            await kernel.restart();
            await kernel.info;
        }""")

    def theme(self, name: str) -> None:
        """Change JupyterLab's theme and wait until the page wears it."""
        light = "false" if name == "Dark" else "true"
        body = self.page.locator("body")
        if body.get_attribute("data-jp-theme-light") == light:
            return
        ask = {"theme": f"JupyterLab {name}"}
        self.page.evaluate("ask => jupyterapp.commands.execute('apputils:change-theme', ask)", ask)
        expect(body).to_have_attribute("data-jp-theme-light", light)
        # JupyterLab takes its curtain away a moment later and stumbles over a second change.
        expect(self.page.locator("#jupyterlab-splash")).to_have_count(0)

    def card(self, question: str):
        """Return the card of one question."""
        return self.page.locator(f"form[data-question='{question}']")
