"""A marking desk that runs beside a test."""

import asyncio
import socket
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "grading" / "fakes"))

from carekit.grading.course.folders import read_settings
from carekit.grading.marking.desk import Desk, Marker
from carekit.reports.marking_desk.server import DeskServer


@contextmanager
def running(root, set_id, marker=None, lang="en"):
    """Give the address of a set's desk while the ``with`` block runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    served = DeskServer(Desk(read_settings(root), set_id, marker or Marker("rosa")), lang)
    loop, told, url = asyncio.new_event_loop(), threading.Event(), []

    def run():
        asyncio.set_event_loop(loop)
        loop.call_soon(lambda: (url.append(served.listen(port)), told.set()))
        loop.run_forever()

    thread = threading.Thread(target=run)
    thread.start()
    told.wait()
    try:
        yield url[0]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        served.worker.shutdown()
        loop.close()
