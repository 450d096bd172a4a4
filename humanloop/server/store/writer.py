"""One thread that writes. Jobs that wait together are committed together.

A commit waits for the disk; sharing it among all waiting requests is what makes durable writes fast. Each
job runs inside its own savepoint, so one that fails takes nothing of the others with it, and no caller
hears of success before the commit.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection, Engine

T = TypeVar("T")

_Job = tuple["Callable[[Connection], Any]", "Future[Any]"]
_Outcome = tuple["Future[Any]", Any, Exception | None]


class Writer:
    """Runs jobs, each a function of a connection, one after the other in a thread of its own.

    Args:
        engine: Where to write.
        max_group: Most jobs that share one transaction.
    """

    def __init__(self, engine: Engine, max_group: int = 128) -> None:
        self._engine = engine
        self._max_group = max_group
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self.commits = 0
        """Transactions committed so far."""
        self._thread = threading.Thread(target=self._run, name="humanloop-writer", daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[Connection], T]) -> Future[T]:
        """Queue a job; its future holds what the job answered, once that is committed.

        Raises:
            RuntimeError: The writer is closed.
        """
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("The writer is closed.")
            self._queue.put((job, future))
        return future

    def close(self) -> None:
        """Finish the jobs that wait, then stop. A second call does nothing."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while True:
            group, is_last = self._next_group()
            # A caller that went away before its job began gets no job; one that leaves later cannot stop it.
            group = [(job, future) for job, future in group if future.set_running_or_notify_cancel()]
            if group:
                self._commit(group)
            if is_last:
                return

    def _next_group(self) -> tuple[list[_Job], bool]:
        """Wait for a job, then take all those that wait behind it."""
        group: list[_Job] = []
        item = self._queue.get()
        while item is not None:
            group.append(item)
            if len(group) == self._max_group:
                return group, False
            try:
                item = self._queue.get_nowait()
            except Empty:
                return group, False
        return group, True

    def _commit(self, group: list[_Job]) -> None:
        try:
            with self._engine.begin() as connection:
                outcomes = [_run_job(connection, job, future) for job, future in group]
            self.commits += 1
        except Exception as failure:  # noqa: BLE001 - whatever happens, every waiting caller must hear of it
            outcomes = [(future, None, failure) for _, future in group]
        for future, result, failed in outcomes:
            if failed is None:
                future.set_result(result)
            else:
                future.set_exception(failed)


def _run_job(connection: Connection, job: Callable[[Connection], Any], future: Future[Any]) -> _Outcome:
    try:
        with connection.begin_nested():
            return future, job(connection), None
    except Exception as error:  # noqa: BLE001 - belongs to the caller of this job, and only to that one
        return future, None, error
