"""Streams: the wire form, and what is stored."""

from __future__ import annotations

import asyncio
import json
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from pydantic import SecretStr
from sqlalchemy.exc import OperationalError

from humanloop import Humanloop
from humanloop.server import Settings, serve_in_thread
from humanloop.server.http.events import EventStream
from humanloop.server.http.responses import to_event
from tests.server.polling import wait_for

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

    from tests.server.conftest import Api

    Json = dict[str, Any]


TEXT = "One  two\nthree é vier"


@pytest.fixture
def body(chat_body: Json) -> Json:
    chat_body["model_config"]["other"] = {"mock_output": TEXT}
    return chat_body


def pieces(events: list[Any]) -> str:
    return "".join(event["data"][0]["output"] for event in events)


def test_pieces_make_the_text_and_the_last_event_ends_it(api: Api, body: Json) -> None:
    events = api.stream("chats.create", body)
    assert len(events) > 3
    assert pieces(events) == TEXT
    (log_id,) = {event["data"][0]["id"] for event in events}
    assert [event["data"][0]["finish_reason"] for event in events] == [None] * (len(events) - 1) + ["stop"]
    assert all("usage" not in event and "messages" not in event["data"][0] for event in events[:-1])
    last = events[-1]
    assert last["data"][0]["output_message"]["content"] == TEXT
    assert last["usage"]["generation_tokens"] == 5
    assert last["provider_request"]["stream"] is True
    log = api.ok("logs.get", id=log_id)
    assert (log["output"], log["raw_output"], log["finish_reason"]) == (TEXT, TEXT, "stop")
    feedback = {"type": "rating", "value": "good", "data_id": log_id}
    assert api.ok("feedback.feedback", feedback)["data_id"] == log_id


@pytest.mark.parametrize("key", ["completions.create", "completions.create_deployed"])
def test_completions_stream_too(api: Api, project: Json, key: str) -> None:
    config = {"model": "m", "provider": "mock", "prompt_template": "a b {{c}}"}
    api.ok("model_configs.register", {"project_id": project["id"], **config})
    events = api.stream(key, {"project_id": project["id"], "inputs": {"c": "c"}, "model_config": config})
    assert pieces(events) == "a b c"
    assert "output_message" not in events[-1]["data"][0]


def test_stored_text_is_stripped_raw_text_is_not(api: Api, body: Json) -> None:
    body["model_config"]["other"] = {"mock_output": "  a b\n"}
    events = api.stream("chats.create", body)
    log = api.ok("logs.get", id=events[0]["data"][0]["id"])
    assert (pieces(events), log["raw_output"], log["output"]) == ("  a b\n", "  a b\n", "a b")


def test_samples_interleave_and_each_one_ends(api: Api, body: Json) -> None:
    events = api.stream("chats.create", {**body, "num_samples": 2})
    by_index = {index: [event for event in events if event["data"][0]["index"] == index] for index in (0, 1)}
    assert pieces(by_index[0]) == TEXT
    assert pieces(by_index[1]) == f"{TEXT} (2)"
    assert all(each[-1]["data"][0]["finish_reason"] == "stop" for each in by_index.values())
    for each in by_index.values():
        assert api.ok("logs.get", id=each[0]["data"][0]["id"])["output"] == pieces(each)


def test_calls_come_with_the_last_event(api: Api, body: Json) -> None:
    body["model_config"]["other"] = {"mock_tool_calls": [{"name": "find", "arguments": {"q": 1}}]}
    (event,) = api.stream("chats.create", body)
    (entry,) = event["data"]
    assert entry["finish_reason"] == "tool_call"
    assert entry["tool_calls"][0]["function"] == {"name": "find", "arguments": '{"q": 1}'}
    assert entry["tool_call"] == entry["tool_calls"][0]["function"]


def test_an_error_before_the_first_piece_is_an_error_status(api: Api, project: Json, body: Json) -> None:
    body["model_config"]["other"]["mock_error"] = {"message": "Overloaded", "code": 503}
    detail = api.fail(503, "chats.create", {**body, "stream": True})
    assert (detail["type"], detail["message"]) == ("service_unavailable_error", "Overloaded")
    assert api.ok("logs.list", query={"project_id": project["id"]})["records"][0]["error"] == "Overloaded"


def test_invalid_requests_are_an_error_status(api: Api, body: Json) -> None:
    del body["inputs"]
    assert "persona" in api.fail(422, "chats.create", {**body, "stream": True})["message"]


def test_an_error_in_the_middle_is_one_event_and_the_text_until_then_is_kept(
    api: Api, project: Json, body: Json
) -> None:
    body["model_config"]["other"]["mock_error"] = {"message": "Cut", "after": 2}
    *before, last = api.stream("chats.create", body)
    assert pieces(before) == "One  two\n"
    assert last == {
        "error": {"type": "unknown_error", "message": "Cut", "code": 500, "origin": "Mock"},
        "data": [],
    }
    (log,) = api.ok("logs.list", query={"project_id": project["id"]})["records"]
    assert (log["raw_output"], log["error"], log["finish_reason"]) == ("One  two\n", "Cut", None)


async def test_a_database_that_fails_in_the_middle_is_named_in_the_last_event(caplog: pytest.LogCaptureFixture) -> None:
    async def events() -> AsyncGenerator[Json]:
        yield {"data": []}
        raise OperationalError("SELECT 1", {}, Exception("the connection is gone"))

    stream = await EventStream.start(events(), asyncio.Event().wait)
    *_, last = [event async for event in stream.each(10)]
    await stream.aclose()
    assert (last["error"]["code"], last["error"]["message"]) == (503, "The database does not answer just now.")
    assert not any(record.exc_info for record in caplog.records)


@contextmanager
def streaming(api: Api, body: Json) -> Iterator[socket.socket]:
    """A connection on which a stream has been asked for."""
    raw = json.dumps({**body, "stream": True}).encode()
    address = urlsplit(api.server.url)
    with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
        connection.sendall(
            b"POST /v4/chat HTTP/1.1\r\nhost: localhost\r\nx-api-key: %b\r\ncontent-length: %d\r\n\r\n%b"
            % (api.server.api_key.encode(), len(raw), raw)
        )
        yield connection


def the_log(api: Api, project: Json) -> Json:
    query = {"project_id": project["id"]}
    page = wait_for(lambda: api.ok("logs.list", query=query), lambda seen: seen["total"] == 1)
    log: Json = page["records"][0]
    return log


def test_who_leaves_early_stops_the_stream_and_leaves_a_log(api: Api, project: Json, body: Json) -> None:
    body["model_config"]["other"]["mock_output"] = "word " * 200_000
    with streaming(api, body) as connection:
        assert connection.recv(1000).startswith(b"HTTP/1.1 200")
    log = the_log(api, project)
    assert "left" in log["error"]
    assert log["raw_output"].startswith("word word ")
    assert len(log["raw_output"]) < 5 * 200_000


@pytest.mark.parametrize("script", [{"mock_latency": 60}, {"mock_pace": 60}])
def test_who_leaves_while_the_provider_is_silent_stops_it(api: Api, project: Json, body: Json, script: Json) -> None:
    body["model_config"]["other"] |= script
    with streaming(api, body) as connection:
        if "mock_pace" in script:
            wait_for(lambda: connection.recv(10_000), lambda received: b"One" in received)
        # Nothing is stored as long as somebody waits.
        assert api.ok("logs.list", query={"project_id": project["id"]})["total"] == 0
    log = the_log(api, project)
    assert "left" in log["error"]
    assert (log["raw_output"] or "").strip() == ("One" if "mock_pace" in script else "")


def test_silence_is_filled_with_comments(api_class: type[Api]) -> None:
    settings = Settings(
        database="sqlite://", port=0, api_key=SecretStr("k"), provider_fallback="mock", silence_seconds=0.02
    )
    with serve_in_thread(settings=settings) as running:
        config = {"model": "m", "provider": "mock", "other": {"mock_output": "a b", "mock_pace": 0.15}}
        body = {"messages": [], "model_config": config, "stream": True}
        reply = api_class(running).call("chats.create", body)
        parts = reply.data.split(b"\n\n")
        comments = [index for index, part in enumerate(parts) if part.startswith(b":")]
        assert len(comments) >= 2
        assert 0 not in comments
        assert {parts[index] for index in comments} == {b": still working"}
        # The original client, line by line: what does not begin with `data: ` is passed over.
        lines = [line.strip() for line in reply.data.split(b"\n")]
        events = [json.loads(line[6:]) for line in lines if line.startswith(b"data: ")]
        assert pieces(events) == "a b"
        client = Humanloop(api_key=running.api_key or "", host=running.url)
        with client.chats.stream(messages=[], model_config=config) as stream:
            assert "".join(piece["output"] for piece in stream) == "a b"


def test_events_are_ascii_and_safe_for_naive_readers() -> None:
    event = to_event({"output": "é data: x\n"})
    assert event == b'data: {"output":"\\u00e9 data:\\u0020x\\n"}\n\n'
    assert json.loads(event.removeprefix(b"data: ")) == {"output": "é data: x\n"}
