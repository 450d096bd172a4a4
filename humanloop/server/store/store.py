"""The store: asynchronous reads and writes over a blocking database."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError

from humanloop.server.own_spans import own_span
from humanloop.server.store.engine import build_engine, is_in_memory
from humanloop.server.store.failures import log_failure, silent
from humanloop.server.store.files import Files
from humanloop.server.store.lines import Lines
from humanloop.server.store.migrations import migrate
from humanloop.server.store.postgresql import is_pooled, is_read_only
from humanloop.server.store.redacted import redact_with
from humanloop.server.store.signals import listen
from humanloop.server.store.standby import NotReadError, Standby, position_of
from humanloop.server.store.writer import Writer
from humanloop.server.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from concurrent.futures import Future
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy.engine import Connection, Dialect, ExceptionContext

    from humanloop.server.redaction import Redactor
T = TypeVar("T")

_logger = logging.getLogger(__name__)
_FAILED = "A write that nobody waits for failed."
_SECONDS_TO_CLOSE = 2
_ERRORS = "errors"


class Store:
    """A database with one writer and several readers.

    A database in memory belongs to one connection, so there its reads queue up with the writes. A store serves the
    event loop that first writes to it.

    Args:
        database_url: Any SQLAlchemy URL.
        readers: Reads that may run at once.
        seconds: Longest time in which a read or a write is answered.
        while_migrating: Makes what is entered while tables are changed.
        may_migrate: Whether tables may be made and changed; in memory they have to be.
        redactor: Takes out of texts what is not to be stored.
        standby_url: A standby of a PostgreSQL, for reads.
    """

    def __init__(
        self,
        database_url: str,
        readers: int = 8,
        seconds: float = 20,
        while_migrating: Callable[[], AbstractContextManager[None]] = nullcontext,
        *,
        may_migrate: bool = True,
        redactor: Redactor | None = None,
        standby_url: str | None = None,
    ) -> None:
        self.tally = Tally()
        """Counts `errors` of the database."""
        self._write_engine = build_engine(database_url, writes=True, pool_size=1)
        self._count_errors(self._write_engine)
        redact_with(self._write_engine, redactor)
        try:
            may_change = may_migrate or is_in_memory(self._write_engine.url)
            migrate(self._write_engine, while_migrating, may_change=may_change)
            with self._write_engine.connect() as connection:
                self.is_pooled = is_pooled(connection)
                """Whether the connections come from a pooler."""
        except BaseException:
            # Nobody gets a store to close.
            self._write_engine.dispose()
            raise
        self.is_shared = self._write_engine.dialect.name == "postgresql"
        """Whether other servers may use the same database."""
        self._seconds = seconds
        self._files = Files(self._write_engine)
        self._lines = [Lines(self._write_engine, seconds)]
        self.writer = Writer(self._write_engine, self._lines[0], self._files)
        self._tasks: set[asyncio.Task[None]] = set()
        self._answered: deque[tuple[asyncio.Future[Any], Future[Any]]] = deque()
        self._is_waking = False
        self._url = database_url
        self._read_engine: sa.Engine | None = None
        self._long_reads = asyncio.Semaphore(max(1, readers // 2))
        self._probe_engine: sa.Engine | None = None
        if not is_in_memory(sa.make_url(database_url)):
            self._read_engine = build_engine(database_url, writes=False, pool_size=readers)
            self._count_errors(self._read_engine)
            self._lines.append(Lines(self._read_engine, seconds))
            event.listen(self._write_engine, "handle_error", self._on_error)
            self._readers = ThreadPoolExecutor(readers, thread_name_prefix="humanloop-reader")
        self._standby = None if standby_url is None else Standby(standby_url, readers, seconds)

    async def write(self, job: Callable[[Connection], T], *, is_beside: bool = False) -> T:
        """Run a job in the writer; returns once what it did is on disk.

        Args:
            job: Does nothing but read and write through its connection; it may be run more than once.
            is_beside: Whether it may be done while other servers write (`turns`).

        Raises:
            UnavailableError: The database did not answer in time; a job that had not begun then is not begun.
        """
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[T] = loop.create_future()
        future = self.writer.submit(job, is_beside=is_beside)
        future.add_done_callback(lambda done: self._wake(loop, waiter, done))
        try:
            with own_span("write"):
                async with asyncio.timeout(self._seconds):
                    return await waiter
        except TimeoutError as error:
            future.leave()
            self.tally.add(_ERRORS)
            raise silent() from error
        except asyncio.CancelledError:
            # Nobody waits any more: a job that has not begun need not run.
            future.leave()
            raise

    @property
    def dialect(self) -> Dialect:
        """What the database speaks."""
        return self._write_engine.dialect

    @property
    def folder(self) -> Path | None:
        """Where the file of the database is; None if it is no file of this machine."""
        return self._files.folder

    async def probe(self, job: Callable[[Connection], T]) -> T:
        """Run a small job that only reads, on a connection of its own, which no read of others keeps busy.

        Raises:
            UnavailableError: The files of the database are gone.
        """
        if self._read_engine is None:
            return await self.write(job)
        if self._probe_engine is None:
            self._probe_engine = build_engine(self._url, writes=False, pool_size=1)
            self._lines.append(Lines(self._probe_engine, self._seconds))
            self._prober = ThreadPoolExecutor(1, thread_name_prefix="humanloop-probe")
        engine, lines = self._probe_engine, self._lines[-1]

        def run() -> T:
            self._files.check()
            with lines.use(), engine.begin() as connection:
                return job(connection)

        return await asyncio.get_running_loop().run_in_executor(self._prober, run)

    def write_later(self, job: Callable[[Connection], object], *, is_beside: bool = False) -> None:
        """Queue a job that nobody waits for; a failure is logged."""
        self.writer.submit(job, is_beside=is_beside).add_done_callback(_log_failure)

    def write_in_pieces(self, job: Callable[[Connection], bool]) -> None:
        """Run a job again and again, between the writes of others, until it says that there is no more to do."""
        task = asyncio.get_running_loop().create_task(self._write_in_pieces(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def read(self, job: Callable[[Connection], T], *, is_long: bool = False, on_standby: bool = False) -> T:
        """Run a job that only reads.

        Args:
            job: The job; with a standby it may be run more than once.
            is_long: Whether it reads so much that it must not take all readers: some are left for the short ones.
            on_standby: Whether a standby may be read, if there is one; no write depends on what the job answers.

        Raises:
            UnavailableError: The database did not answer in time.
        """
        if self._read_engine is None:
            return await self.write(job)
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._seconds), self._long_reads if is_long else nullcontext():
                read = self._read_beside if on_standby and self._standby is not None else self._read
                return await loop.run_in_executor(self._readers, read, self._read_engine, job)
        except TimeoutError as error:
            self.tally.add(_ERRORS)
            raise silent() from error

    def listen(self, name: str, callback: Callable[[], Any]) -> None:
        """Call back, in the writer's thread, when a write has given a signal of this name."""
        listen(self._write_engine, name, callback)

    def close(self) -> None:
        """Finish what waits and close every connection."""
        for task in self._tasks:
            task.cancel()
        for lines in self._lines:
            lines.hurry(_SECONDS_TO_CLOSE)
        self.writer.close()
        if self._read_engine is not None:
            if self._standby is not None:
                self._standby.close()
            self._readers.shutdown()
            self._read_engine.dispose()
        if self._probe_engine is not None:
            self._prober.shutdown()
            self._probe_engine.dispose()
        self._write_engine.dispose()
        for lines in self._lines:
            lines.close()

    async def _write_in_pieces(self, job: Callable[[Connection], bool]) -> None:
        try:
            is_more = True
            while is_more:
                began = time.monotonic()
                is_more = await self.write(job)
                # As long again is for the others alone.
                await asyncio.sleep(time.monotonic() - began)
        except Exception as error:  # noqa: BLE001 - whatever a job raises: it is said
            log_failure(_logger, _FAILED, error)

    def _count_errors(self, engine: sa.Engine) -> None:
        def count(context: sa.ExceptionContext) -> None:
            # What an insert finds there already is no failure of the database.
            if not isinstance(context.sqlalchemy_exception, IntegrityError):
                self.tally.add(_ERRORS)

        event.listen(engine, "handle_error", count)

    def _wake(self, loop: asyncio.AbstractEventLoop, waiter: asyncio.Future[Any], future: Future[Any]) -> None:
        """Hand a result to the event loop, which is woken once for all results of a commit."""
        self._answered.append((waiter, future))
        if not self._is_waking:
            self._is_waking = True
            loop.call_soon_threadsafe(self._settle)

    def _settle(self) -> None:
        # Put down before anything is taken: whoever adds a result from now on wakes the loop again.
        self._is_waking = False
        while self._answered:
            waiter, future = self._answered.popleft()
            if waiter.done():
                continue
            error = None if future.cancelled() else future.exception()
            if error is not None:
                waiter.set_exception(error)
            else:
                waiter.set_result(future.result())

    def _on_error(self, context: ExceptionContext) -> None:
        if self._read_engine is not None and is_read_only(context.original_exception):
            # Who reads asks the same server, which is behind from now on.
            self._read_engine.dispose()

    def _read_beside(self, engine: sa.Engine, job: Callable[[Connection], T]) -> T:
        """Read from the standby, if it knows what the primary does."""
        if self._standby is not None and self._standby.is_asked:
            try:
                return self._standby.read(self._read(engine, position_of), job)
            except NotReadError:
                pass
        return self._read(engine, job)

    def _read(self, engine: sa.Engine, job: Callable[[Connection], T]) -> T:
        # One transaction per job, so that its queries see one and the same state.
        self._files.check_sometimes()
        with self._lines[1].use(), _begun(engine) as connection:
            return job(connection)


@contextmanager
def _begun(engine: sa.Engine) -> Generator[Connection]:
    """Begin a transaction: on another connection if the first one, which worked just now, turns out to be lost."""
    with ExitStack() as stack:
        try:
            connection = stack.enter_context(engine.begin())
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            connection = stack.enter_context(engine.begin())
        yield connection


def _log_failure(future: Future[object]) -> None:
    error = None if future.cancelled() else future.exception()
    if error is not None:
        log_failure(_logger, _FAILED, error)
