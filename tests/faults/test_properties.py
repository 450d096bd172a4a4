"""Properties that hold for any input: the decoder of events, URLs, Retry-After, tolerant parsing."""

from __future__ import annotations

import json
import math
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from humanloop import Humanloop
from humanloop.calls.retry import LONGEST_RETRY_AFTER, redirect_target, retry_after
from humanloop.core.errors import ApiResponseError, OpenApiException
from humanloop.core.gzip import unpacked
from humanloop.core.headers import Headers
from humanloop.core.operation import Operation
from humanloop.core.request import Request
from humanloop.core.response import ApiResponse
from humanloop.request.build import build_request
from humanloop.response.events import EventDecoder
from humanloop.transport.http11 import read_head
from tests.faults.client import CANARY
from tests.faults.server import gzipped

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT = st.text(st.characters(exclude_categories=("Cs",)))


def decoded(pieces: Sequence[bytes]) -> list[str]:
    decoder = EventDecoder()
    found = [event for piece in pieces for event in decoder.feed(piece)]
    return found + list(decoder.end())


def split(data: bytes, cuts: Sequence[int]) -> list[bytes]:
    places = sorted({cut % (len(data) + 1) for cut in cuts})
    return [data[start:end] for start, end in zip([0, *places], [*places, len(data)], strict=True)]


LINES = st.lists(
    st.one_of(
        TEXT.map(lambda text: "data: " + text),
        TEXT.map(lambda text: "data:" + text),
        st.sampled_from(["", "", "data", ":", ": comment", "event: message", "id: 7", "retry: 5", "data: [DONE]"]),
        TEXT,
    ),
    max_size=20,
)


@given(LINES, st.sampled_from(["\n", "\r", "\r\n"]), st.lists(st.integers(0, 10_000), max_size=30), st.booleans())
def test_any_split_gives_the_same_events(lines: list[str], end: str, cuts: list[int], mark: bool) -> None:
    data = (b"\xef\xbb\xbf" if mark else b"") + end.join(lines).encode()
    whole = decoded([data])
    assert decoded(split(data, cuts)) == whole
    assert decoded([bytes([byte]) for byte in data]) == whole


@given(st.binary(max_size=200), st.lists(st.integers(0, 200), max_size=20))
def test_any_bytes_give_events_or_one_error(data: bytes, cuts: list[int]) -> None:
    def outcome(pieces: Sequence[bytes]) -> list[str]:
        decoder, found = EventDecoder(), []
        try:
            for piece in pieces:
                found += list(decoder.feed(piece))
            found += list(decoder.end())
        except ValueError as error:
            assert str(error) == "the stream is not UTF-8"  # noqa: PT017
            found.append("error")
        return found

    # A generator that fails gives nothing of its piece, so only what came before is compared.
    whole = outcome([bytes([byte]) for byte in data])
    assert outcome(split(data, cuts))[-1:] == whole[-1:] or "error" not in whole


@given(st.lists(st.lists(TEXT.filter(lambda text: "\n" not in text and "\r" not in text), min_size=1), max_size=5))
def test_events_come_back(events: list[list[str]]) -> None:
    data = "".join("".join(f"data: {line}\n" for line in event) + "\n" for event in events)
    assert decoded([data.encode()]) == ["\n".join(event) for event in events]


CONFIGURATION = Humanloop(CANARY, "http://localhost:8000/v4").configuration
THING: Operation[Any] = Operation(
    "GET", "/things/{id}/parts/{part}", status=200, query={"search": "Optional[str]", "id": "Optional[List[str]]"}
)


@given(TEXT, TEXT, TEXT, st.lists(TEXT))
def test_server_decodes_what_the_caller_gave(thing: str, part: str, search: str, ids: list[str]) -> None:
    operation = Operation[Any](
        "GET", THING.path, status=200, query={"search": "Optional[str]", "ids": "Optional[List[str]]"}
    )
    arguments = {"id": thing, "part": part, "search": search, "ids": ids}
    try:
        request = build_request(operation, arguments, {}, CONFIGURATION)
    except OpenApiException:
        assert any(not value.strip() or value in {".", ".."} for value in (thing, part))
        return
    url = urlsplit(request.url)
    assert url.netloc == "localhost:8000"
    segments = url.path.split("/")
    assert segments[:3] == ["", "v4", "things"]
    assert [unquote(segment, errors="strict") for segment in segments[3:]] == [thing, "parts", part]
    assert parse_qsl(url.query, keep_blank_values=True) == [("search", search), *(("ids", value) for value in ids)]
    assert request.url.isascii()
    assert request.path_url == request.url.removeprefix("http://localhost:8000")


@given(st.one_of(st.text(), st.floats().map(str), st.integers().map(str), st.datetimes().map(str)))
def test_retry_after_never_raises(value: str) -> None:
    seconds = retry_after(value, 1_700_000_000.0)
    assert seconds is None or (math.isfinite(seconds) and seconds >= 0)


@given(st.floats(0, LONGEST_RETRY_AFTER))
def test_retry_after_in_seconds(seconds: float) -> None:
    assert retry_after(str(seconds), 0) == seconds


@given(st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)), st.integers(-100, 100))  # noqa: DTZ001
def test_retry_after_as_a_date(moment: datetime, before: int) -> None:
    moment = moment.replace(tzinfo=UTC, microsecond=0)
    found = retry_after(format_datetime(moment, usegmt=True), moment.timestamp() - before)
    assert found == max(0, before)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "data", "config", "messages", "feedback", "created_at", "model_config", "name"])
            | TEXT,
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)
API = Humanloop(CANARY, "http://localhost:8000/v4").api_client


def answer_of(data: bytes) -> ApiResponse:
    headers = Headers([("Content-Type", "application/json")])
    return ApiResponse(status=200, reason="OK", headers=headers, round_trip_time=0.1, response=None, data=data)


def operations() -> dict[str, Operation[Any]]:
    import importlib
    import pkgutil

    from humanloop.apis import tags

    found = {}
    for module in pkgutil.iter_modules(tags.__path__):
        for name, value in vars(importlib.import_module(f"humanloop.apis.tags.{module.name}")).items():
            if isinstance(value, Operation):
                found[f"{module.name}.{name}"] = value
    return found


OPERATIONS = operations()


@given(st.sampled_from(sorted(OPERATIONS)), JSON)
def test_no_document_raises_anything_else(name: str, document: Any) -> None:
    """Tolerant parsing: any JSON document becomes a model, or an `ApiResponseError`."""
    try:
        model = API.model(OPERATIONS[name], answer_of(json.dumps(document).encode()), validate=False)
    except ApiResponseError as error:
        assert (error.status, error.body) == (200, document)  # noqa: PT017 - it may raise or not
        assert not isinstance(document, dict) or not OPERATIONS[name].returns.endswith("Response")
    else:
        repr(model)


@given(st.sampled_from(sorted(OPERATIONS)), st.binary(max_size=60))
def test_no_bytes_raise_anything_else(name: str, data: bytes) -> None:
    try:
        API.model(OPERATIONS[name], answer_of(data), validate=False)
    except ApiResponseError as error:
        assert error.status == 200  # noqa: PT017 - it may raise or not


@pytest.mark.parametrize("name", ["logs_api.GET", "logs_api.LIST", "projects_api.DELETE", "projects_api.LIST"])
@pytest.mark.parametrize(
    "data",
    [
        b"[" * 10**5,
        b'{"a":' * 10**5,
        b'{"id":' + b"[" * 190 + b"]" * 190 + b"}",
        b'{"id": 1' + b"0" * 5000 + b"}",
        b'{"id": 1e999}',
        b'{"data": {"data": [1]}}',
        b'{"id": "\\ud800"}',
        b'{"id": "a", "id": "b"}',
        b'{"created_at": "99999-99-99"}',
        b'{"created_at": 1e300}',
        b'{"model_extra": 1, "__class__": 2, "model_fields_set": [1], "copy": 3}',
    ],
)
def test_extreme_documents(name: str, data: bytes) -> None:
    with suppress(ApiResponseError):
        repr(API.model(OPERATIONS[name], answer_of(data), validate=False))


@given(st.binary(max_size=2000), st.integers(0, 3000))
def test_gzip_comes_back_or_is_too_large(data: bytes, limit: int) -> None:
    try:
        assert unpacked(gzipped(data), "gzip", limit) == data
    except ValueError:
        assert len(data) > limit


@given(st.binary(max_size=300))
def test_any_head_is_read_or_refused(data: bytes) -> None:
    import io
    from http.client import HTTPException

    for start in (b"", b"HTTP/1.1 200 OK\r\n"):
        source = io.BytesIO(start + data)
        try:
            head = read_head(source.readline, "GET")
        except (HTTPException, ConnectionError):
            continue
        assert 100 <= head.status <= 999
        assert head.length is None or head.length >= 0


@given(st.text())
def test_any_location_stays_in_the_origin(location: str) -> None:
    request = Request("GET", "http://localhost:8000/v4/logs", headers={})
    answer = ApiResponse(
        status=302, reason="", headers=Headers([("Location", location)]), round_trip_time=0.0, response=None
    )
    target = redirect_target(request, answer)
    assert target is None or target.startswith(("http://localhost:8000/", "http://localhost:8000?"))
