"""Server-sent events: bytes to events, events to partial answers."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from humanloop.core.errors import ApiConnectionError, ApiStreamingException
from humanloop.core.response import ApiResponse
from humanloop.response import events
from humanloop.response.events import EventDecoder, answers, answers_async, keys_of, to_items

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

KEYS = ("output", "index", "project_id")


def decode(*chunks: bytes) -> list[str]:
    decoder = EventDecoder()
    return [event for chunk in chunks for event in decoder.feed(chunk)] + list(decoder.end())


GRAMMAR = [
    ("", []),
    ("\n\n\n", []),
    ("data: a\n\n", ["a"]),
    ("data:a\n\n", ["a"]),
    ("data:  a \n\n", [" a "]),
    ("data: a:b\n\n", ["a:b"]),
    ("data: a\r\n\r\n", ["a"]),
    ("data: a\r\r", ["a"]),
    ("data: a\r\n\n", ["a"]),
    ("data: a\n\r\n", ["a"]),
    ("data: a\r\n\ndata: b\n\r\n", ["a", "b"]),
    (": c\r\n\n\ndata: a\r\n\n\r\r\n\ndata: b\n\n", ["a", "b"]),
    ("data: a\rdata: b\r\ndata: c\n\n", ["a\nb\nc"]),
    ("data: a\n\ndata: b\n\n", ["a", "b"]),
    ("data: a\n\n\n\ndata: b\n\n", ["a", "b"]),
    ("data: a\ndata:\ndata: b\n\n", ["a\n\nb"]),
    ("data\n\n", [""]),
    ("data:\n\n", [""]),
    ("data: \n\n", [""]),
    (": a comment\n\n", []),
    (":\n\ndata: a\n\n", ["a"]),
    (": a comment\ndata: a\n: another\n\n", ["a"]),
    ("event: x\nid: 1\nretry: 5\ndata: a\n\n", ["a"]),
    ("event: x\n\n", []),
    ("id\n\n", []),
    ("database: a\n\n", []),
    (" data: a\n\n", []),
    ("Data: a\n\n", []),
    ("\ufeffdata: a\n\n", ["a"]),
    ("data: a\ufeff\n\n", ["a\ufeff"]),
    ("data: ü🙂\u2028\x85\x0b\x0c\x1c\n\n", ["ü🙂\u2028\x85\x0b\x0c\x1c"]),
    ("data: a\x00b\n\n", ["a\x00b"]),
    # The end of the transfer ends the last event too.
    ("data: a", ["a"]),
    ("data: a\n", ["a"]),
    ("data: a\r", ["a"]),
    ("data: a\n\ndata: b", ["a", "b"]),
    ("event: x", []),
]


@pytest.mark.parametrize(("text", "events"), GRAMMAR)
def test_the_grammar(text: str, events: list[str]) -> None:
    assert decode(text.encode()) == events


@pytest.mark.parametrize(("text", "events"), GRAMMAR)
def test_the_pieces_of_a_stream_do_not_matter(text: str, events: list[str]) -> None:
    data = text.encode()
    assert decode(*(data[index : index + 1] for index in range(len(data)))) == events
    for cut in range(len(data) + 1):
        assert decode(data[:cut], data[cut:]) == events


def test_every_order_of_line_ends() -> None:
    for parts in itertools.product(("data: a", ":", "\r", "\n"), repeat=6):
        data = "".join(parts).encode()
        assert decode(*(data[index : index + 1] for index in range(len(data)))) == decode(data)


LINES = st.sampled_from(["data: a", "data:", "data: ü🙂", ": c", "event: x", "", "", "data: {}", "nothing"])


@given(st.lists(st.tuples(LINES, st.sampled_from(["\n", "\r\n"]))), st.lists(st.integers(0, 200)))
def test_any_stream_cut_anywhere_has_the_same_events(lines: list[tuple[str, str]], cuts: list[int]) -> None:
    data = "".join(line + end for line, end in lines).encode()
    places = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    pieces = [data[start:stop] for start, stop in itertools.pairwise(places)]
    assert decode(*pieces) == decode(data)


def test_events_are_answered_as_soon_as_they_are_complete() -> None:
    decoder = EventDecoder()
    fed = [b"data: a\n", b"\ndata: b\n\nda", b"ta: c\r\n\r\n", b"data: d\r\r", b"\ndata: e\r", b"\n\r", b"\n"]
    came = [list(decoder.feed(chunk)) for chunk in fed]
    assert came == [[], ["a", "b"], ["c"], ["d"], [], ["e"], []]
    assert list(decoder.end()) == []


@pytest.mark.parametrize(
    "data", [b"data: \xff\n\n", b"\xff\xfed\x00", b"data: \xc3\n\n", b"data: \xed\xa0\x80\n\n", "data: ü".encode()[:-1]]
)
def test_what_is_not_utf8_breaks_the_stream(data: bytes) -> None:
    with pytest.raises(ValueError, match="not UTF-8"):
        decode(data)


@pytest.mark.parametrize("chunk", [b"data: xxxxxxxx\n", b"data: xxxxxxxx", b": xxxxxxxxxxx", b"\xff"])
def test_an_event_without_end_is_refused(chunk: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "LONGEST_EVENT", 100)
    with pytest.raises(ValueError, match="longer than 100 bytes"):
        decode(*[chunk] * 1000)


def test_many_events_are_not_one_long_event(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "LONGEST_EVENT", 100)
    assert decode(b"data: xxxxxxxx\n\n" * 1000) == ["xxxxxxxx"] * 1000


@pytest.mark.parametrize(
    ("event", "items"),
    [
        ({"data": []}, []),
        ({"data": [{"output": "a", "index": 0}]}, [{"output": "a", "index": 0, "project_id": None}]),
        (
            {"data": [{"output": "a"}], "project_id": "pr", "index": 7},
            [{"output": "a", "index": 7, "project_id": "pr"}],
        ),
        ({"data": [{"project_id": None}], "project_id": "pr"}, [{"output": None, "index": None, "project_id": None}]),
        ({"data": [{"unknown": 1}]}, [{"output": None, "index": None, "project_id": None}]),
        (
            {"data": [{"index": 0}, {"index": 1}], "error": None},
            [{"output": None, "index": index, "project_id": None} for index in (0, 1)],
        ),
    ],
)
def test_an_event_holds_partial_answers(event: Any, items: list[dict[str, Any]]) -> None:
    assert to_items(json.dumps(event), "data", KEYS) == items


@pytest.mark.parametrize(
    ("data", "reason", "body"),
    [
        ("{", "is not JSON", "{"),
        ("oops", "is not JSON", "oops"),
        ("[]", "is not an object", []),
        ("null", "is not an object", None),
        ("5", "is not an object", 5),
        ("{}", "error of the server", {}),
        ('{"data": {}}', "error of the server", {"data": {}}),
        ('{"data": [], "error": "out of credit"}', "error of the server", {"data": [], "error": "out of credit"}),
        ('{"data": [1]}', "does not hold answers", {"data": [1]}),
        ('{"data": ["output"]}', "does not hold answers", {"data": ["output"]}),
        ('{"data": [{}, null]}', "does not hold answers", {"data": [{}, None]}),
        ('{"error": {"message": "x"}}', "error of the server", {"error": {"message": "x"}}),
    ],
)
def test_an_event_of_no_use_breaks_the_stream_and_is_kept(data: str, reason: str, body: Any) -> None:
    with pytest.raises(ValueError, match=reason) as caught:
        to_items(data, "data", KEYS)
    assert vars(caught.value)["body"] == body


def test_the_keys_of_a_partial_answer_are_those_of_its_type() -> None:
    keys = keys_of("types.StreamToken")
    assert keys[:3] == ("output", "id", "index")
    assert len(keys) == len(set(keys))


def event(text: str) -> bytes:
    return f"data: {json.dumps({'data': [{'output': text}]})}\n\n".encode()


# Pieces of a stream (the empty one is the end of the transfer), and the texts of its answers.
WHOLE = [
    ([event("a"), event("b"), b""], "ab"),
    ([event("a") + event("b")[:7], event("b")[7:], b""], "ab"),
    ([event("a"), event("b").rstrip(), b""], "ab"),
    ([event("a"), b"data: [DONE]\n\n", event("never"), b""], "a"),
    ([event("a") + b"data: [DONE]\n\n" + event("never")], "a"),
    ([b": wait\n\n", b""], ""),
    ([event("a"), b"data:\n\n", b"data: \n\ndata\n\n", event("b"), b""], "ab"),
    ([event("a"), b"data: [DONE] \n\n", event("never"), b""], "a"),
    ([event("a"), b"data:  [DONE]\r\n\r\n", event("never"), b""], "a"),
    ([b""], ""),
]
CUT: list[tuple[list[Any], str, str]] = [
    ([event("a"), ApiConnectionError("cut"), b""], "a", "cut"),
    ([event("a"), b"data: oops\n\n"], "a", "not JSON"),
    ([event("a") + b'data: {"error": "x"}\n\n', event("never")], "a", "error of the server"),
    ([event("a"), event("b")[:-9], b""], "a", "not JSON"),
    ([event("a"), b"data: \xff\n\n"], "a", "not UTF-8"),
]


class Wire:
    """The body of an open stream, for both kinds of loops."""

    def __init__(self, pieces: list[Any]) -> None:
        self._pieces = iter(pieces)
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = next(self._pieces)
        if isinstance(piece, Exception):
            raise piece
        return bytes(piece)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece

    def close(self) -> None:
        self.closed += 1

    async def aclose(self) -> None:
        self.closed += 1


def head(pieces: list[Any]) -> ApiResponse:
    headers = {"X-Request-Id": "req_1"}
    return ApiResponse(
        status=200, reason="OK", headers=headers, round_trip_time=0.5, response=None, pieces=Wire(pieces)
    )


def read(opened: ApiResponse, into: list[str]) -> None:
    for item in answers(opened, "data", KEYS):
        into.append(item["output"])  # noqa: PERF401 - what came before a break counts


async def read_async(opened: ApiResponse, into: list[str]) -> None:
    async for item in answers_async(opened, "data", KEYS):
        into.append(item["output"])  # noqa: PERF401 - what came before a break counts


@pytest.mark.parametrize(("pieces", "text"), WHOLE)
async def test_a_stream_is_read_to_its_end_and_closed(pieces: list[bytes], text: str) -> None:
    one, other = head(pieces), head(pieces)
    came: list[str] = []
    read(one, came)
    assert "".join(came) == text
    came.clear()
    await read_async(other, came)
    assert "".join(came) == text
    assert one.pieces.closed == other.pieces.closed == 1


@pytest.mark.parametrize(("pieces", "text", "reason"), CUT)
async def test_a_stream_that_breaks_says_so_after_what_came(pieces: list[Any], text: str, reason: str) -> None:
    one, other = head(pieces), head(pieces)
    came: list[str] = []
    with pytest.raises(ApiStreamingException, match=reason) as caught:
        read(one, came)
    assert "".join(came) == text
    assert (caught.value.status, caught.value.headers, caught.value.round_trip_time) == (200, one.headers, 0.5)
    assert caught.value.__cause__ is not None
    came.clear()
    with pytest.raises(ApiStreamingException, match=reason):
        await read_async(other, came)
    assert "".join(came) == text
    assert one.pieces.closed == other.pieces.closed == 1


def test_a_stream_that_is_left_early_is_closed() -> None:
    opened = head([event("a"), event("b"), b""])
    reader = answers(opened, "data", KEYS)
    assert next(reader)["output"] == "a"
    reader.close()  # type: ignore[attr-defined]
    assert opened.pieces.closed == 1


async def test_an_asynchronous_stream_that_is_left_early_is_closed() -> None:
    opened = head([event("a"), event("b"), b""])
    reader = answers_async(opened, "data", KEYS)
    assert (await anext(reader))["output"] == "a"
    await reader.aclose()  # type: ignore[attr-defined]
    assert opened.pieces.closed == 1
