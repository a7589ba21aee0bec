"""The addresses at which Jupyter's server answers the browser's half."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError, authenticated

NAMESPACE = "carekit"


class CourseHandler(APIHandler):
    """What all answers share: the course is found by the path of a file in it."""

    @property
    def _top(self) -> Path:
        return Path(self.settings["server_root_dir"]).expanduser()

    async def _answer(self, place: object, made: Callable[[Path], object]) -> None:
        """Send what a function returns for the course of a file, or null where it lies in none.

        It runs beside the server, which goes on meanwhile. A file without a course is no error:
        most files have none, and an error would stand in the browser's console. Raises HTTPError
        409 where a file of the course cannot be used, 400 where nobody can mean what was asked.
        """
        try:
            found = await asyncio.to_thread(self._found, str(place or ""), made)
        except ValueError as error:
            raise HTTPError(400, str(error)) from None
        self.finish(json.dumps(found, ensure_ascii=False))

    def _found(self, place: str, made: Callable[[Path], object]) -> object:
        from carekit.common.files import ContentError
        from carekit.labextension.answers import course_folder

        try:
            root = course_folder(self._top, place)
            return None if root is None else made(root)
        except ContentError as error:
            raise HTTPError(409, str(error)) from None


class MapHandler(CourseHandler):
    """The course: its pages, languages and words."""

    @authenticated
    async def get(self) -> None:
        """Send the ``CourseMap`` of the course that ``path`` lies in."""

        def made(root: Path) -> object:
            from carekit.labextension.answers import course_map

            return asdict(course_map(self._top, root))

        await self._answer(self.get_query_argument("path", ""), made)


class StandingHandler(CourseHandler):
    """Where the learner stands."""

    @authenticated
    async def get(self) -> None:
        """Send the ``CourseStanding`` of the course that ``path`` lies in."""

        def made(root: Path) -> object:
            from carekit.labextension.answers import standing

            return standing(root)

        await self._answer(self.get_query_argument("path", ""), made)


class LexiconHandler(CourseHandler):
    """What can be looked up."""

    @authenticated
    async def get(self) -> None:
        """Send the ``Lexicon`` of the course that ``path`` lies in."""

        def made(root: Path) -> object:
            from carekit.labextension.answers import words_to_look_up

            return words_to_look_up(root)

        await self._answer(self.get_query_argument("path", ""), made)


class ReaderHandler(CourseHandler):
    """What the reader bar asks of a kernel: keep the language, open a word, collect it."""

    @authenticated
    async def post(self) -> None:
        """Do what the body's ``do`` says and send what is to be told."""
        asked = self.get_json_body() or {}

        def made(root: Path) -> object:
            from carekit.labextension.answers import reader_answer

            return reader_answer(root, asked)

        await self._answer(asked.get("path"), made)


def routes(base_url: str) -> list[tuple[str, type[CourseHandler]]]:
    """Return the addresses that this half answers, below the server's own."""
    handlers = {
        "course": MapHandler,
        "standing": StandingHandler,
        "lexicon": LexiconHandler,
        "reader": ReaderHandler,
    }
    return [(url_path_join(base_url, NAMESPACE, name), one) for name, one in handlers.items()]
