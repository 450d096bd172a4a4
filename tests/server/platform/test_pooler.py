"""PgBouncer in transaction mode before the database, and every form of a URL that `psql` takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest
import sqlalchemy as sa

from humanloop.server import Settings, serve_in_thread
from humanloop.server.app import service_of
from humanloop.server.commands.frame import shown
from humanloop.server.database_urls import to_database_url, without_secrets
from tests.server.evaluations.conftest import Bench, make_bench
from tests.server.platform.pgbouncer import PROGRAM, pgbouncer
from tests.server.platform.several import several
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from tests.server.conftest import Api

    Json = dict[str, Any]


@pytest.mark.skipif(PROGRAM is None, reason="needs PgBouncer: the package pgbouncer of the system")
@pytest.mark.parametrize("is_direct", [False, True])
def test_servers_behind_a_pooler(postgresql_url: str, is_direct: bool, caplog: pytest.LogCaptureFixture) -> None:
    direct = {"database_direct": postgresql_url} if is_direct else {}
    with pgbouncer(postgresql_url) as url, several(url, **direct) as both:
        said = [message for message in caplog.messages if "pooler" in message]
        assert len(said) == (0 if is_direct else 2)
        assert all("HUMANLOOP_SERVER_DATABASE_DIRECT" in message for message in said)
        one, other = both.apis
        made = one.ok("logs.log", [{"project": "p", "output": str(number)} for number in range(20)])
        query = {"project_id": made[0]["project_id"]}
        # More often than statements are sent before they are prepared.
        for api in both.apis * 8:
            assert api.ok("logs.list", query={**query, "search": "1"})["total"] == 11
            assert api.ok("projects.get", id=query["project_id"])["data_count"] == 20
        for number in range(10):
            key = {"Idempotency-Key": f"pooled {number}"}
            first, second = both.at_once(
                lambda api, key=key: api.call("logs.log", {"project": "q", "output": "x"}, headers=key)
            )
            assert first.data == second.data
        bench = make_bench(one, one.ok("projects.create", {"name": "evaluated"}))
        evaluation = bench.start(bench.words("a", "b"), bench.evaluator("human"))
        wait_for(lambda: bench.rows(evaluation), lambda rows: all(row["log"] for row in rows))
        seen_by_other = Bench(other, bench.project, bench.config)
        body = {"evaluator_ids": [seen_by_other.matches()["id"]]}
        other.ok("evaluations.add_evaluators", body, id=evaluation["id"])
        wait_for(
            lambda: bench.rows(evaluation),
            lambda rows: all(row["evaluation_results"] for row in rows),
            # With LISTEN a moment, without it the next look.
            2 if is_direct else 8,
        )


@pytest.mark.parametrize("form", ["hosts", "hosts in the query", "encoded"])
def test_a_database_that_several_hosts_may_have(postgresql_url: str, api_class: type[Api], form: str) -> None:
    url = urlsplit(postgresql_url)
    folder = url.query.removeprefix("host=")
    at = quote(folder, safe="")
    name = url.path.removeprefix("/")
    # Nobody is at the first one.
    given = {
        "hosts": f"postgresql://postgres@127.0.0.1:1,{at}:5432/{name}?target_session_attrs=read-write",
        "hosts in the query": f"postgresql:///{name}?host=127.0.0.1,{folder}&port=1,5432&user=postgres",
        "encoded": f"postgres://postgres@{at}/{name}",
    }[form]
    with serve_in_thread(settings=Settings(database=given, port=0, authentication=False)) as running:
        api_class(running).ok("projects.list", headers={"X-API-KEY": "any"})
        assert service_of(running.app).store.is_shared


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("humanloop.db", "sqlite:///humanloop.db"),
        ("sqlite://", "sqlite://"),
        ("postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgres://h:1/d?sslmode=require", "postgresql+psycopg://h:1/d?sslmode=require"),
        ("postgresql://u@a:1,b/d", "postgresql+psycopg://u@/d?host=a%2Cb&port=1%2C5432"),
        ("postgresql://a:1,b:2/d?user=u@c", "postgresql+psycopg:///d?host=a%2Cb&port=1%2C2&user=u%40c"),
        ("postgresql://%2Frun:3/d?user=u@c", "postgresql+psycopg:///d?host=%2Frun&port=3&user=u%40c"),
        ("postgresql://a,[::1]:2", "postgresql+psycopg:///?host=a%2C%3A%3A1&port=5432%2C2"),
        ("postgresql://%2Fvar%2Frun/d", "postgresql+psycopg:///d?host=%2Fvar%2Frun&port=5432"),
    ],
)
def test_urls_of_psql(given: str, wanted: str) -> None:
    assert to_database_url(given) == wanted


@pytest.mark.parametrize(
    "rest",
    [
        *("u:hu@sh@h/d", "u:hu@sh/hush@h:5432/d", "u:hu@sh?sh@h/d", "u:hu@sh,x@h/d", "u:hush@h:no/d", "u:hu/sh@h/d"),
        *("u:hu%40sh@h:no", "u:12/sh@h/d", "u:hu?sh@h/hush@h"),
    ],
)
def test_a_password_that_is_not_quoted_is_not_shown(rest: str) -> None:
    with pytest.raises(ValueError, match=r"%40 for `@`|'h:no' is no host with a port|pairs of a name") as raised:
        to_database_url(f"postgresql://{rest}")
    assert "sh" not in str(raised.value)


@pytest.mark.parametrize("user", ["u:a?b@", "u:a%40b@", "u@", ""])
def test_marks_of_a_password_that_say_what_they_are_stay(user: str) -> None:
    assert to_database_url(f"postgresql://{user}h/d") == f"postgresql+psycopg://{user}h/d"


def test_passwords_of_urls_are_not_shown() -> None:
    url = to_database_url("postgresql://u:hush@a,b/d?password=hush&sslpassword=hush&sslmode=require")
    assert "hush" not in shown(sa.make_url(url))
    assert "sslmode=require" in without_secrets(url)
    assert without_secrets("postgresql://h/d") == "postgresql://h/d"
