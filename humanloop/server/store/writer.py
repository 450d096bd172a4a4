"""One thread that writes. Jobs that wait together are committed together (`groups`).

A commit waits for the disk; sharing it among all waiting requests is what makes durable writes fast. No caller hears
of success before the commit.
"""

from __future__ import annotations

import math
import threading
import time
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from humanloop.server.store.groups import Groups, LockedOutError, Writing
from humanloop.server.store.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.engine import Connection, Engine

    from humanloop.server.store.files import Files

T = TypeVar("T")

# How long a group waits for others, where there were others before: a commit costs a server and a PostgreSQL as much
# processor time as two logs do.
_SECONDS_TO_GATHER = 0.0005
# How long it waits where as many are there already as there were before: a few more may be about to come.
_SECONDS_FOR_MORE = 0.00006


class Writer:
    """Runs jobs, each a function of a connection, one after the other in a thread of its own.

    Args:
        engine: Where to write.
        lines: The uses of its connection; without any they may take as long as they like.
        files: The files of the database, which have to be there when something is committed.
        max_group: Most jobs that share one transaction.
    """

    def __init__(
        self, engine: Engine, lines: Lines | None = None, files: Files | None = None, max_group: int = 128
    ) -> None:
        # On SQLite a commit costs less than it costs to wait.
        self._gathers = engine.dialect.name == "postgresql"
        self._groups = Groups(engine, lines or Lines(engine, math.inf), files)
        self._max_group = max_group
        self.last_group = 0
        """Jobs that shared the last transaction."""
        self._queue: SimpleQueue[Writing[Any] | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="humanloop-writer", daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[Connection], T], *, is_beside: bool = False) -> Writing[T]:
        """Queue a job; its future holds what the job answered, once that is committed.

        Args:
            job: The job.
            is_beside: Whether it may be done while other servers write (`turns`).

        Raises:
            RuntimeError: The writer is closed.
        """
        writing = Writing(job, is_beside=is_beside)
        with self._lock:
            if self._closed:
                raise RuntimeError("The writer is closed.")
            self._queue.put(writing)
        return writing

    @property
    def commits(self) -> int:
        """Transactions committed so far."""
        return self._groups.commits

    @property
    def waiting(self) -> int:
        """Jobs that wait."""
        return self._queue.qsize()

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
            group = [writing for writing in group if writing.set_running_or_notify_cancel()]
            if group:
                self.last_group = len(group)
                self._commit(group)
            if is_last:
                return

    def _next_group(self) -> tuple[list[Writing[Any]], bool]:
        """Wait for a job, then take all those that wait behind it."""
        group: list[Writing[Any]] = []
        is_busy = self.last_group > 1 or not self._queue.empty()
        item = self._queue.get()
        if is_busy and self._gathers:
            # Who was answered just now asks again just now.
            are_all_there = self._queue.qsize() + 1 >= self.last_group
            time.sleep(_SECONDS_FOR_MORE if are_all_there else _SECONDS_TO_GATHER)
        while item is not None:
            group.append(item)
            if len(group) == self._max_group:
                return group, False
            try:
                item = self._queue.get_nowait()
            except Empty:
                return group, False
        return group, True

    def _commit(self, group: Sequence[Writing[Any]]) -> None:
        left = list(group)
        while left:
            try:
                outcomes = self._groups.outcomes(left)
            except LockedOutError as locked:
                # The others may want something else; but there is no hurry any more for those whose callers left.
                over = [writing for writing in left if writing in locked.writings or writing.is_left]
                outcomes = [(None, locked.error) for _ in over]
            except Exception as failure:  # noqa: BLE001 - whatever happens, every waiting caller must hear of it
                over, outcomes = left, [(None, failure) for _ in left]
            else:
                over = left
            for writing, (result, failed) in zip(over, outcomes, strict=True):
                if failed is None:
                    writing.set_result(result)
                else:
                    writing.set_exception(failed)
            left = [writing for writing in left if not writing.done()]
