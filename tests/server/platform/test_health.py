"""Probes: without a key, at any host, answered in time though the database hangs."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import urllib3
from pydantic import SecretStr

from humanloop.server import Settings, serve_in_thread
from humanloop.server.app import service_of
from humanloop.server.http.health import LIVE, READY, Check, Health, check_disk

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from humanloop.server import RunningServer
    from tests.server.platform.postgresql import Cluster


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def root_of(running: RunningServer) -> str:
    return running.url.removesuffix("/v4")


def ask(running: RunningServer, path: str, method: str = "GET", **headers: str) -> Any:
    return urllib3.request(method, root_of(running) + path, headers=headers, retries=False, timeout=10)


def test_a_server_that_is_well(server: RunningServer) -> None:
    live = ask(server, LIVE, host="whatever.example")
    assert (live.status, live.json()) == (200, {"status": "ok", "checks": {}})
    ready = ask(server, READY, host="whatever.example")
    right = {"ok": True, "detail": None}
    assert (ready.status, ready.json()) == (
        200,
        {"status": "ok", "checks": {"database": right, "migrations": right, "disk": right}},
    )
    assert ready.headers["x-request-id"]
    for path in (LIVE, READY):
        head = ask(server, path, "HEAD")
        assert (head.status, head.data) == (200, b"")
        assert ask(server, path, "POST").status == 405


def test_it_answers_though_no_place_is_free() -> None:
    settings = Settings(database="sqlite://", port=0, places=1, api_key=SecretStr("k" * 20), root_path="/below")
    with serve_in_thread(settings=settings) as running:
        assert running.url.endswith("/below/v4")
        # With the prefix and without it.
        assert ask(running, READY).status == 200
        assert urllib3.request("GET", root_of(running).removesuffix("/below") + LIVE, retries=False).status == 200


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    settings = Settings(database=str(tmp_path / "x.db"), port=0, disk_reserve=10**9)
    with serve_in_thread(settings=settings) as running:
        ready = ask(running, READY)
        assert (ready.status, ready.json()["status"]) == (503, "failing")
        assert "less than the 1000000000 of disk_reserve" in ready.json()["checks"]["disk"]["detail"]
        assert ask(running, LIVE).status == 200
        store = service_of(running.app).store
        store.writer.submit(lambda c: c.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")).result()
        assert "revision 0001" in ask(running, READY).json()["checks"]["migrations"]["detail"]
        for path in tmp_path.glob("x.db*"):
            path.rename(path.with_name(f"moved-{path.name}"))
        checks = ask(running, READY).json()["checks"]
        assert "moved or deleted" in checks["database"]["detail"]
        assert checks["migrations"]["ok"] is False
        for path in tmp_path.glob("moved-*"):
            path.rename(path.with_name(path.name.removeprefix("moved-")))
        assert ask(running, READY).json()["checks"]["database"]["ok"] is True


def test_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**10, 10**10 - 99_999_999, 99_999_999))
    assert check_disk(tmp_path, 99) == Check(ok=True)
    assert not check_disk(tmp_path, 100).ok
    assert check_disk(None, 10**9) == Check(ok=True)
    monkeypatch.undo()
    assert check_disk(tmp_path / "gone", 0).detail == f"{tmp_path / 'gone'}: No such file or directory"


def test_a_database_that_hangs(cluster: Cluster, postgresql_url: str) -> None:
    with serve_in_thread(settings=Settings(database=postgresql_url, port=0, database_seconds=3)) as running:
        assert ask(running, READY).status == 200
        with cluster.frozen():
            for _ in range(2):
                began = time.monotonic()
                ready = ask(running, READY)
                assert time.monotonic() - began < 2
                assert ready.status == 503
                assert "has not answered within" in ready.json()["checks"]["database"]["detail"]
                assert ask(running, LIVE).status == 200
                assert ask(running, "/metrics").status == 200
        end = time.monotonic() + 20
        while ask(running, READY).status != 200:
            assert time.monotonic() < end


def test_who_is_told_to_stop_is_not_ready() -> None:
    ending: list[bool] = []
    with serve_in_thread() as running:
        assert ask(running, READY).status == 200
        found: Any = running.app.middleware_stack
        while not isinstance(found, Health):
            found = found.app if hasattr(found, "app") else found._app
        ending.append(found.is_ending())
        found.is_ending = lambda: True
        ready = ask(running, READY)
        assert ending == [False]
        assert (ready.status, ready.json()["checks"]["stopping"]["ok"]) == (503, False)
        assert ask(running, LIVE).status == 200
