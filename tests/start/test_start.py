"""`care start` for real: a server on loopback that wants its token, open on the first notebook."""

import contextlib
import http.client
import json
import re
import socket
import subprocess
import sys

import pytest

from carekit.common.course import card
from carekit.labextension import PREBUILT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(root, tmp_path_factory):
    """Start the server and return its port, its token and the address it says to open."""
    with started(root, tmp_path_factory.mktemp("jupyter")) as running:
        yield running


@contextlib.contextmanager
def started(root, own, *words):
    """Start the server with more options, and give its port, its token and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {
        name: str(own / name.lower())
        for name in (
            "HOME",
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_DATA_DIR",
            "JUPYTER_RUNTIME_DIR",
            "IPYTHONDIR",
        )
    }
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "carekit.cli",
            "start",
            "--no-browser",
            "--port",
            str(port),
            "--lang",
            "zh-Hant",
            *words,
        ],
        cwd=root,
        env={"PATH": "/usr/bin:/bin", **env},
        stderr=subprocess.PIPE,
        text=True,
    )
    said = []
    for line in process.stderr:
        said.append(line)
        if found := re.search(rf"(http://127\.0\.0\.1:{port}/\S*token=(\w+))", line):
            break
    else:
        pytest.fail("the server ended without an address:\n" + "".join(said))
    accepting(process, port)
    yield port, found[2], found[1]
    process.terminate()
    process.stderr.close()
    process.wait(timeout=30)


def accepting(process, port):
    """Wait until the server takes connections: it tells its address a moment before."""
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except ConnectionRefusedError:
            # Waiting for its end is a pause that a dead server cuts short.
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.1)
                break
        else:
            return
    pytest.fail("the server takes no connections")


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read().decode("utf-8", "replace")
    connection.close()
    return response.status, body


def test_the_address_it_prints_opens_the_first_notebook(server, root):
    _port, _token, address = server
    assert f"/doc/tree/{card(root).first_notebook}?token=" in address


def test_with_the_token_the_course_is_there(server):
    port, token, _address = server
    status, body = get(port, f"/api/contents/course_data?token={token}&content=1")
    assert status == 200
    assert "course.yml" in body


def test_without_the_token_nothing_is_shown(server):
    port, _token, _address = server
    assert get(port, "/api/contents/course_data")[0] == 403


def test_other_machines_cannot_reach_it(server):
    port, _token, _address = server
    with socket.socket() as other:
        # The port is still free on another address of this machine: nothing listens there.
        other.bind(("127.0.0.2", port))


def test_the_first_start_shows_no_news_and_asks_for_no_updates(server):
    port, token, _address = server
    place = "/lab/api/settings/@jupyterlab/apputils-extension:notification"
    status, body = get(port, f"{place}?token={token}")
    assert status == 200
    defaults = json.loads(body)["schema"]["properties"]
    assert defaults["fetchNews"]["default"] == "false"
    assert defaults["checkForUpdates"]["default"] is False


@pytest.fixture
def no_gradebook_left(root):
    """Remove the empty gradebook that nbgrader makes when it is asked, unless one was there."""
    book = root / "gradebook.db"
    had_one = book.exists()
    yield
    if not had_one:
        book.unlink(missing_ok=True)


@pytest.mark.usefixtures("no_gradebook_left")
def test_nbgrader_finds_its_commands_without_an_activated_environment(root, tmp_path):
    with started(root, tmp_path, "--trainer") as (port, token, address):
        assert "/lab/tree/" in address
        status, body = get(port, f"/formgrader/api/assignments?token={token}")
    assert status == 200
    assert "follow-up" in body


def test_the_courses_extension_is_there_and_its_half_in_the_server_answers(server, root):
    port, token, _address = server
    status, page = get(port, f"/lab?token={token}")
    assert status == 200
    assert '"name": "carekit"' in page
    place = f"/carekit/course?token={token}&path={card(root).first_notebook}"
    status, body = get(port, place)
    assert status == 200
    assert json.loads(body)["pages"][0]["path"] == card(root).first_notebook
    assert json.loads(get(port, f"/carekit/course?token={token}&path=../else.ipynb")[1]) is None
    status, bundle = get(port, f"/lab/extensions/carekit/static/pages.js?token={token}")
    assert (status, bundle) == (200, (PREBUILT / "carekit/static/pages.js").read_text("utf-8"))


def test_a_learners_server_has_no_pages_for_trainers(server):
    port, token, _address = server
    assert get(port, f"/formgrader/api/assignments?token={token}")[0] == 404
