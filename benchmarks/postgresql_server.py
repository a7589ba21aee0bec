"""A PostgreSQL server of the benchmark's own, with the settings that PostgreSQL comes with."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from carekit.cli.quality_gate import postgresql


@dataclass(frozen=True)
class Server:
    """The address of an empty database, and the process that started all others."""

    address: str
    process: int

    def cpu(self) -> float:
        """Return the processor seconds of the server and of connections that were closed."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def own_server() -> Iterator[Server]:
    """Give a server for the time of a ``with`` block.

    Raises SystemExit where there is no server's program on this machine.
    """
    programs = postgresql()
    if programs is None:
        raise SystemExit("no PostgreSQL here: install one, or name a database with --db-url")
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    # PostgreSQL refuses to run as root.
    who = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    if who:
        shutil.chown(home, "nobody", "nogroup")

    def call(name: str, *words: str) -> None:
        command = [programs / name, "-D", home / "data", *words]
        log = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        subprocess.run(command, check=True, cwd=home, timeout=120, **log, **who)

    try:
        call("initdb", "-U", "care", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-c listen_addresses='' -c unix_socket_directories={home}"
        call("pg_ctl", "-w", "-l", str(home / "log"), "-o", options, "start")
        try:
            first = int((home / "data" / "postmaster.pid").read_text().split()[0])
            yield Server(f"postgresql+psycopg://care@/postgres?host={home}", first)
        finally:
            call("pg_ctl", "-m", "fast", "stop")
    finally:
        shutil.rmtree(home)
