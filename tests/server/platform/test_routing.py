"""The table of paths."""

from __future__ import annotations

import pytest

from humanloop.server.errors import MethodNotAllowedError, NotFoundError
from humanloop.server.http.routing import Router


@pytest.fixture
def router() -> Router[str]:
    router: Router[str] = Router()
    for method, path in [
        ("GET", "/logs"),
        ("POST", "/logs"),
        ("GET", "/logs/{id}"),
        ("POST", "/configs/export"),
        ("GET", "/configs/{id}"),
        ("GET", "/configs/{id}/parts/{part}"),
    ]:
        router.add(method, path, f"{method} {path}")
    return router


@pytest.mark.parametrize(
    ("method", "path", "value", "parameters"),
    [
        ("GET", "/logs", "GET /logs", {}),
        ("POST", "/logs/", "POST /logs", {}),
        ("GET", "/logs/data_1", "GET /logs/{id}", {"id": "data_1"}),
        ("GET", "/logs/a%2Fb%20c", "GET /logs/{id}", {"id": "a/b c"}),
        ("POST", "/configs/export", "POST /configs/export", {}),
        ("GET", "/configs/export", "GET /configs/{id}", {"id": "export"}),
        ("GET", "/configs/1/parts/2", "GET /configs/{id}/parts/{part}", {"id": "1", "part": "2"}),
    ],
)
def test_found(router: Router[str], method: str, path: str, value: str, parameters: dict[str, str]) -> None:
    assert router.find(method, path) == (value, parameters)


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/logs/1/2", "/configs/1/parts", "/configs//parts/2"])
def test_not_found(router: Router[str], path: str) -> None:
    with pytest.raises(NotFoundError):
        router.find("GET", path)


def test_another_method(router: Router[str]) -> None:
    with pytest.raises(MethodNotAllowedError) as caught:
        router.find("DELETE", "/configs/export")
    assert caught.value.headers == {"Allow": "GET, HEAD, POST"}
