"""All that a read looks at is of one moment, whoever writes meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from humanloop.server import Settings, serve_in_thread
from humanloop.server.app import service_of
from humanloop.server.database_urls import to_database_url
from humanloop.server.domain.keys import new_api_key
from humanloop.server.store import log_search
from humanloop.server.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from tests.server.conftest import Api

TABLE = sa.Table("notes", sa.MetaData(), sa.Column("text", sa.Text, primary_key=True))
COUNT = sa.select(sa.func.count()).select_from(TABLE)


# In memory, SQLite has one connection, and nothing comes between.
@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/x.db" if request.param == "sqlite" else request.getfixturevalue("postgresql_url")


@pytest.mark.parametrize("is_probe", [False, True])
async def test_what_comes_between_two_statements_is_not_seen(url: str, *, is_probe: bool) -> None:
    store = Store(to_database_url(url), readers=1)

    def insert(text: str) -> None:
        store.writer.submit(lambda connection: connection.execute(sa.insert(TABLE), {"text": text})).result()

    def count_twice(connection: Connection) -> tuple[Any, Any]:
        before = connection.scalar(COUNT)
        insert("between")
        return before, connection.scalar(COUNT)

    try:
        await store.write(TABLE.create)
        insert("before")
        read = store.probe if is_probe else store.read
        assert await read(count_twice) == (1, 1)
        assert await read(lambda connection: connection.scalar(COUNT)) == 2
    finally:
        store.close()


@pytest.mark.parametrize("query", [{}, {"search": "x"}, {"sort": "timestamp.asc"}])
def test_a_list_bears_logs_that_are_deleted_while_it_is_read(
    api_class: type[Api], url: str, query: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(database=url, port=0, api_key=SecretStr(new_api_key()))
    with serve_in_thread(settings=settings) as running:
        api = api_class(running)
        made = [api.ok("logs.log", {"project": "p", "output": f"x {number}"}) for number in range(3)]
        ids, writer = [each["id"] for each in made], service_of(running.app).store.writer
        read = log_search._sized

        def delete_and_read(connection: Connection, numbers: Sequence[int]) -> list[Any]:
            writer.submit(lambda c: c.execute(sa.text("DELETE FROM logs WHERE output = 'x 1'"))).result()
            return read(connection, numbers)

        monkeypatch.setattr(log_search, "_sized", delete_and_read)
        page = api.ok("logs.list", query={"project_id": made[0]["project_id"], **query})
        assert sorted(each["id"] for each in page["records"]) == sorted(ids)
        assert page["total"] == 3
