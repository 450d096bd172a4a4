"""Told to stop, the server takes nothing new, finishes what it has begun, and goes."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from benchmarks.server.processes import API_KEY, server

if TYPE_CHECKING:
    from pathlib import Path

BODY = json.dumps({"project": "p", "output": "written at the end"}).encode()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_what_has_begun_is_finished(tmp_path: Path, how: signal.Signals) -> None:
    with server(tmp_path / "x.db") as running:
        address = urlsplit(running.url)
        where = (address.hostname, address.port)
        with socket.create_connection(where, timeout=20) as wire, wire.makefile("rb") as answers:
            wire.sendall(
                f"POST /v4/logs HTTP/1.1\r\nHost: localhost\r\nX-API-KEY: {API_KEY}\r\n"
                f"Content-Length: {len(BODY)}\r\nExpect: 100-continue\r\n\r\n".encode()
            )
            # From here on the request is being worked on.
            assert answers.readline().startswith(b"HTTP/1.1 100")
            assert answers.readline() == b"\r\n"
            running.process.send_signal(how)
            wait_until_nothing_new_is_taken(where)
            wire.sendall(BODY)
            assert answers.readline().startswith(b"HTTP/1.1 200")
            # The connection ends with the answer.
            assert json.loads(answers.read().rpartition(b"\r\n\r\n")[2])["id"]
        assert running.process.wait(20) == 0
    with closing(sqlite3.connect(tmp_path / "x.db")) as database:
        assert database.execute("SELECT output FROM logs").fetchall() == [("written at the end",)]


def wait_until_nothing_new_is_taken(where: tuple[str | None, int | None]) -> None:
    while True:
        try:
            socket.create_connection(where, timeout=20).close()
        except ConnectionResetError:
            # It waited to be taken when the listener was closed.
            continue
        except ConnectionRefusedError:
            return


def test_what_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUMANLOOP_SERVER_DRAIN_SECONDS", "1")
    with server(tmp_path / "x.db", keep_settings=True) as running:
        address = urlsplit(running.url)
        with socket.create_connection((address.hostname, address.port), timeout=20) as wire:
            wire.sendall(
                f"POST /v4/logs HTTP/1.1\r\nHost: localhost\r\nX-API-KEY: {API_KEY}\r\n"
                f"Content-Length: 10\r\nExpect: 100-continue\r\n\r\n".encode()
            )
            assert wire.recv(100).startswith(b"HTTP/1.1 100")
            running.process.terminate()
            assert running.process.wait(10) == 0
