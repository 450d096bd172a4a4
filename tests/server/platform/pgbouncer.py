"""A PgBouncer before a PostgreSQL of the tests, as its package installs it: each transaction gets any connection."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
_SETTINGS = """
[databases]
* = host={upstream} user=postgres
[pgbouncer]
unix_socket_dir = {folder}
listen_addr =
auth_type = any
pool_mode = transaction
default_pool_size = 5
"""


@contextmanager
def pgbouncer(database_url: str) -> Iterator[str]:
    """Run one while the block runs; answers the URL of the database through it."""
    assert PROGRAM is not None
    url = urlsplit(database_url)
    (upstream,) = parse_qs(url.query)["host"]
    with tempfile.TemporaryDirectory(prefix="hl-pgb-", dir="/tmp") as name:
        folder = Path(name)
        settings = folder / "pgbouncer.ini"
        settings.write_text(_SETTINGS.format(upstream=upstream, folder=folder), encoding="ascii")
        user = None
        if os.geteuid() == 0:
            # It refuses to run for root.
            user = "nobody"
            shutil.chown(folder, user)
            settings.chmod(0o644)
        with subprocess.Popen(
            [PROGRAM, str(settings)],
            user=user,
            extra_groups=None if user is None else (),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            through = f"postgresql://postgres@{url.path}?host={folder}&port=6432"
            try:
                _wait(through)
                yield through
            finally:
                process.send_signal(signal.SIGTERM)


def _wait(url: str) -> None:
    end = time.monotonic() + 10
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            assert time.monotonic() < end
            time.sleep(0.05)
        else:
            return
