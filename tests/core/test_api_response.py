"""Answers before they become models."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pytest
from urllib3 import HTTPHeaderDict

from humanloop.core.response import ApiResponse, AsyncApiResponse, AsyncGeneratorResponse, StreamResponse, is_stream

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def answer(data: bytes = b"", **headers: str) -> ApiResponse:
    return ApiResponse(
        status=200,
        reason="OK",
        headers=HTTPHeaderDict({name.replace("_", "-"): value for name, value in headers.items()}),
        round_trip_time=0.5,
        response="the library's",
        data=data,
    )


@pytest.mark.parametrize(
    ("data", "body"),
    [
        (b"", None),
        (b"null", None),
        (b'{"a": [1]}', {"a": [1]}),
        (b"\xef\xbb\xbf[1]", [1]),
        (b'"text"', "text"),
        (b"5", 5),
        (b"plain text", "plain text"),
        (b"<html>\xc3\xbc</html>", "<html>ü</html>"),
        (b"\xff\xfe broken", "\ufffd\ufffd broken"),
        (b'{"cut": ', '{"cut": '),
        (b" ", " "),
    ],
)
def test_the_body_is_plain_json_or_else_text(data: bytes, body: Any) -> None:
    assert answer(data).body == body


@pytest.mark.parametrize(
    ("header", "data", "text"),
    [
        ("text/plain; charset=iso-8859-1", b"\xe9", "é"),
        ('text/plain; format=flowed;Charset = "ISO-8859-1"; x=y', b"\xe9", "é"),
        ("text/html;charset=windows-1252", b"<p>\x80</p>", "<p>€</p>"),
        ("text/csv; charset=utf-16", "é".encode("utf-16"), "é"),
        ("text/csv; charset=utf-16le", "é".encode("utf-16le"), "é"),
        ("text/plain; charset=utf-8", b"\xc3\xa9 \xff", "é \ufffd"),
        ("text/plain; charset=us-ascii", b"a\xe9", "a\ufffd"),
        ("text/plain", b"\xe9", "\ufffd"),
        ("text/plain; charset=", b"\xc3\xa9", "é"),
        ("text/plain; charset=klingon", b"\xc3\xa9", "é"),
        ("text/plain; charset=hex", b"\xc3\xa9", "é"),
        ("text/plain; charset=undefined", b"\xc3\xa9", "é"),
        ("text/plain; charset=unicode_escape", rb"\y", r"\y"),
        ("text/plain; charset=punycode", b"abc-def", "abc-def"),
        ("text/plain; x-charset=iso-8859-1", b"\xc3\xa9", "é"),
    ],
)
def test_a_text_is_in_the_charset_of_its_header(header: str, data: bytes, text: str) -> None:
    assert answer(data, content_type=header).body == text
    assert answer(data, content_type=header).text == text


def test_the_body_is_read_once_and_may_be_changed_by_its_owner() -> None:
    response = answer(b'{"a": 1}')
    response.body["a"] = 2
    assert response.body == {"a": 2}
    assert response.data == b'{"a": 1}'


@pytest.mark.parametrize(
    ("header", "media_type"),
    [
        ("application/json", "application/json"),
        ("Application/JSON; charset=utf-8", "application/json"),
        (" text/event-stream ;x", "text/event-stream"),
        (";", ""),
        ("", ""),
    ],
)
def test_the_content_type_has_small_letters_and_no_parameters(header: str, media_type: str) -> None:
    assert answer(content_type=header).content_type == media_type


def test_no_content_type_is_no_type() -> None:
    assert answer().content_type == ""


@pytest.mark.parametrize(
    ("status", "headers", "streams"),
    [
        (200, {"Content-Type": "text/event-stream"}, True),
        (201, {"Content-Type": "Text/Event-Stream; charset=utf-8"}, True),
        (200, {"Content-Type": "text/event-stream", "Content-Encoding": "gzip"}, True),
        (200, {"Content-Type": "text/event-stream", "Content-Encoding": "br"}, False),
        (200, {"Content-Type": "application/json"}, False),
        (200, {}, False),
        (404, {"Content-Type": "text/event-stream"}, False),
        (302, {"Content-Type": "text/event-stream"}, False),
    ],
)
def test_which_answers_are_streams(status: int, headers: dict[str, str], streams: bool) -> None:
    assert is_stream(status, HTTPHeaderDict(headers)) is streams


def test_an_answer_travels_without_the_library_behind_it() -> None:
    response = answer(b'{"a": 1}', x_request_id="r")
    response.response = lambda: None
    again = pickle.loads(pickle.dumps(response))
    assert (again.status, again.body, again.headers["X-Request-Id"], again.response) == (200, {"a": 1}, "r", None)


def test_an_answer_shows_its_status_and_not_its_content() -> None:
    assert repr(answer(b"secret")) == "<ApiResponse 200 OK, 6 bytes>"
    assert AsyncApiResponse is ApiResponse


def test_a_stream_is_an_iterator_that_closes() -> None:
    closed: list[str] = []
    head = answer(x_request_id="r")
    stream = StreamResponse(head, iter([1, 2]), lambda: closed.append("closed"))
    assert (stream.status, stream.headers["X-Request-Id"], stream.round_trip_time) == (200, "r", 0.5)
    assert stream.response == "the library's"
    assert repr(stream) == "<StreamResponse 200>"
    with stream as same:
        assert same is stream
        assert list(stream) == [1, 2]
        assert list(stream.content) == []
    assert closed == ["closed"]


def test_a_stream_closes_when_its_reader_fails() -> None:
    closed: list[str] = []
    stream = StreamResponse(answer(), iter([1]), lambda: closed.append("closed"))
    with pytest.raises(KeyError, match="mine"), stream:
        raise KeyError("mine")
    assert closed == ["closed"]


async def test_an_asynchronous_stream_does_the_same() -> None:
    closed: list[str] = []

    async def content() -> AsyncIterator[int]:
        for item in (1, 2):
            yield item

    async def close() -> None:
        closed.append("closed")

    stream = AsyncGeneratorResponse(answer(), content(), close)
    assert repr(stream) == "<AsyncGeneratorResponse 200>"
    async with stream as same:
        assert same is stream
        assert [item async for item in stream] == [1, 2]
        assert [item async for item in stream.content] == []
    assert closed == ["closed"]
    with pytest.raises(KeyError, match="mine"):
        async with stream:
            raise KeyError("mine")
    assert closed == ["closed", "closed"]
