"""The decisions by themselves, as tables: no server, no clock."""

from __future__ import annotations

from http.client import HTTPException
from typing import Any

import pytest

from humanloop.calls.retry import is_repeatable, next_delay, redirect_target, retry_after
from humanloop.core.errors import ApiConnectionError
from humanloop.core.gzip import Gunzip, unpacked
from humanloop.core.headers import Headers, redacted
from humanloop.core.request import Request
from humanloop.core.response import ApiResponse, is_stream
from humanloop.core.secret import Secret
from humanloop.server.errors import TooLargeError
from humanloop.server.http.codings import decompressed
from humanloop.transport.http11 import body_length
from tests.faults.server import bomb, gzipped


def response(status: int, **headers: str) -> ApiResponse:
    fields = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return ApiResponse(status=status, reason="", headers=Headers(fields), round_trip_time=0.0, response=None)


REFUSED = ApiConnectionError("refused", sent=False)
BROKEN = ApiConnectionError("broken")
CERTIFICATE = ApiConnectionError("certificate", sent=False, permanent=True)

# outcome, read or PUT or DELETE, write, idempotent write
TABLE: list[tuple[Any, bool, bool, bool]] = [
    (REFUSED, True, True, True),
    (BROKEN, True, False, True),
    (CERTIFICATE, False, False, False),
    (response(408), True, True, True),
    (response(429), True, True, True),
    (response(503, Retry_After="1"), True, True, True),
    (response(503, Retry_After="soon"), True, False, True),
    (response(503), True, False, True),
    (response(500), True, False, True),
    (response(502), True, False, True),
    (response(504), True, False, True),
    (response(501), False, False, False),
    (response(400), False, False, False),
    (response(404), False, False, False),
    (response(409), False, False, False),
    (response(409, Retry_After="1"), False, False, True),
    (response(302), False, False, False),
]


@pytest.mark.parametrize(("outcome", "read", "write", "idempotent"), TABLE)
def test_what_is_repeatable(outcome: Any, read: bool, write: bool, idempotent: bool) -> None:
    asked = isinstance(outcome, ApiResponse) and retry_after(outcome.headers.get("Retry-After"), 0) is not None
    for method in ("GET", "HEAD", "PUT", "DELETE"):
        for known in (False, True):
            assert is_repeatable(method, outcome, idempotent=known, asked=asked) == read
    for method in ("POST", "PATCH"):
        assert is_repeatable(method, outcome, idempotent=False, asked=asked) == write
        assert is_repeatable(method, outcome, idempotent=True, asked=asked) == idempotent


# outcome, attempt, seconds left, least and most pause or None
PAUSES: list[tuple[Any, int, float | None, tuple[float, float] | None]] = [
    (response(500), 0, None, (0.25, 0.5)),
    (response(500), 1, None, (0.5, 1)),
    (response(500), 2, None, (1, 2)),
    (response(500), 4, None, (4, 8)),
    (response(500), 9, None, (4, 8)),
    (response(500), 10, None, None),
    (response(429, Retry_After="3"), 0, None, (3, 3)),
    (response(429, Retry_After="3"), 0, 2.9, None),
    (response(429, Retry_After="0"), 0, None, (0.25, 0.5)),
    (response(429, Retry_After="30"), 0, None, (30, 30)),
    (response(429, Retry_After="30.1"), 0, None, None),
    (response(429, Retry_After="-5"), 0, None, (0.25, 0.5)),
    (response(500), 0, 0.2, None),
    (response(500), 0, -1, None),
    (response(500), 0, 0.6, (0.25, 0.5)),
]


@pytest.mark.parametrize(("outcome", "attempt", "remaining", "pause"), PAUSES)
def test_pauses(
    outcome: Any,
    attempt: int,
    remaining: float | None,
    pause: tuple[float, float] | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("humanloop.calls.retry.FIRST_PAUSE", 0.5)
    request = Request("GET", "http://localhost/", headers={}, max_retries=10)
    for _ in range(50):
        delay = next_delay(request, outcome, attempt, remaining=remaining, now=0, idempotent=False)
        assert delay is None if pause is None else delay is not None and pause[0] <= delay <= pause[1]


RETRY_AFTER = [
    (None, None),
    ("5", 5),
    ("5.5", 5.5),
    ("0", 0),
    ("-0", 0),
    ("-1", None),
    ("inf", None),
    ("nan", None),
    ("1e400", None),
    ("1_000", None),
    ("five", None),
    ("", None),
    ("Thu, 01 Jan 1970 00:01:00 GMT", 20),
    ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    ("Thursday, 01-Jan-70 00:01:00 GMT", 20),
    ("Thu Jan  1 00:01:00 1970", 20),
    ("Thu, 99 Jan 1970 00:01:00 GMT", None),
    ("Thu, 01 Jan 99999 00:01:00 GMT", None),
]


@pytest.mark.parametrize(("value", "seconds"), RETRY_AFTER)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, 40) == seconds


LENGTHS: list[tuple[list[str], list[str], tuple[int | None, bool] | None]] = [
    ([], [], (None, False)),
    (["5"], [], (5, False)),
    ([" 5 "], [], (5, False)),
    ([], ["Chunked"], (None, True)),
    (["5", "5"], [], None),
    (["5, 5"], [], None),
    (["-5"], [], None),
    (["+5"], [], None),
    (["5_0"], [], None),
    (["\u0665"], [], None),
    ([""], [], None),
    (["5"], ["chunked"], None),
    ([], ["gzip, chunked"], None),
    ([], ["chunked", "chunked"], None),
]


@pytest.mark.parametrize(("lengths", "codings", "expected"), LENGTHS)
def test_lengths(lengths: list[str], codings: list[str], expected: tuple[int | None, bool] | None) -> None:
    if expected is None:
        with pytest.raises(HTTPException):
            body_length(lengths, codings)
    else:
        assert body_length(lengths, codings) == expected


@pytest.mark.parametrize(
    ("lengths", "says"),
    [
        (["5", "5"], "several times"),
        (["5, 5"], "no number"),
        (["five"], "no number"),
        (["1" * 19], "more than 18 digits"),
    ],
)
def test_what_is_wrong_with_a_length_is_said(lengths: list[str], says: str) -> None:
    with pytest.raises(HTTPException, match=says):
        body_length(lengths, [])


def test_redirect_keeps_nothing_of_the_fragment() -> None:
    request = Request("GET", "https://host:443/v4/logs?page=1", headers={})
    assert redirect_target(request, response(302, Location="https://HOST/x#y")) == "https://HOST/x"
    assert redirect_target(request, response(302, Location="http://host:443/x")) is None


def test_headers_are_a_mapping() -> None:
    headers = Headers([("A", "1"), ("b", "2"), ("a", "3"), ("Set-Cookie", "x")])
    assert headers["a"] == headers["A"] == "1, 3"
    assert dict(headers) == {"A": "1, 3", "b": "2", "Set-Cookie": "x"}
    assert len(headers) == 3
    assert "B" in headers
    assert headers.get("c") is None
    assert repr(headers) == "{'A': '1, 3', 'b': '2', 'Set-Cookie': '<redacted>'}"
    assert redacted({"X": Secret("s"), "Cookie": "c", "Y": "y"}) == {
        "X": "<redacted>",
        "Cookie": "<redacted>",
        "Y": "y",
    }


@pytest.mark.parametrize(
    ("status", "kind", "coding", "expected"),
    [
        (200, "text/event-stream", None, True),
        (200, "Text/Event-Stream; charset=utf-8", "gzip", True),
        (200, "text/event-streams", None, False),
        (200, "application/json", None, False),
        (200, "text/event-stream", "br", False),
        (404, "text/event-stream", None, False),
        (302, "text/event-stream", None, False),
    ],
)
def test_is_stream(status: int, kind: str, coding: str | None, expected: bool) -> None:
    headers = {"Content-Type": kind} | ({"Content-Encoding": coding} if coding else {})
    assert is_stream(status, Headers(headers.items())) == expected


def test_gunzip_yields_small_pieces() -> None:
    pieces = [len(piece) for piece in Gunzip().feed(bomb(8 << 20))]
    assert sum(pieces) == 8 << 20
    assert max(pieces) <= 256 * 1024
    with pytest.raises(ValueError, match="larger than 1000 bytes"):
        unpacked(bomb(1 << 20), "gzip", 1000)


@pytest.mark.parametrize("pieces", [[], [b""], [b"a"], [b"a", b"", b"b" * 300, b"c" * 200_000, b"", b"d"] * 3])
@pytest.mark.parametrize("zeros", [0, 1, 700])
@pytest.mark.parametrize("size", [1, 7, 5000, 1 << 20])
def test_files_in_a_row_are_unpacked_however_they_arrive(pieces: list[bytes], zeros: int, size: int) -> None:
    packed = b"".join(gzipped(piece) + b"\0" * zeros for piece in pieces)
    gunzip = Gunzip()
    found = b"".join(b"".join(gunzip.feed(packed[at : at + size])) for at in range(0, len(packed), size))
    assert found == b"".join(pieces)
    if pieces:
        gunzip.end()
        assert gunzip.files == len(pieces)


def test_many_small_files_in_a_row_are_unpacked_in_no_time() -> None:
    """What each of them leaves of all the others is not copied: that took 40 s."""
    assert sum(1 for _ in Gunzip().feed(gzipped(b"") * 200_000)) == 200_000


def test_a_body_of_too_many_files_is_refused() -> None:
    many = gzipped(b"") * 10_000
    assert unpacked(many, "gzip", 10) == decompressed(many, "gzip", 10) == b""
    many += gzipped(b"")
    with pytest.raises(ValueError, match="more than 10000 parts"):
        unpacked(many, "gzip", 10)
    with pytest.raises(TooLargeError, match="more than 10000 parts"):
        decompressed(many, "gzip", 10)
