"""Keys as values: which uses are written down, who they name, and what becomes of those of earlier releases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic.command import upgrade
from pydantic import SecretStr

from humanloop.server import Settings, serve_in_thread
from humanloop.server.app import service_of
from humanloop.server.domain.deployments import history
from humanloop.server.domain.keys import Key, Keys, digest_of, new_api_key, uses_to_write
from humanloop.server.domain.roles import Caller
from humanloop.server.store.engine import build_engine
from humanloop.server.store.migrations import alembic_config
from tests.server.team.conftest import make_key

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import Api

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "used", "is_due"),
    [
        (None, 0, True),
        (0, 59, False),
        (0, 60, True),
        (60, 0, False),
    ],
)
def test_uses_are_written_once_a_minute(written: int | None, used: int, is_due: bool) -> None:
    before = None if written is None else NOON + timedelta(seconds=written)
    moment = NOON + timedelta(seconds=used)
    assert uses_to_write({"a": moment}, {"a": before, "b": None}) == ({"a": moment} if is_due else {})


def test_uses_of_keys_that_are_gone_are_not_written() -> None:
    assert uses_to_write({"a": NOON}, {}) == {}


def test_a_use_is_taken_once() -> None:
    keys = Keys([Key(digest_of("right"), Caller("right"))])
    keys.check("right")
    assert keys.unwritten_uses().keys() == {digest_of("right")}
    assert keys.unwritten_uses() == {}


def test_keys_of_earlier_releases_go_on_as_admin(tmp_path: Path, api_class: type[Api]) -> None:
    database, made = tmp_path / "x.db", [new_api_key() for _ in range(2)]
    engine = build_engine(f"sqlite:///{database}", writes=True, pool_size=1)
    with engine.begin() as connection:
        upgrade(alembic_config(connection), "0008")
        insert = sa.text("INSERT INTO api_keys (digest, created_at) VALUES (:digest, :moment)")
        for number, key in enumerate(made):
            connection.execute(insert, {"digest": digest_of(key), "moment": f"2026-01-0{number + 1} 00:00:00.000000"})
    engine.dispose()
    with serve_in_thread(settings=Settings(database=str(database), port=0)) as running:
        assert running.api_key is None
        keys = service_of(running.app).keys
        assert [keys.check(key) for key in made] == [Caller("first", "admin"), Caller("key 2", "admin")]
        for key in made:
            assert api_class(running).call("projects.list", headers={"X-API-KEY": key}).status == 200


def test_without_authentication_everyone_is_admin_and_named_anyone() -> None:
    settings = Settings(database="sqlite://", port=0, authentication=False, api_key=SecretStr("k" * 20))
    with serve_in_thread(settings=settings) as running:
        assert service_of(running.app).keys.check(None) == Caller("anyone", "admin")


def test_a_deployment_shows_the_name_of_the_key(team: Api) -> None:
    key = {"X-API-KEY": make_key(team.server, "releases")}
    project = team.ok("projects.create", {"name": team.name()})["id"]
    body = {"project_id": project, "model": "m", "provider": "mock"}
    config = team.ok("model_configs.register", body)["config"]["id"]
    team.ok("projects.deploy_config", {"config_id": config}, project_id=project, headers=key)
    writer = service_of(team.server.app).store.writer
    newest, first = writer.submit(lambda connection: history(connection, project)).result()
    assert (newest["user"], first["user"]) == ("releases", "server"), "the first version deploys itself"
