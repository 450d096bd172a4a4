"""What a failing database means for callers."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import exc

from humanloop.server import serve_in_thread
from humanloop.server.store.failures import to_server_error

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import Api


def wrapped(kind: type[exc.DBAPIError], **attributes: Any) -> exc.DBAPIError:
    original = Exception("it said so")
    for name, value in attributes.items():
        setattr(original, name, value)
    return kind("SELECT 1", {}, original)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (wrapped(exc.OperationalError, sqlite_errorname="SQLITE_BUSY"), 503),
        (wrapped(exc.OperationalError, sqlite_errorname="SQLITE_IOERR_READ"), 503),
        (wrapped(exc.OperationalError, sqlite_errorname="SQLITE_ERROR"), None),
        (wrapped(exc.OperationalError, sqlstate="57P01"), 503),
        (wrapped(exc.OperationalError, sqlstate="40P01"), 503),
        (wrapped(exc.OperationalError, sqlstate="53100"), 503),
        (wrapped(exc.InternalError, sqlstate="25006"), 503),
        (wrapped(exc.InternalError, sqlstate="25P02"), None),
        (wrapped(exc.ProgrammingError, sqlstate="42P01"), None),
        (wrapped(exc.OperationalError), 503),
        (wrapped(exc.ProgrammingError), None),
        (wrapped(exc.DataError), 422),
        (wrapped(exc.IntegrityError), 409),
        (exc.TimeoutError("no connection in time"), 503),
        (OverflowError("int too large"), 422),
        (ZeroDivisionError(), None),
    ],
)
def test_failures_of_the_database(error: Exception, status: int | None) -> None:
    found = to_server_error(error)
    assert (None if found is None else found.code) == status
    if status == 503:
        assert found is not None
        assert found.headers["Retry-After"]


def test_a_database_that_is_held_by_another_is_a_503(
    tmp_path: Path, api_class: type[Api], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("humanloop.server.store.engine._BUSY_TIMEOUT_MS", 50)
    path = str(tmp_path / "x.db")
    with serve_in_thread(database=path) as running:
        api = api_class(running)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        reply = api.call("projects.create", {"name": "secret name"})
        assert (reply.status, reply.headers["retry-after"]) == (503, "1")
        assert reply.detail["type"] == "service_unavailable_error"
        # Reads go on.
        assert api.ok("projects.list")["total"] == 0
        other.execute("ROLLBACK")
        other.close()
        api.ok("projects.create", {"name": "secret name"})
    assert "does not answer" in caplog.text
    assert "secret name" not in caplog.text


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_a_number_that_no_database_holds_is_422(api: Api, number: int) -> None:
    api.fail(422, "logs.log", {"project": api.name(), "output": "x", "duration": number * 10**300})
    api.ok("logs.log", {"project": api.name(), "output": "x", "inputs": {"n": number}})
