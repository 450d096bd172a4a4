"""How connections to a PostgreSQL are set up: through a pooler as well, and not to a server that only reads.

Nothing that a session keeps is relied on, because a pooler gives out connections by the transaction: settings hold for
one transaction, and statements are prepared only where no pooler is in between.
"""

from __future__ import annotations

from contextlib import contextmanager
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from collections.abc import Generator, MutableMapping

    from sqlalchemy.engine import Connection, Engine, ExceptionContext
    from sqlalchemy.pool import ConnectionPoolEntry

STATEMENT_TIMEOUT_MS = 30_000
LOCK_TIMEOUT_MS = 10_000
APPLICATION_NAME = "humanloop"
"""What PostgreSQL calls the connections of servers and commands, unless the URL says it."""
# Of libpq; what the URL says instead counts. They notice a machine or a network that is gone.
PATIENCE = {
    "application_name": APPLICATION_NAME,
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
BEGINS_WITH = "humanloop_begins_with"
"""Key of a query, behind a semicolon, that goes to the database with the beginning of the next transaction."""
BEGAN_WITH = "humanloop_began_with"
"""Key of the row that it has answered."""
# A connection that is given up by another thread is seen after this time at the latest.
_SECONDS_TO_LOOK = 1
_READ_ONLY = "25006"
# Where PostgreSQL says of a commit that it was told to wait no longer for a standby: its words depend on a language.
_WAITS_FOR_STANDBY = "SyncRepWaitForLSN"
_KEY = "humanloop_not_replicated"


def set_up_postgresql(engine: Engine, *, writes: bool) -> None:
    """Prepare an engine for its connections.

    Args:
        engine: The engine.
        writes: Whether its transactions write; all that one reads which does not is of one moment, as on SQLite.
    """
    begin = "BEGIN" if writes else "BEGIN ISOLATION LEVEL REPEATABLE READ"

    def on_connect(connection: Any, entry: ConnectionPoolEntry) -> None:
        info = entry.info

        def on_notice(notice: Any) -> None:
            if notice.source_function == _WAITS_FOR_STANDBY:
                info[_KEY] = True

        connection.add_notice_handler(on_notice)
        # Transactions begin with the settings, in the same message.
        connection.autocommit = True
        if _is_through_pooler(connection):
            # The next transaction may be on another connection, which knows nothing of what was prepared on this one.
            connection.prepare_threshold = None

    def on_begin(connection: Connection) -> None:
        # A statement that hangs must not hold the one writer for ever; a connection that died is replaced (`Lines`).
        connection.exec_driver_sql(
            f"{begin}; SET LOCAL statement_timeout = {STATEMENT_TIMEOUT_MS};"
            f" SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS};"
            f" SET LOCAL timezone = 'UTC'{connection.info.get(BEGINS_WITH, '')}"
        )

    def on_error(context: ExceptionContext) -> None:
        if is_read_only(context.original_exception):
            # It was the primary and is one no more: the next connection goes to the new one.
            context.is_disconnect = True
            context.invalidate_pool_on_disconnect = True

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
    event.listen(engine, "after_cursor_execute", _on_execute)
    event.listen(engine, "handle_error", on_error)


def _on_execute(connection: Connection, cursor: Any, *rest: Any) -> None:
    """Keep what was answered to a query that went with the beginning of the transaction."""
    del rest
    info = connection.info
    if info.pop(BEGINS_WITH, None) is not None:
        while cursor.nextset():
            pass
        info[BEGAN_WITH] = cursor.fetchone()


@contextmanager
def sent_at_once(connection: Connection) -> Generator[None]:
    """Send all statements of a block and the commit at once and wait for them at its end, or for what one answers.

    On SQLite nothing is sent, and the commit is left to who has begun.

    Raises:
        DBAPIError: What was sent has failed, or the connection was lost.
    """
    if connection.dialect.name != "postgresql":
        yield
        return
    driver: Any = connection.connection.driver_connection
    errors = connection.dialect.loaded_dbapi.Error
    try:
        with driver.pipeline():
            yield
            # By the driver's own `commit`, the end of the block would be asked for once more.
            driver.execute("COMMIT", prepare=False)
            _send_all(driver)
    except (errors, DBAPIError) as error:
        # SQLAlchemy has not seen it, or not as the end of all that was sent: the connection stands in the middle of it.
        connection.invalidate(error)
        first = _first_of(error)
        found = DBAPIError.instance(None, None, first, errors, hide_parameters=True, connection_invalidated=True)
        raise found from error


def _send_all(driver: Any) -> None:
    """Send what is left of statements that go at once.

    The driver tries once to send what goes before the end, and then waits for answers only: it would wait for ever
    where the database had no room yet for all of it.
    """
    wire = driver.pgconn
    if not wire.flush():
        return
    with DefaultSelector() as selector:
        selector.register(wire.socket, EVENT_READ | EVENT_WRITE)
        while wire.flush():
            for _, events in selector.select(_SECONDS_TO_LOOK):
                if events & EVENT_READ:
                    # The database may wait for room, too.
                    wire.consume_input()


def _first_of(error: Exception) -> BaseException:
    """Find what the database has refused first: what was sent after it fails, too, and so does the end."""
    found: BaseException = error
    each: BaseException | None = error
    while each is not None:
        # What only follows has no code of its own.
        found = each if getattr(each, "sqlstate", None) is not None else found
        each = each.__context__
    return found.orig if isinstance(found, DBAPIError) and found.orig is not None else found


def is_read_only(error: BaseException) -> bool:
    """Tell whether an error says that a server only reads."""
    return getattr(error, "sqlstate", None) == _READ_ONLY


def is_pooled(connection: Connection) -> bool:
    """Tell whether connections to a PostgreSQL come from a pooler."""
    return connection.dialect.name == "postgresql" and _is_through_pooler(connection.connection.driver_connection)


def was_not_replicated(info: MutableMapping[Any, Any]) -> bool:
    """Tell whether a commit was told to wait no longer for a standby; it may be lost with its server.

    Args:
        info: That of the connection.
    """
    return bool(info.pop(_KEY, False))


def _is_through_pooler(connection: Any) -> bool:
    """Tell whether who answers is another than who was connected to."""
    (answers,) = connection.execute("SELECT pg_backend_pid()").fetchone()
    connection.rollback()
    return bool(answers != connection.info.backend_pid)
