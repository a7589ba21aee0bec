"""The server of the marking desk: on this machine alone, and only for who has its key.

The key stands behind the ``#`` of the address, which a browser never sends anywhere; the page's
module sends it in a header. The page itself holds nothing of anybody. Requests that name another
host than this machine are refused, so that no page elsewhere can reach the desk by a name of its
own.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler

from carekit.common.files import ContentError
from carekit.common.languages import as_lang, languages
from carekit.grading.marking.desk import Desk
from carekit.reports.marking_desk.page_data import (
    language_rules,
    mark_data,
    page_words,
    sheet_data,
)

STATIC = Path(__file__).with_name("static")
_KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_LARGEST = 1 << 16


@dataclass
class DeskServer:
    """One desk and who may use it; ``key`` is made anew for each start.

    One thread does all work with the desk, so that marks are written in the order of the keys that
    were pressed.
    """

    desk: Desk
    lang: str
    key: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    worker: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    def listen(self, port: int) -> str:
        """Listen on a port of the loopback address and return the page's address, with the key.

        Raises OSError where the port is taken.
        """
        server = HTTPServer(application(self), max_body_size=_LARGEST)
        server.listen(port, "127.0.0.1")
        return f"http://127.0.0.1:{port}/#{self.key}"


def application(served: DeskServer) -> Application:
    """Return the addresses of the desk."""
    given = {"served": served}
    return Application(
        [
            (r"/()", _Page, given),
            (r"/(desk\.js|desk\.css|languages\.css)", _Page, given),
            (r"/api/(words|sheet|mark|undo)", _Answer, given),
        ]
    )


class _Local(RequestHandler):
    served: DeskServer

    def initialize(self, served: DeskServer) -> None:
        """Keep the desk."""
        self.served = served

    def set_default_headers(self) -> None:
        """Let the page load nothing but what is served here, and nobody keep or frame it."""
        self.clear_header("Server")
        self.set_header("Content-Security-Policy", _POLICY)
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")

    def prepare(self) -> None:
        """Refuse what was sent to another name than this machine's."""
        if self.request.host_name not in ("127.0.0.1", "localhost"):
            raise HTTPError(403)


class _Page(_Local):
    """The page, its style and its module, which hold nothing of anybody."""

    def get(self, name: str) -> None:
        """Send a file."""
        name = name or "desk.html"
        self.set_header("Content-Type", f"{_KINDS[name.rpartition('.')[2]]}; charset=utf-8")
        if name == "languages.css":
            self.finish(language_rules())
        else:
            self.finish((STATIC / name).read_bytes())


class _Answer(_Local):
    """What the page asks and does."""

    def check_xsrf_cookie(self) -> None:
        """Nothing: there is no cookie; the key in a header is what another page does not have."""

    async def post(self, what: str) -> None:
        """Do what is asked and send what came of it as JSON.

        403 without the key, 400 for what no page of ours asks, 409 with the reason where the
        gradebook refuses.
        """
        given = self.request.headers.get("Authorization", "")
        if not secrets.compare_digest(given.encode(), f"Key {self.served.key}".encode()):
            raise HTTPError(403)
        try:
            asked = json.loads(self.request.body or b"{}")
            loop = asyncio.get_running_loop()
            made = await loop.run_in_executor(self.served.worker, _ASKED[what], self.served, asked)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise HTTPError(400, repr(error)) from None
        except ContentError as error:
            self.set_status(409)
            lang = next((one for one in languages() if one == asked.get("lang")), None)
            made = {"why": str(error.told(lang or as_lang(self.served.lang) or languages()[0]))}
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(made, ensure_ascii=False).encode("utf-8", "replace"))


def _words(served: DeskServer, _asked: dict[str, Any]) -> object:
    return page_words(served.desk, served.lang)


def _sheet(served: DeskServer, asked: dict[str, Any]) -> object:
    return sheet_data(served.desk.sheet(str(asked.get("task") or "")))


def _mark(served: DeskServer, asked: dict[str, Any]) -> object:
    points = asked["points"]
    if isinstance(points, bool) or not isinstance(points, (int, float)):
        raise ValueError("points are a number")
    in_the_way = served.desk.mark(
        str(asked["task"]), str(asked["key"]), float(points), str(asked["comment"])
    )
    return {"inTheWay": mark_data(in_the_way)}


def _undo(served: DeskServer, _asked: dict[str, Any]) -> object:
    mark = served.desk.undo()
    return {"task": mark.task if mark else None, "comment": mark.comment if mark else ""}


_ASKED: dict[str, Callable[[DeskServer, dict[str, Any]], object]] = {
    "words": _words,
    "sheet": _sheet,
    "mark": _mark,
    "undo": _undo,
}
