"""Killing the server under full load, and looking for everything that it had acknowledged."""

from __future__ import annotations

import json
import random
import sqlite3
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from benchmarks.server.processes import server
from benchmarks.server.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.server.processes import Running

_THREADS = 8
_LEAST = 20
"""So many requests are acknowledged before the end, however slow the machine is."""
_PATIENCE = 60.0


@dataclass(frozen=True)
class Loss:
    """What one end of the server did to the data.

    Args:
        acknowledged: Requests that were answered with success.
        found: Those of them whose two logs are both there.
        halves: Requests of which only one log is there, acknowledged or not.
        repeated: Acknowledged requests that were sent once more with the same key, and answered as before.
    """

    acknowledged: int
    found: int
    halves: int
    repeated: int


def rounds(database: Path, count: int, *, gracefully: bool = False) -> Iterator[Loss]:
    """Load a server, end it in the middle, compare, start it again; that many times.

    Args:
        database: The file.
        count: How often.
        gracefully: End it by SIGTERM and not by SIGKILL.
    """
    answers: dict[str, bytes] = {}
    for turn in range(count + 1):
        with server(database) as running:
            if turn:
                yield _compare(database, answers, _repeat(running, answers))
            if turn < count:
                answers = _load_until_end(running, gracefully=gracefully)


def _repeat(running: Running, answers: dict[str, bytes]) -> int:
    """Send the last of the acknowledged requests once more; answers how many were answered as before."""
    with running.connect() as connection:
        replies = {
            key: connection.request("POST", "/logs", _body(key), _key_header(key)) for key in list(answers)[-20:]
        }
    return sum(reply == (200, answers[key]) for key, reply in replies.items())


def _compare(database: Path, answers: dict[str, bytes], repeated: int) -> Loss:
    """Look for what was acknowledged, and at what else is in the file."""
    with closing(sqlite3.connect(database)) as stored:
        assert stored.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        logs = {log_id for (log_id,) in stored.execute("SELECT id FROM logs")}
        pairs = Counter(reference for (reference,) in stored.execute("SELECT reference_id FROM logs"))
        counted = stored.execute("SELECT sum(data_count) FROM projects").fetchone()[0]
        for index in ("log_texts", "log_metadata"):
            stored.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")
        # It is in every answer.
        (indexed,) = stored.execute("SELECT count(*) FROM log_texts WHERE log_texts MATCH 'ans'").fetchone()
    assert counted in {len(logs), None}
    assert indexed == len(logs)
    found = sum(all(log["id"] in logs for log in json.loads(answer)) for answer in answers.values())
    return Loss(len(answers), found, sum(count != 2 for count in pairs.values()), repeated)


def _load_until_end(running: Running, *, gracefully: bool) -> dict[str, bytes]:
    """Log from several threads until the server is gone, at some moment; answers key → answer of each success."""
    answers: dict[str, bytes] = {}
    under_load = threading.Event()

    def log() -> None:
        with running.connect() as connection:
            while True:
                key = uuid4().hex
                try:
                    status, answer = connection.request("POST", "/logs", _body(key), _key_header(key))
                except OSError:
                    return
                assert status == 200, answer
                answers[key] = answer
                if len(answers) > _LEAST:
                    under_load.set()

    threads = [threading.Thread(target=log) for _ in range(_THREADS)]
    for thread in threads:
        thread.start()
    under_load.wait(_PATIENCE)
    time.sleep(random.uniform(0, 0.5))
    if gracefully:
        running.process.terminate()
        running.process.wait()
    else:
        running.kill()
    for thread in threads:
        thread.join()
    return answers


def _body(key: str) -> bytes:
    """Two logs with the same reference, which must be there both or not at all."""
    one = {**record(0), "reference_id": key}
    return json.dumps([one, one]).encode()


def _key_header(key: str) -> str:
    return f"Idempotency-Key: {key}\r\n"
