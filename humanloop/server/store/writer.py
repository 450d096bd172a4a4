"""One thread that writes. Jobs that wait together are committed together.

A commit waits for the disk; sharing it among all waiting requests is what makes durable writes fast. No caller hears
of success before the commit, and a job that fails takes nothing of the others with it: usually none fails, so a group
first runs without savepoints; if one does fail, everything is rolled back and run again, each job in its own savepoint.
A job may therefore run more than once, and must do nothing but read and write through its connection.
"""

from __future__ import annotations

import math
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError

from humanloop.server.errors import UnavailableError
from humanloop.server.store.lines import Lines
from humanloop.server.store.memo import Memo
from humanloop.server.store.postgresql import sent_at_once, was_not_replicated
from humanloop.server.store.turns import AloneError, RepeatedError, Turn, watch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection, Engine

    from humanloop.server.store.files import Files

T = TypeVar("T")

_Outcome = tuple[Any, Exception | None]

_Run = Callable[["Connection", Turn, "Writing[Any]"], _Outcome]

# As it is, with a look for keys, alone; and once more because of something else.
_MOST_TRIES = 4
# How long a group waits for others, where there were others before: a commit costs a server and a PostgreSQL as much
# processor time as two logs do.
_SECONDS_TO_GATHER = 0.0005
# Of the number of a writer. Should two have the same one, they wait for each other now and then.
_BITS = 63
# The outcome of a job that nobody waits for.
_LEFT: _Outcome = (None, None)
# What PostgreSQL says of transactions that got into each other's way: serialization failure, deadlock.
_WORTH_ANOTHER_TRY = frozenset({"40001", "40P01"})
# Connections that break, and servers that are shut down: classes of errors.
_LOST = ("08", "57P")
# That a lock was not to be had, or that a statement took too long, most often because of one.
_LOCKED_OUT = frozenset({"55P03", "57014"})


class Writing(Future[T]):
    """A job in the writer, and what comes of it.

    Args:
        job: The job.
        is_beside: Whether it may be done while other servers write: it only appends, or begins again (`turns`).
    """

    def __init__(self, job: Callable[[Connection], T], *, is_beside: bool = False) -> None:
        super().__init__()
        self.job = job
        self.is_beside = is_beside
        self.is_left = False
        """Whether nobody waits any more."""

    def leave(self) -> None:
        """Wait no longer: a job that has not begun is not begun."""
        self.is_left = True
        self.cancel()


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
        self._engine = engine
        # On SQLite a commit costs less than it costs to wait.
        self._gathers = engine.dialect.name == "postgresql"
        watch(engine)
        self._memo = Memo()
        self._number = secrets.randbits(_BITS)
        self._files = files
        self._lines = lines or Lines(engine, math.inf)
        self._max_group = max_group
        self.last_group = 0
        """Jobs that shared the last transaction."""
        self._queue: SimpleQueue[Writing[Any] | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self.commits = 0
        """Transactions committed so far."""
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
            time.sleep(_SECONDS_TO_GATHER)
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
                outcomes = self._outcomes(left)
            except _LockedOutError as locked:
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

    def _outcomes(self, group: Sequence[Writing[Any]]) -> list[_Outcome]:
        """Run jobs and commit what they did.

        Raises:
            Exception: The database failed, and nothing of any job is stored.
        """
        way = _Way(_run_plainly, all(each.is_beside for each in group), expects_new=True)
        for tries_left in reversed(range(_MOST_TRIES)):
            try:
                return self._in_one_transaction(group, way)
            except _JobFailedError as failed:
                if len(group) == 1 and failed.is_certain:
                    return [(None, failed.error)]
                if not tries_left:
                    raise failed.error from None
                way = replace(way, run=_run_in_savepoint, expects_new=False)
            except (AloneError, RepeatedError, DBAPIError) as error:
                if not tries_left:
                    raise
                way = way.after(error)
        raise AssertionError("The last try has ended one way or the other.")

    def _in_one_transaction(self, group: Sequence[Writing[Any]], way: _Way) -> list[_Outcome]:
        begun: Turn | None = None
        try:
            with self._lines.use(), self._engine.connect() as connection:
                info = connection.info
                was_not_replicated(info)
                turn = Turn(way.is_beside, self._memo, self._number, way.expects_new)
                with turn.begun(connection):
                    begun = turn
                    # Connecting may have taken longer than somebody has waited.
                    outcomes = [_LEFT if each.is_left else way.run(connection, turn, each) for each in group]
                    turn.settle_with_answers(connection)
                    with sent_at_once(connection):
                        turn.settle_without_answers(connection)
                        if self._files is not None:
                            self._files.check()
        except BaseException as failed:
            self._memo.forget()
            if begun is not None and isinstance(failed, DBAPIError):
                # It came of what jobs have left for the end.
                leaving = [each for each in group if each.is_beside]
                if _state_of(failed) in _LOCKED_OUT and leaving:
                    raise _LockedOutError(leaving, failed) from failed
                if way.run is _run_plainly and _is_of_a_job(failed):
                    raise _JobFailedError(failed, begun) from failed
            raise
        self.commits += 1
        if was_not_replicated(info):
            raise UnavailableError("What was written is on one server only: its standby has not confirmed it.")
        return outcomes


@dataclass(frozen=True)
class _Way:
    """How a group is run: first as it costs least, and with more care where that did not do.

    Args:
        run: Runs each of its jobs.
        is_beside: Whether others may write meanwhile.
        expects_new: Whether keys of writes are taken for new (`turns`).
    """

    run: _Run
    is_beside: bool
    expects_new: bool

    def after(self, error: AloneError | RepeatedError | DBAPIError) -> _Way:
        """Answer how it is run again.

        Raises:
            DBAPIError: It would fail again.
        """
        if isinstance(error, DBAPIError):
            if not _is_worth_another_try(error):
                raise error
            return self
        return replace(self, expects_new=False) if isinstance(error, RepeatedError) else replace(self, is_beside=False)


class _JobFailedError(Exception):
    """A job failed in a way that makes its whole transaction void.

    Attributes:
        error: The job's error.
        is_certain: Whether it would fail so again, alone as well.
    """

    def __init__(self, error: Exception, turn: Turn) -> None:
        super().__init__(str(error))
        self.error = error
        is_chance = isinstance(error, IntegrityError) or _is_worth_another_try(error)
        self.is_certain = not is_chance and not turn.has_taken_for_new


class _LockedOutError(Exception):
    """Jobs waited too long for what another server, or a person, has locked."""

    def __init__(self, writings: Sequence[Writing[Any]], error: Exception) -> None:
        super().__init__(str(error))
        self.writings = writings
        self.error = error


def _run_plainly(connection: Connection, turn: Turn, writing: Writing[Any]) -> _Outcome:
    turn.next_job(connection, collects=writing.is_beside, leaves_logs=True)
    try:
        return writing.job(connection), None
    except AloneError:
        raise
    except Exception as error:
        if _state_of(error) in _LOCKED_OUT:
            raise _LockedOutError([writing], error) from error
        raise _JobFailedError(error, turn) from error


def _run_in_savepoint(connection: Connection, turn: Turn, writing: Writing[Any]) -> _Outcome:
    turn.next_job(connection, collects=writing.is_beside, leaves_logs=False)
    saved = turn.saved()
    try:
        with connection.begin_nested():
            return writing.job(connection), None
    except AloneError:
        raise
    except Exception as error:
        if _state_of(error) in _LOCKED_OUT:
            raise _LockedOutError([writing], error) from error
        if _is_worth_another_try(error):
            raise _JobFailedError(error, turn) from error
        # It belongs to the caller of this job, and only to that one.
        turn.restore(saved)
        return None, error


def _is_of_a_job(error: DBAPIError) -> bool:
    """Tell whether what was left for the end failed because of a job, and not of the database."""
    # Not by whether the connection is given up: after an error that came with the commit it is (`sent_at_once`).
    state = _state_of(error)
    lost = state is None or state.startswith(_LOST)
    return not lost and state not in _LOCKED_OUT and not _is_worth_another_try(error)


def _is_worth_another_try(error: Exception) -> bool:
    return _state_of(error) in _WORTH_ANOTHER_TRY


def _state_of(error: Exception) -> str | None:
    return getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None
