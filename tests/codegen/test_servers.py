"""Servers of single paths and operations: what their paths are below, with a host of one's own and without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from codegen.forgiving import parse_forgivingly
from codegen.spec import loads
from tests.codegen.echo import Echo, echo_server
from tests.codegen.features import ANSWER, HEAD
from tests.codegen.packages import KINDS, generated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WHOLE = "https://h.example/api/v1"
BELOW = "called below the client's `host`"


def document(common: str, own: str, *, of_path: bool = False) -> str:
    """A document with one server for all and one for an operation."""
    top = f"servers: [{{url: {common!r}}}]\n" if common else ""
    server = f"servers: [{{url: {own!r}, variables: {{v: {{default: v2}}, nil: {{default: ''}}, no: {{}}}}}}]"
    at_path, at_operation = (f"{server}, ", "") if of_path else ("", f"{server}, ")
    return f"{HEAD}{top}paths: {{/b: {{{at_path}get: {{operationId: do, tags: [A], {at_operation}{ANSWER}}}}}}}\n"


def read(text: str) -> tuple[str, list[tuple[str, str, str]]]:
    """The server of the operation, and the notes."""
    api, problems = parse_forgivingly(loads(text, "f.yaml"))
    assert problems == ()
    (tag,) = api.tags
    return tag.operations[0].server, [(".".join(note.place.path), note.reason, note.done) for note in api.notes]


@pytest.mark.parametrize(
    ("common", "own", "server"),
    [
        (WHOLE, "/api/v2", "https://h.example/api/v2"),
        (WHOLE, "/api/{v}/", "https://h.example/api/v2"),
        (WHOLE, "/api/{nil}{v}", "https://h.example/api/v2"),
        (WHOLE, "/{nil}", "https://h.example"),
        (WHOLE, "/", "https://h.example"),
        (WHOLE, "//up.example/x", "https://up.example/x"),
        (WHOLE, "https://up.example/x/", "https://up.example/x"),
        (WHOLE, WHOLE, ""),
        ("/api/v1", "/api/v2", "/api/v2"),
        ("/api/v1", "/", "/"),
        ("/api/v1", "/api/v1", ""),
        ("", "/api/v2", "/api/v2"),
        ("", "/", ""),
    ],
)
@pytest.mark.parametrize("of_path", [True, False])
def test_what_a_path_is_below_that_has_a_server_of_its_own(
    common: str, own: str, server: str, *, of_path: bool
) -> None:
    assert read(document(common, own, of_path=of_path)) == (server, [])


@pytest.mark.parametrize(
    ("common", "own", "reason"),
    [
        (WHOLE, "api/v2", "unsupported: the server `api/v2` is neither a whole URL nor a path"),
        (WHOLE, "", "unsupported: the server `` is neither a whole URL nor a path"),
        (WHOLE, "../v2", "unsupported: the server `../v2` is neither a whole URL nor a path"),
        (WHOLE, "ftp://up.example", "unsupported: the server `ftp://up.example` is neither a whole URL nor a path"),
        (WHOLE, "/{no}", "the variable `no` of the server has no default"),
        ("/api/v1", "api/v2", "unsupported: the server `api/v2` is neither a whole URL nor a path"),
        ("/api/v1", "//up.example", "unsupported: the server `//up.example` is neither a whole URL nor a path"),
        ("/api/v1", "https://up.example", "the server `https://up.example` beside one of the API that is no whole URL"),
        ("", "https://up.example", "the server `https://up.example` beside one of the API that is no whole URL"),
    ],
)
def test_a_server_that_does_not_count_is_noted(common: str, own: str, reason: str) -> None:
    assert read(document(common, own)) == ("", [("paths./b.get.servers.0", reason, BELOW)])


@pytest.fixture(scope="module")
def echo() -> Iterator[Echo]:
    with echo_server() as server:
        yield server


@pytest.mark.parametrize(
    ("common", "own", "targets"),
    [
        ("/api/v1", "/api/v2", ["/api/v2/b", "/api/v2/b"]),
        ("/api/v1", "/", ["/b", "/b"]),
        # A host that is given stands for all servers of an API that has one of its own.
        (WHOLE, "/api/v2", ["/b", "/mine/b"]),
        (WHOLE, "https://up.example", ["/b", "/mine/b"]),
    ],
)
def test_what_it_is_below_where_a_host_is_given(
    echo: Echo, tmp_path: Path, common: str, own: str, targets: list[str]
) -> None:
    (tmp_path / "spec.yaml").write_text(document(common, own), encoding="utf-8")
    found: list[str] = []
    with generated(tmp_path / "spec.yaml", "served", tmp_path) as package:
        for host in (echo.url, f"{echo.url}/mine"):
            with package.ApiClient(package.Configuration(host)) as client:
                package.AApi(client).do()
            found.append(echo.last.target)
    assert found == targets


def test_what_it_is_below_where_no_host_is_given(echo: Echo, tmp_path: Path) -> None:
    text = document(f"{echo.url}/api/v1", "/api/v2")
    (tmp_path / "spec.yaml").write_text(text, encoding="utf-8")
    with generated(tmp_path / "spec.yaml", "served", tmp_path) as package, package.ApiClient() as client:
        package.AApi(client).do()
    assert echo.last.target == "/api/v2/b"


RELATIVE = f"{HEAD}servers: [{{url: /api/v3/}}]\npaths: {{/b: {{get: {{operationId: do, tags: [A], {ANSWER}}}}}}}\n"


@pytest.mark.parametrize("options", KINDS.values(), ids=KINDS)
def test_a_server_that_is_a_path_follows_a_host_that_has_none(
    echo: Echo, tmp_path: Path, options: tuple[str, ...]
) -> None:
    (tmp_path / "spec.yaml").write_text(RELATIVE, encoding="utf-8")
    found: list[str] = []
    with generated(tmp_path / "spec.yaml", "relative", tmp_path, *options) as package:
        for host in (echo.url, f"{echo.url}/", f"{echo.url}/mine", f"{echo.url}/api/v3"):
            with package.ApiClient(package.Configuration(host)) as client:
                client.configuration.host = client.configuration.host
                package.AApi(client).do()
            found.append(echo.last.target)
        text = package.Configuration.__init__.__doc__
    assert found == ["/api/v3/b", "/api/v3/b", "/mine/b", "/api/v3/b"]
    assert "One without a path is followed by `/api/v3`." in " ".join(text.split())


@pytest.mark.parametrize("text", [RELATIVE, document("", "/")], ids=["a path", "none"])
def test_without_any_host_it_is_said_where_one_is_given(tmp_path: Path, text: str) -> None:
    (tmp_path / "spec.yaml").write_text(text, encoding="utf-8")
    with (
        generated(tmp_path / "spec.yaml", "relative", tmp_path) as package,
        pytest.raises(package.InvalidHostConfigurationError) as caught,
    ):
        package.ApiClient()
    assert "pass `host=…` to the client or set RELATIVE_HOST" in str(caught.value)
