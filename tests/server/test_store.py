"""The writer groups what waits, keeps jobs apart, and answers after the commit."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from humanloop.server.store.engine import build_engine, is_in_memory
from humanloop.server.store.migrations import migrate
from humanloop.server.store.store import Store
from humanloop.server.store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine


TABLE = sa.Table("notes", sa.MetaData(), sa.Column("text", sa.Text, primary_key=True))


def insert(text: str) -> Callable[[Connection], int]:
    return lambda connection: connection.execute(sa.insert(TABLE), {"text": text}).rowcount


def texts(engine: Engine) -> list[str]:
    with engine.begin() as connection:
        return list(connection.scalars(sa.select(TABLE.c.text).order_by(TABLE.c.text)))


@pytest.fixture(params=["sqlite://", "file"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return request.param if request.param != "file" else f"sqlite:///{tmp_path}/test.db"


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = build_engine(url, writes=True, pool_size=1)
    with engine.begin() as connection:
        TABLE.create(connection)
    yield engine
    engine.dispose()


@pytest.fixture
def writer(engine: Engine) -> Iterator[Writer]:
    writer = Writer(engine, max_group=16)
    yield writer
    writer.close()


class Gate:
    """A job that holds the writer until it is opened, so that others have to wait behind it."""

    def __init__(self, writer: Writer) -> None:
        self._entered, self._open = threading.Event(), threading.Event()
        self.future = writer.submit(self._job)
        self._entered.wait()

    def _job(self, connection: Connection) -> None:
        del connection
        self._entered.set()
        self._open.wait()

    def open(self) -> None:
        self._open.set()
        self.future.result()


def test_jobs_that_wait_share_a_commit(writer: Writer, engine: Engine) -> None:
    gate = Gate(writer)
    futures = [writer.submit(insert(str(number))) for number in range(10)]
    gate.open()
    assert [future.result() for future in futures] == [1] * 10
    assert writer.commits == 2
    assert texts(engine) == [str(number) for number in range(10)]


def test_a_group_has_a_largest_size(writer: Writer) -> None:
    gate = Gate(writer)
    futures = [writer.submit(insert(str(number))) for number in range(17)]
    gate.open()
    assert sum(future.result() for future in futures) == 17
    assert writer.commits == 3


def test_a_failing_job_takes_nothing_of_the_others_with_it(writer: Writer, engine: Engine) -> None:
    def fail_after_writing(connection: Connection) -> None:
        insert("half")(connection)
        message = "no"
        raise LookupError(message)

    gate = Gate(writer)
    before, failing, after = [writer.submit(job) for job in (insert("a"), fail_after_writing, insert("b"))]
    double = writer.submit(insert("a"))
    gate.open()
    assert (before.result(), after.result()) == (1, 1)
    with pytest.raises(LookupError):
        failing.result()
    with pytest.raises(sa.exc.IntegrityError):
        double.result()
    assert texts(engine) == ["a", "b"]


def test_nobody_hears_of_success_when_the_commit_fails(writer: Writer, engine: Engine) -> None:
    def refuse(connection: Connection) -> None:
        del connection
        message = "disk full"
        raise OSError(message)

    gate = Gate(writer)
    future = writer.submit(insert("a"))
    sa.event.listen(engine, "commit", refuse)
    with pytest.raises(OSError, match="disk full"):
        gate.open()
    with pytest.raises(OSError, match="disk full"):
        future.result()
    sa.event.remove(engine, "commit", refuse)
    assert writer.submit(insert("b")).result() == 1
    assert texts(engine) == ["b"]


def test_a_job_whose_caller_left_is_not_begun(writer: Writer, engine: Engine) -> None:
    gate = Gate(writer)
    future = writer.submit(insert("a"))
    assert future.cancel()
    gate.open()
    writer.submit(lambda _: None).result()
    assert texts(engine) == []


def test_closing_finishes_what_waits_and_takes_no_more(writer: Writer, engine: Engine) -> None:
    gate = Gate(writer)
    future = writer.submit(insert("a"))
    closing = threading.Thread(target=writer.close)
    closing.start()
    gate.open()
    closing.join()
    assert future.result() == 1
    assert texts(engine) == ["a"]
    with pytest.raises(RuntimeError):
        writer.submit(insert("b"))
    writer.close()


async def test_reads_see_what_was_written(url: str) -> None:
    store = Store(url, readers=2)
    try:
        await store.write(TABLE.create)
        await store.write(insert("a"))
        assert await store.read(lambda connection: connection.scalar(sa.select(TABLE.c.text))) == "a"
    finally:
        store.close()


async def test_a_failing_read_reaches_its_caller(url: str) -> None:
    store = Store(url)
    try:
        with pytest.raises(ZeroDivisionError):
            await store.read(lambda _: 1 // 0)
    finally:
        store.close()


async def test_long_reads_leave_readers_to_the_short_ones(tmp_path: Path) -> None:
    store, is_over = Store(f"sqlite:///{tmp_path / 'x.db'}", readers=4), threading.Event()
    began = list[int]()

    def read_long(connection: Connection) -> int:
        began.append(1)
        is_over.wait(10)
        return connection.scalar(sa.select(1)) or 0

    long = [asyncio.ensure_future(store.read(read_long, is_long=True)) for _ in range(20)]
    try:
        assert await asyncio.wait_for(store.read(lambda connection: connection.scalar(sa.select(2))), 5) == 2
        assert len(began) <= 2
    finally:
        is_over.set()
    assert await asyncio.gather(*long) == [1] * 20
    store.close()


async def test_a_failing_write_that_nobody_waits_for_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    store = Store("sqlite://")
    store.write_later(lambda _: 1 // 0)
    store.close()
    (record,) = (record for record in caplog.records if "nobody waits" in record.message)
    assert record.exc_info, "where it went wrong"


async def test_a_write_that_nobody_waits_for_and_a_held_database_are_said_in_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("humanloop.server.store.engine._BUSY_TIMEOUT_MS", 50)
    path = tmp_path / "x.db"
    store = Store(f"sqlite:///{path}")
    await store.write(lambda _: None)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store.write_later(lambda connection: connection.execute(sa.text("CREATE TABLE x (y)")))
    store.close()
    other.close()
    assert caplog.messages[-1] == "A write that nobody waits for failed. The database does not answer just now."
    assert not any(record.exc_info for record in caplog.records)


def test_sqlite_is_set_up_for_durability(engine: Engine, url: str) -> None:
    with engine.connect() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    expected = "memory" if is_in_memory(sa.make_url(url)) else "wal"
    assert pragma == {"journal_mode": expected, "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    before = sa.inspect(engine).get_table_names()
    migrate(engine)
    assert sa.inspect(engine).get_table_names() == before
