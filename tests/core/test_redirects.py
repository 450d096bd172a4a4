"""Redirects: followed for reads, inside the origin, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from humanloop.calls.retry import redirect_target
from humanloop.core.request import Request
from tests.core.wire import reply

URL = "https://h/v4/logs?page=1"


def target(location: str | None, status: int = 307, method: str = "GET", url: str = URL) -> str | None:
    headers: dict[str, Any] = {} if location is None else {"Location": location}
    return redirect_target(Request(method, url, headers={}), reply(status, **headers))


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("https://h/v4/other", "https://h/v4/other"),
        ("https://h:443/v4/other", "https://h:443/v4/other"),
        ("HTTPS://H/v4/other", "https://H/v4/other"),
        ("//h/v4/other", "https://h/v4/other"),
        ("/v4/other?a=1", "https://h/v4/other?a=1"),
        ("other", "https://h/v4/other"),
        ("?page=2", "https://h/v4/logs?page=2"),
        ("/v4/other#part", "https://h/v4/other"),
        ("/v4/a b", "https://h/v4/a%20b"),
        ("/v4/a%20b?c=%C3%A9", "https://h/v4/a%20b?c=%C3%A9"),
        ("/v4/caf\u00e9", "https://h/v4/caf%C3%A9"),
        ("/v4/caf\u00c3\u00a9", "https://h/v4/caf%C3%A9"),  # UTF-8, as the synchronous wire reads it
        ("/v4/\u65e5", "https://h/v4/%E6%97%A5"),
    ],
)
def test_a_read_is_followed_inside_the_origin(location: str, url: str) -> None:
    for status in (301, 302, 303, 307, 308):
        for method in ("GET", "HEAD"):
            assert target(location, status, method) == url


@pytest.mark.parametrize(
    "location",
    [
        None,
        "",
        "http://h/v4/other",
        "https://elsewhere/v4/other",
        "https://h.elsewhere/v4/other",
        "https://h:8443/v4/other",
        "//elsewhere/v4/other",
        "https://user@h/v4/other",
        "https://h@elsewhere/",
        "https://h\\@elsewhere/",
        "\\\\elsewhere",
        "/v4/a\tb",
        "//\u00fc/v4/other",
        "/v4/\r\nX: y",
        "https://[::1",
        "https://h:port/",
        "ftp://h/",
        "javascript:alert(1)",
    ],
)
def test_nothing_leads_out_of_the_origin(location: str | None) -> None:
    assert target(location) is None


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
def test_a_write_is_never_followed(method: str) -> None:
    assert target("/v4/other", 307, method) is None


@pytest.mark.parametrize("status", [200, 300, 304, 305, 306, 400])
def test_other_answers_are_no_redirects(status: int) -> None:
    assert target("/v4/other", status) is None


def test_an_unsafe_origin_is_left_neither() -> None:
    assert target("https://h/v4/other", url="http://h/v4/logs") is None
    assert target("http://h:80/v4/other", url="http://h/v4/logs") == "http://h:80/v4/other"
