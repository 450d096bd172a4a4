"""Who dies under load while others write: a worker, the database, the primary of a pair; and what is lost by it."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.server.processes import server
from tests.server.platform.postgresql import postgresql
from tests.server.platform.test_failover import pair
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.server.processes import Running
    from tests.server.platform.postgresql import Cluster

_WRITERS = 6
_BEFORE = 1_000
"""Writes before each death."""
_PATIENCE = 60
_OLD = 5.5
"""Seconds that a worker has to have worked before it is killed."""


@dataclass(frozen=True)
class Losses:
    """What became of what was confirmed.

    Args:
        confirmed: Writes that were answered with success.
        lost: Those of them that are not there.
        twice: Logs that are there once more.
        pause: The longest time from a death, or from the promotion, until every writer was served again, in seconds.
    """

    confirmed: int
    lost: int
    twice: int
    pause: float


class Writers:
    """Threads that log, each until it is confirmed, whoever has died meanwhile.

    Args:
        running: The server.
    """

    def __init__(self, running: Running) -> None:
        self._running = running
        self._done = threading.Event()
        self._last: dict[int, float] = {}
        self.confirmed: list[str] = []
        self._threads = [threading.Thread(target=self._write, args=(number,)) for number in range(_WRITERS)]

    def wait_for_load(self) -> None:
        """Wait until they have written some more."""
        before = len(self.confirmed)
        wait_for(lambda: len(self.confirmed), lambda found: found > before + _BEFORE, _PATIENCE)

    def pause(self, since: float) -> float:
        """Wait until each of them has been served since a moment, of the monotonic clock; answers how long it took."""
        wait_for(lambda: self._last, lambda last: len(last) == _WRITERS and min(last.values()) > since, _PATIENCE)
        return min(self._last.values()) - since

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write while the block runs."""
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._done.set()
            for thread in self._threads:
                thread.join()

    def losses(self, cluster: Cluster, database: str, pause: float) -> Losses:
        """Compare with what is there."""
        stored = Counter(cluster.ask_all("SELECT output FROM logs", database))
        lost = sum(stored[each] == 0 for each in self.confirmed)
        return Losses(len(self.confirmed), lost, sum(stored.values()) - len(stored), pause)

    def _write(self, writer: int) -> None:
        number = 0
        while not self._done.is_set():
            number += 1
            text = f"{writer} {number}"
            body = json.dumps({"project": "p", "output": text}).encode()
            # Until it is confirmed, also after the end: what is there must be known.
            while not self._is_confirmed(text, body):
                time.sleep(0.02)
            self.confirmed.append(text)
            self._last[writer] = time.monotonic()

    def _is_confirmed(self, key: str, body: bytes) -> bool:
        try:
            with self._running.connect() as connection:
                status, answer = connection.request("POST", "/logs", body, f"Idempotency-Key: {key}\r\n")
        except OSError:
            return False
        assert status in {200, 409, 503}, answer
        return status == 200


def workers(count: int) -> Losses:
    """Kill the older of two workers that many times."""

    def kill(running: Running, cluster: Cluster) -> float:
        del cluster
        # Workers that end soon after their start end the server.
        age, oldest = wait_for(lambda: max(_ages(running)), lambda found: found[0] > _OLD, _PATIENCE)
        assert age > _OLD
        os.kill(oldest, signal.SIGKILL)
        return time.monotonic()

    return _killed(count, kill, workers=2)


def databases(count: int) -> Losses:
    """Kill PostgreSQL that many times."""

    def kill(running: Running, cluster: Cluster) -> float:
        del running
        died = time.monotonic()
        cluster.kill()
        cluster.start()
        return died

    return _killed(count, kill)


def failover() -> Losses:
    """Kill the primary of a pair and promote its standby; the pause begins with the promotion."""
    with pair() as (primary, standby):
        primary.new_database("failing")
        wait_for(lambda: primary.ask("SELECT sync_state FROM pg_stat_replication"), lambda state: state == "sync")
        hosts = f"{primary.folder},{standby.folder}"
        url = f"postgresql:///failing?host={hosts}&port=5432,5432&user=postgres&target_session_attrs=read-write"
        with server(url) as running:
            writers = Writers(running)
            with writers.writing():
                writers.wait_for_load()
                primary.kill()
                standby.set("synchronous_standby_names", "")
                promoted = time.monotonic()
                standby.promote()
                pause = writers.pause(promoted)
            losses = writers.losses(standby, "failing", pause)
        # Whoever ends the pair stops both.
        primary.start()
    return losses


def _ages(running: Running) -> list[tuple[float, int]]:
    """List the ages of the workers, in seconds, and their processes."""
    task = Path(f"/proc/{running.process.pid}/task/{running.process.pid}/children")
    now = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    found: list[tuple[float, int]] = []
    for child in task.read_text(encoding="ascii").split():
        fields = Path(f"/proc/{child}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        found.append((now - int(fields[19]) / os.sysconf("SC_CLK_TCK"), int(child)))
    return found


def _killed(count: int, kill: Callable[[Running, Cluster], float], workers: int = 1) -> Losses:
    pauses: list[float] = []
    with (
        postgresql(is_durable=True) as cluster,
        server(cluster.new_database("killed"), HUMANLOOP_SERVER_WORKERS=str(workers)) as running,
    ):
        writers = Writers(running)
        with writers.writing():
            for _ in range(count):
                writers.wait_for_load()
                pauses.append(writers.pause(kill(running, cluster)))
        return writers.losses(cluster, "killed", max(pauses))
