"""One thread that writes. Jobs that wait together are committed together.

A commit waits for the disk; sharing it among all waiting requests is what makes durable writes fast. No caller hears
of success before the commit, and a job that fails takes nothing of the others with it: usually none fails, so a group
first runs without savepoints; if one does fail, everything is rolled back and run again, each job in its own savepoint.
A job may therefore run more than once, and must do nothing but read and write through its connection.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.engine import Connection, Engine

T = TypeVar("T")

_Job = tuple["Callable[[Connection], Any]", "Future[Any]"]
_Outcome = tuple[Any, Exception | None]

_MOST_TRIES = 3
# What PostgreSQL says of transactions that got into each other's way: serialization failure, deadlock.
_WORTH_ANOTHER_TRY = frozenset({"40001", "40P01"})


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

    def _commit(self, group: Sequence[_Job]) -> None:
        jobs = [job for job, _ in group]
        try:
            outcomes = self._outcomes(jobs)
        except Exception as failure:  # noqa: BLE001 - whatever happens, every waiting caller must hear of it
            outcomes = [(None, failure) for _ in jobs]
        for (_, future), (result, failed) in zip(group, outcomes, strict=True):
            if failed is None:
                future.set_result(result)
            else:
                future.set_exception(failed)

    def _outcomes(self, jobs: Sequence[Callable[[Connection], Any]]) -> list[_Outcome]:
        """Run jobs and commit what they did.

        Raises:
            Exception: The database failed, and nothing of any job is stored.
        """
        run = _run_plainly
        for tries_left in reversed(range(_MOST_TRIES)):
            try:
                return self._in_one_transaction(jobs, run)
            except _JobFailedError as failed:
                error = failed.error
                if len(jobs) == 1 and not isinstance(error, IntegrityError) and not _is_worth_another_try(error):
                    return [(None, error)]
                if not tries_left:
                    raise error from None
                run = _run_in_savepoint
            except DBAPIError as error:
                if not tries_left or not _is_worth_another_try(error):
                    raise
        raise AssertionError("The last try has ended one way or the other.")

    def _in_one_transaction(
        self,
        jobs: Sequence[Callable[[Connection], Any]],
        run: Callable[[Connection, Callable[[Connection], Any]], _Outcome],
    ) -> list[_Outcome]:
        with self._engine.begin() as connection:
            outcomes = [run(connection, job) for job in jobs]
        self.commits += 1
        return outcomes


class _JobFailedError(Exception):
    """A job failed in a way that makes its whole transaction void."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


def _run_plainly(connection: Connection, job: Callable[[Connection], Any]) -> _Outcome:
    try:
        return job(connection), None
    except Exception as error:
        raise _JobFailedError(error) from error


def _run_in_savepoint(connection: Connection, job: Callable[[Connection], Any]) -> _Outcome:
    try:
        with connection.begin_nested():
            return job(connection), None
    except Exception as error:
        if _is_worth_another_try(error):
            raise _JobFailedError(error) from error
        # It belongs to the caller of this job, and only to that one.
        return None, error


def _is_worth_another_try(error: Exception) -> bool:
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _WORTH_ANOTHER_TRY
