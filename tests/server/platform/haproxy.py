"""HAProxy, as its package installs it: a relay of bytes before a PostgreSQL, a balancer before those who are ready."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import psycopg

from tests.server.polling import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PROGRAM = shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin")
_TIMES = """
defaults
  timeout connect 1s
  timeout client 60s
  timeout server 60s
"""
_RELAY = """
listen database
  mode tcp
  bind unix@{folder}/.s.PGSQL.5432 mode 777
  server primary unix@{upstream}/.s.PGSQL.5432
"""
_BALANCER = """
listen servers
  mode http
  bind fd@{descriptor}
  balance roundrobin
  option redispatch
  option httpchk GET /health/ready
  default-server check inter 100ms fall 1 rise 1
"""


@contextmanager
def relay(database_url: str) -> Iterator[str]:
    """Put one before a database while the block runs; answers the URL through it."""
    url = urlsplit(database_url)
    (upstream,) = parse_qs(url.query)["host"]
    with (
        tempfile.TemporaryDirectory(prefix="hl-ha-", dir="/tmp") as folder,
        _haproxy(_RELAY.format(folder=folder, upstream=upstream), Path(folder)),
    ):
        through = f"postgresql://postgres@{url.path}?host={folder}"
        wait_for(lambda: _answers(through), bool)
        yield through


@contextmanager
def balancer(urls: Sequence[str]) -> Iterator[str]:
    """Put one before servers while the block runs; answers its URL."""
    with (
        tempfile.TemporaryDirectory(prefix="hl-ha-", dir="/tmp") as folder,
        socket.create_server(("127.0.0.1", 0)) as listener,
    ):
        servers = [f"  server s{place} {urlsplit(url).netloc}\n" for place, url in enumerate(urls)]
        settings = _BALANCER.format(descriptor=listener.fileno()) + "".join(servers)
        with _haproxy(settings, Path(folder), listener.fileno()):
            yield f"http://127.0.0.1:{listener.getsockname()[1]}{urlsplit(urls[0]).path}"


@contextmanager
def _haproxy(settings: str, folder: Path, *descriptors: int) -> Iterator[None]:
    assert PROGRAM is not None
    path = folder / "haproxy.cfg"
    path.write_text(_TIMES + settings, encoding="ascii")
    with subprocess.Popen([PROGRAM, "-db", "-f", str(path)], pass_fds=descriptors) as process:
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True
