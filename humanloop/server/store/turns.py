"""Whose turn it is to write, where several servers write to one PostgreSQL.

Jobs read, decide, and write what they have decided; that is right as long as nobody writes in between. Within a server
nobody does, because one thread writes. Between servers a lock of the database sees to it, which a group of jobs takes
first and gives back with its commit:

- alone: nobody else writes meanwhile. Such groups come one after the other, as if one server had them all;
- beside others: jobs that say so and do no more than append, which is what most of the load does. What they read stays
  as it is, because nobody is alone meanwhile; turns of groups that are alone have numbers, so that what was read stays
  known until there is another. Keys of writes are taken for new: where storing them tells that one is not, or a job
  fails that may have been done before, the group is done again and looks for each. New logs are stored and counted at
  the end, in one order (`counts`), where no other server waits for it, and in one go with the commit. A job that meets
  more work than that, such as a project that is not there yet, makes its group begin again, alone.

On SQLite there is one server: what was read stays known as well until a job does more than append, or another program
writes, and nothing has to begin again.

No transaction waits for another while a third waits for it: there are no deadlocks, and nothing to forget, because
every statement of a group that is not alone is looked at.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from sqlalchemy import event

from humanloop.server.store import idempotent_writes as writes
from humanloop.server.store import schema
from humanloop.server.store.log_counts import fold_counts
from humanloop.server.store.logs import insert_logs
from humanloop.server.store.memo import Memo, end_memo
from humanloop.server.store.postgresql import BEGAN_WITH, BEGINS_WITH
from humanloop.server.store.rows import MANY, NOT_READY

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection, Engine

    from humanloop.server.store.counts import Counts
    from humanloop.server.store.rows import Columns, Row

_KEY = "humanloop_turn"
# Any number will do, as long as all servers take the same.
_LOCK = 4_820_180_928
# The number is read once the lock is held, and was moved on before that was given back.
_BESIDE = f"; SELECT pg_advisory_xact_lock_shared({_LOCK}), pg_sequence_last_value('{schema.TURNS.name}')"
_ALONE = f"; SELECT pg_advisory_xact_lock({_LOCK}), nextval('{schema.TURNS.name}')"
_APPENDED = frozenset({schema.logs.name, schema.trials.name, schema.trial_logs.name})
# Rows of their own, each of which a lock of its own is taken for.
_OWNED = frozenset({schema.write_claims.name})


class AloneError(Exception):
    """A job has to be done while nobody else writes."""


class RepeatedError(Exception):
    """A write whose key was taken for new was done before."""


@dataclass
class Turn:
    """What a group of jobs has in common.

    Args:
        is_beside: Whether others may write meanwhile.
        memo: What earlier groups have read.
        writer: Who does them: the number of rows of its own (`log_counts`).
        expects_new: Whether keys of writes are taken for new until they are stored, as nearly all of them are.
    """

    is_beside: bool
    memo: Memo = field(default_factory=Memo)
    writer: int = 0
    expects_new: bool = False
    has_taken_for_new: bool = False
    """Whether that has been done with a key: what a job says that failed is not certain, it may have been done."""
    collects: bool = False
    """Whether the job that runs now leaves counters and keys for the end."""
    leaves_logs: bool = False
    """Whether it leaves its logs for the end, too."""
    may_make: set[str] = field(default_factory=set[str])
    """Tables that may be appended to besides, because nobody else makes the same row."""
    logs: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """Logs that are to be stored before anything else is asked of the database."""
    counts: Counts | None = None
    """What is to be counted."""
    folds: bool = False
    """Whether what was counted beside columns is to be moved into them."""
    keys: dict[str, Row] = field(default_factory=dict[str, "Row"])
    """Writes that were done under a key: id → row."""
    since: datetime | None = None
    """Before what such writes do not count any more."""

    is_settling: bool = False
    """Whether that is being written."""

    @contextmanager
    def begun(self, connection: Connection) -> Generator[None]:
        """Begin a transaction, waiting for the turn; what the block does is committed."""
        info = connection.info
        end_memo(info)
        if connection.dialect.name == "postgresql":
            info[BEGINS_WITH] = _BESIDE if self.is_beside else _ALONE
        try:
            with connection.begin():
                info[_KEY] = self
                _, number = info.pop(BEGAN_WITH, (None, None))
                if number is None:
                    number = _version(connection)
                if self.is_beside:
                    # Nobody changes such rows meanwhile: who does is alone.
                    self.memo.begin(connection, number)
                else:
                    self.memo.forget()
                yield
        finally:
            # The connection may be lost by now.
            for key in (_KEY, BEGINS_WITH, BEGAN_WITH):
                info.pop(key, None)
            end_memo(info)

    def be_alone(self, connection: Connection) -> None:
        """Go on as one who is alone, which is as good as a beginning where there is no other server.

        Raises:
            AloneError: There may be others, who write just now.
        """
        if connection.dialect.name == "postgresql":
            raise AloneError
        self.is_beside = False
        self.memo.forget()
        end_memo(connection.info)

    def next_job(self, connection: Connection, *, collects: bool, leaves_logs: bool) -> None:
        """Go on to another job: one that does more than append finds everything counted.

        Args:
            connection: The database.
            collects: Whether counters and keys are left for the end.
            leaves_logs: Whether new logs are left, too, so that nobody knows any more whose could not be stored.
        """
        if not collects:
            self.settle(connection)
        self.collects = collects
        self.leaves_logs = collects and leaves_logs

    def settle(self, connection: Connection) -> None:
        """Write what was left for the end.

        Raises:
            RepeatedError: One of these writes was done before, and nobody has looked.
            AloneError: Another server has done one of them meanwhile.
        """
        self.settle_with_answers(connection)
        self.settle_without_answers(connection)

    def settle_with_answers(self, connection: Connection) -> None:
        """Write of that what has to be waited for.

        Raises:
            RepeatedError: One of these writes was done before, and nobody has looked.
            AloneError: Another server has done one of them meanwhile.
        """
        with self._settling():
            if self.keys and self.since is not None:
                rows = [self.keys[write_id] for write_id in sorted(self.keys)]
                if writes.insert_writes(connection, rows, self.since) < len(rows):
                    raise RepeatedError if self.expects_new else AloneError
                self.keys = {}
            if self.counts is not None:
                self.counts = self.counts.write_sessions(connection)

    def settle_without_answers(self, connection: Connection) -> None:
        """Write the rest of it, of which nothing is heard unless it fails."""
        with self._settling():
            self.store_logs(connection)
            if self.counts is not None:
                if self.is_beside and connection.dialect.name == "postgresql":
                    self.counts.note(connection, self.writer)
                else:
                    self.counts.write(connection)
                self.counts = None
            if self.folds:
                fold_counts(connection)
                self.folds = False

    def store_logs(self, connection: Connection) -> None:
        """Store the logs that were left for the end."""
        if self.logs:
            left, self.logs = self.logs, []
            insert_logs(connection, left)

    @contextmanager
    def _settling(self) -> Generator[None]:
        self.is_settling = True
        try:
            yield
        finally:
            self.is_settling = False

    def saved(self) -> tuple[Counts | None, dict[str, Row]]:
        """Answer what is left for the end so far, for `restore`."""
        return self.counts, dict(self.keys)

    def restore(self, saved: tuple[Counts | None, dict[str, Row]]) -> None:
        """Forget what a job has left for the end that was rolled back."""
        self.counts, self.keys = saved
        # It may have read what it had made.
        self.memo.forget()


def watch(engine: Engine) -> None:
    """Look at every statement of groups: what was left for the end comes first, and who is beside others appends."""

    def on_execute(connection: Connection, clause: Any, *rest: Any) -> None:
        del rest
        turn = _turn_of(connection)
        if turn is None or turn.is_settling:
            return
        if turn.logs and not clause.get_execution_options().get(writes.READS_NO_LOGS):
            turn.store_logs(connection)
        if not turn.is_beside or not getattr(clause, "is_dml", False):
            return
        table = clause.table.name
        is_free = clause.is_insert and (table in _APPENDED or table in turn.may_make)
        if not is_free and table not in _OWNED:
            turn.be_alone(connection)

    event.listen(engine, "before_execute", on_execute)


def keep_logs(connection: Connection, rows: Sequence[dict[str, Any]], ready: Columns = NOT_READY) -> None:
    """Store new logs: before the next statement of the group, or, if they are many, now.

    Args:
        connection: The database.
        rows: Their rows.
        ready: Those of their columns that were made ready before.
    """
    turn = _turn_of(connection)
    if turn is not None and turn.leaves_logs and len(rows) < MANY:
        turn.logs.extend(rows)
        return
    if turn is not None:
        turn.store_logs(connection)
    insert_logs(connection, rows, ready)


def count_logs(connection: Connection, counts: Counts) -> None:
    """Count new logs: at the end of the group, or now."""
    turn = _turn_of(connection)
    if turn is None or not turn.collects:
        counts.write(connection)
    else:
        turn.counts = counts if turn.counts is None else turn.counts + counts


def fold_later(connection: Connection) -> None:
    """Move what was counted beside columns into them: at the end of the group, where it waits for nobody any more."""
    turn = _turn_of(connection)
    if turn is not None:
        turn.folds = True


def keep_write(connection: Connection, row: Row, since: datetime) -> None:
    """Store a write that was done under a key: at the end of the group, or now.

    Args:
        connection: The database.
        row: The write.
        since: Writes that were done before do not count any more.
    """
    turn = _turn_of(connection)
    if turn is None or not turn.collects:
        writes.insert_writes(connection, [row], since)
    else:
        turn.keys[row["id"]] = row
        turn.since = since


def is_taken_for_new(connection: Connection) -> bool:
    """Tell whether a write under a key need not be looked for, because storing it tells whether it was done before."""
    turn = _turn_of(connection)
    if turn is None or not (turn.expects_new and turn.is_beside and turn.collects):
        return False
    turn.has_taken_for_new = True
    return True


def kept_write(connection: Connection, write_id: str) -> Row | None:
    """Find a write of the same group that was done under this key."""
    turn = _turn_of(connection)
    return None if turn is None else turn.keys.get(write_id)


def make(connection: Connection, table: sa.Table, name: str | None) -> None:
    """Say that a row is to be made that is known by a name, beside others if nobody else is making it.

    Args:
        connection: The database.
        table: Its table.
        name: What must be there once only; None if nothing of it must.

    Raises:
        AloneError: Somebody else is making it just now.
    """
    turn = _turn_of(connection)
    if turn is None or not turn.is_beside:
        return
    if name is not None and not try_lock(connection, f"{table.name} {name}"):
        raise AloneError
    turn.may_make.add(table.name)


def try_lock(connection: Connection, name: str) -> bool:
    """Take what has this name until the commit, unless another transaction has it; on SQLite there is no other."""
    if connection.dialect.name != "postgresql":
        return True
    return bool(connection.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(sa.func.hashtextextended(name, 0)))))


def _version(connection: Connection) -> int | None:
    """Answer a number that another program changes by writing to the same SQLite file; on PostgreSQL there is none."""
    if connection.dialect.name != "sqlite":
        return None
    driver: Any = connection.connection.driver_connection
    version: int = driver.execute("PRAGMA data_version").fetchone()[0]
    return version


def _turn_of(connection: Connection) -> Turn | None:
    return cast("Turn | None", connection.info.get(_KEY))
