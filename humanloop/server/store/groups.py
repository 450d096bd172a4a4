"""Jobs that are committed together: in one transaction, and again with more care where that fails.

A job that fails takes nothing of the others with it: usually none fails, so a group first runs without savepoints; if
one does fail, everything is rolled back and run again, each job in its own savepoint. A job may therefore run more than
once, and must do nothing but read and write through its connection.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError

from humanloop.server.errors import UnavailableError
from humanloop.server.store.memo import Memo
from humanloop.server.store.postgresql import sent_at_once, was_not_replicated
from humanloop.server.store.turns import AloneError, RepeatedError, Turn, watch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection, Engine

    from humanloop.server.store.files import Files
    from humanloop.server.store.lines import Lines

T = TypeVar("T")

Outcome = tuple[Any, Exception | None]
"""What a job has answered, or why it failed."""

_Run = Callable[["Connection", Turn, "Writing[Any]"], Outcome]

# As it is, with a look for keys, alone; and once more because of something else.
_MOST_TRIES = 4
# Of the number of a writer. Should two have the same one, they wait for each other now and then.
_BITS = 63
# The outcome of a job that nobody waits for.
_LEFT: Outcome = (None, None)
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


class Groups:
    """Commits groups of jobs, one after the other.

    Args:
        engine: Where to write.
        lines: The uses of its connection.
        files: The files of the database, which have to be there when something is committed.
    """

    def __init__(self, engine: Engine, lines: Lines, files: Files | None) -> None:
        self._engine = engine
        watch(engine)
        self._memo = Memo()
        self._number = secrets.randbits(_BITS)
        self._files = files
        self._lines = lines
        self.commits = 0
        """Transactions committed so far."""

    def outcomes(self, group: Sequence[Writing[Any]]) -> list[Outcome]:
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

    def _in_one_transaction(self, group: Sequence[Writing[Any]], way: _Way) -> list[Outcome]:
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
                    raise LockedOutError(leaving, failed) from failed
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


class LockedOutError(Exception):
    """Jobs waited too long for what another server, or a person, has locked."""

    def __init__(self, writings: Sequence[Writing[Any]], error: Exception) -> None:
        super().__init__(str(error))
        self.writings = writings
        self.error = error


def _run_plainly(connection: Connection, turn: Turn, writing: Writing[Any]) -> Outcome:
    turn.next_job(connection, collects=writing.is_beside, leaves_logs=True)
    try:
        return writing.job(connection), None
    except AloneError:
        raise
    except Exception as error:
        if _state_of(error) in _LOCKED_OUT:
            raise LockedOutError([writing], error) from error
        raise _JobFailedError(error, turn) from error


def _run_in_savepoint(connection: Connection, turn: Turn, writing: Writing[Any]) -> Outcome:
    turn.next_job(connection, collects=writing.is_beside, leaves_logs=False)
    saved = turn.saved()
    try:
        with connection.begin_nested():
            return writing.job(connection), None
    except AloneError:
        raise
    except Exception as error:
        if _state_of(error) in _LOCKED_OUT:
            raise LockedOutError([writing], error) from error
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
