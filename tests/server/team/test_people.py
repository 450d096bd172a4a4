"""People whom a proxy has signed in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr, ValidationError

from humanloop import Humanloop
from humanloop.server import Settings, serve_in_thread
from humanloop.server.app import service_of
from humanloop.server.domain.audit import entries
from humanloop.server.web.proxied import named_by
from tests.server.web.conftest import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from humanloop.server import RunningServer

KEY = "k" * 20
ANN = {"X-Forwarded-User": "Ann"}


def settings(**more: object) -> Settings:
    fields = {"trusted_proxies": ("127.0.0.1",), "trust_user_header": "X-Forwarded-User", "trust_user_role": "write"}
    return Settings.model_validate(
        {"port": 0, "database": "sqlite://", "api_key": SecretStr(KEY), "provider_fallback": "mock", **fields, **more}
    )


@pytest.fixture(scope="module")
def proxied() -> Iterator[RunningServer]:
    with serve_in_thread(settings=settings()) as running:
        yield running


def root(running: RunningServer) -> str:
    return running.url.removesuffix("/v4")


def test_the_name_of_the_header_is_who_looks_and_who_changes(proxied: RunningServer) -> None:
    client = Humanloop(host=proxied.url, api_key=KEY)
    project = client.projects.create("people").id
    reader = Reader(root(proxied))
    page = reader.ask("GET", f"/app/projects/{project}/settings/delete", **ANN)
    assert page.status == 200
    assert b"Ann" in page.data
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.data.decode())
    assert found is not None
    form = {"csrf_token": found[1]}
    path = f"/app/projects/{project}/settings/delete"
    # Neither the form of somebody else, nor nobody at all.
    assert reader.ask("POST", path, form, **{"X-Forwarded-User": "Bob"}).status == 403
    assert reader.ask("POST", path, form).status == 401
    assert client.projects.get(project).name == "people"
    assert reader.ask("POST", path, form, **ANN).status == 303
    writer = service_of(proxied.app).store.writer
    (entry,) = writer.submit(lambda connection: entries(connection, limit=1)).result()
    assert (entry["who"], entry["action"], entry["subject"]) == ("Ann", "project.delete", project)


def test_the_api_takes_no_names(proxied: RunningServer) -> None:
    assert Reader(root(proxied)).ask("GET", "/v4/projects", **ANN).status == 401


@pytest.mark.parametrize("more", [{"trusted_proxies": ("10.0.0.0/8",)}, {"trust_user_header": None}])
def test_from_others_the_header_is_nothing(more: dict[str, object]) -> None:
    with serve_in_thread(settings=settings(**more)) as running:
        assert Reader(root(running)).ask("GET", "/app", **ANN).status == 303


@pytest.mark.parametrize("role", ["read", "write", "admin"])
def test_the_role_is_that_of_the_setting(role: str) -> None:
    with serve_in_thread(settings=settings(trust_user_role=role)) as running:
        page = Reader(root(running)).ask("GET", "/app", **ANN)
        assert page.status == 200
        assert (b"New project" in page.data) == (role != "read")


@pytest.mark.parametrize(
    ("values", "name"),
    [
        (["Ann"], "Ann"),
        ([" Ann Example "], "Ann Example"),
        (["J\u00c3\u00b6rg"], "J\u00f6rg"),
        (["\u00ff"], None),
        ([""], None),
        (["x" * 81], None),
        (["a\tb"], None),
        (["Ann", "Bob"], None),
        ([], None),
    ],
)
def test_a_name_is_one_printable_text(values: list[str], name: str | None) -> None:
    assert named_by(values) == name


@pytest.mark.parametrize(
    "fields",
    [{"trust_user_role": "log"}, {"trusted_proxies": ()}, {"trust_user_header": "two words"}],
)
def test_settings_that_make_no_sense(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        settings(**fields)
