"""Each provider over sockets, as programs see it."""

from __future__ import annotations

import http.client
import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

from tests.server.providers.conftest import body_for, failed_log_of, log_of, logs_of
from tests.server.providers.peer import events, reply, until_left
from tests.server.providers.prompts import TOOL
from tests.server.providers.services import CALL, KEY, SERVICES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.server.conftest import Api
    from tests.server.providers.peer import Peer, Write
    from tests.server.providers.services import Service

    Json = dict[str, Any]

USAGE = {"prompt_tokens": 3, "generation_tokens": 5, "total_tokens": 8, "reasoning_tokens": 0}
all_services = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES.keys())
FUNCTION = TOOL["function"]


@all_services
def test_a_whole_answer(asking: Api, provider: Peer, service: Service) -> None:
    provider.says(service.answer("Hi there"))
    body = body_for(asking, service)
    answer = asking.ok("chats.create", body)
    (request,) = provider.requests
    assert (request.method, request.path) == ("POST", service.path)
    assert request.headers[service.key_header[0]] == service.key_header[1]
    assert (answer["data"][0]["output"], answer["data"][0]["finish_reason"]) == ("Hi there", "stop")
    assert answer["usage"] == USAGE
    assert answer["provider_request"] == request.json
    assert answer["provider_responses"] == [service.whole("Hi there")]
    log = log_of(asking, body)
    assert (log["output"], log["prompt_tokens"], log["output_tokens"]) == ("Hi there", 3, 5)
    assert (log["provider_request"], log["provider_response"]) == (request.json, service.whole("Hi there"))


UNTOUCHED = {
    "temperature": 1,
    "top_p": 1,
    "max_tokens": -1,
    "presence_penalty": 0,
    "frequency_penalty": 0,
    "stop": None,
    "other": {},
}


@all_services
def test_an_untouched_config_sends_nothing_that_nobody_chose(asking: Api, provider: Peer, service: Service) -> None:
    provider.says(service.answer())
    asking.ok("chats.create", body_for(asking, service, UNTOUCHED))
    (request,) = provider.requests
    sent = set(request.json) - {"model", "messages", "contents", "stream"}
    assert sent == ({"max_tokens"} if service.name == "anthropic" else set())
    assert b"null" not in request.body


@all_services
def test_a_stream(asking: Api, provider: Peer, service: Service) -> None:
    provider.says(service.streamed("Grü", "ße"))
    body = body_for(asking, service)
    *pieces, last = asking.stream("chats.create", body)
    assert [event["data"][0]["output"] for event in pieces] == ["Grü", "ße"]
    assert (last["data"][0]["finish_reason"], last["usage"]) == ("stop", USAGE)
    assert last["provider_request"] == provider.requests[0].json
    log = log_of(asking, body)
    assert (log["output"], log["output_tokens"], log["error"]) == ("Grüße", 5, None)
    if service.name != "cohere":
        assert log["provider_response"].keys() >= service.whole("x").keys() - {"id"}


@all_services
@pytest.mark.parametrize("stream", [False, True])
def test_tool_calls(asking: Api, provider: Peer, service: Service, stream: bool) -> None:
    body = body_for(asking, service, {"tools": [FUNCTION]}, tool_choice="required")
    if stream:
        provider.says(service.streamed(calls=[CALL]))
        (answer,) = asking.stream("chats.create", body)
    else:
        provider.says(service.answer("", calls=[CALL]))
        answer = asking.ok("chats.create", body)
    said = answer["data"][0]
    assert (said["finish_reason"], said["tool_calls"]) == ("tool_call", [CALL])
    assert said["tool_call"] == CALL["function"]


@pytest.mark.parametrize("stream", [False, True])
def test_calls_with_arguments_that_are_objects_are_read_and_given_back(
    asking: Api, provider: Peer, stream: bool
) -> None:
    service = SERVICES["mine"]
    call = {**CALL, "function": {"name": "look_up", "arguments": {"a": 1}}}
    provider.says(service.streamed(calls=[call]) if stream else service.answer("", calls=[call]), service.answer())
    body = body_for(asking, service)
    if stream:
        asking.stream("chats.create", body)
    else:
        asking.ok("chats.create", body)
    said = log_of(asking, body)["output_message"]
    assert said["tool_calls"] == [CALL]
    asking.ok("chats.create", {**body, "messages": [*body["messages"], said]})
    assert provider.requests[-1].json["messages"][-1]["tool_calls"] == [CALL]


@all_services
@pytest.mark.parametrize("stream", [False, True])
def test_several_samples(asking: Api, provider: Peer, service: Service, stream: bool) -> None:
    body = body_for(asking, service, num_samples=2)
    more = {"count": 2} if service.native_n else {}
    if stream:
        provider.says(service.streamed("a", "b", **more))
        events = asking.stream("chats.create", body)
        said = ["".join(e["data"][0]["output"] for e in events if e["data"][0]["index"] == index) for index in (0, 1)]
    else:
        provider.says(service.answer("ab", **more))
        answer = asking.ok("chats.create", body)
        said = [each["output"] for each in answer["data"]]
        prompt, output = (3, 5) if service.native_n else (6, 10)
        assert answer["usage"] == {
            "prompt_tokens": prompt,
            "generation_tokens": output,
            "total_tokens": prompt + output,
            "reasoning_tokens": 0,
        }
        assert len(answer["provider_responses"]) == len(provider.requests)
    assert said == ["ab", "ab"]
    assert len(provider.requests) == (1 if service.native_n else 2)
    log = log_of(asking, body)
    # One number for all samples says nothing of each.
    assert (log["prompt_tokens"], log["output_tokens"]) == (3, None if service.native_n else 5)


@all_services
@pytest.mark.parametrize(
    ("status", "ours", "kind"),
    [
        (400, 400, "bad_request_error"),
        (401, 401, "authentication_error"),
        (403, 401, "authentication_error"),
        (404, 404, "not_found_error"),
        (429, 429, "rate_limit_error"),
        (500, 500, "unknown_error"),
        (503, 503, "service_unavailable_error"),
        (529, 529, "overloaded_error"),
    ],
)
def test_statuses(asking: Api, provider: Peer, service: Service, status: int, ours: int, kind: str) -> None:
    provider.says(reply(service.error("because"), status, Retry_After="7"))
    for stream in (False, True):
        body = body_for(asking, service, stream=stream)
        answer = asking.call("chats.create", body)
        assert (answer.status, answer.detail["type"], answer.detail["message"]) == (ours, kind, "because")
        assert answer.detail["origin"] != "Humanloop"
        assert answer.headers["retry-after"] == "7"
        assert log_of(asking, body)["error"] == "because"


@all_services
def test_a_stream_that_is_cut(asking: Api, provider: Peer, service: Service) -> None:
    provider.says(service.streamed("so ", "far", ends=False))
    body = body_for(asking, service)
    *pieces, last = asking.stream("chats.create", body)
    assert "".join(event["data"][0]["output"] for event in pieces) == "so far"
    assert (last["error"]["code"], last["data"]) == (500, [])
    log = log_of(asking, body)
    assert (log["raw_output"], "broke off" in log["error"], log["finish_reason"]) == ("so far", True, None)
    assert log["provider_request"] == provider.requests[0].json


def test_of_a_stream_that_is_cut_some_samples_have_ended(asking: Api, provider: Peer) -> None:
    service = SERVICES["openai"]
    chunks = [{"index": 0, "delta": {"content": "a"}}, {"index": 1, "delta": {"content": "b"}, "finish_reason": "stop"}]
    provider.says(service.head() + events(*({"choices": [each]} for each in chunks)))
    body = body_for(asking, service, num_samples=2)
    asking.stream("chats.create", body)
    logs = logs_of(asking, body)
    assert sorted((log["output"], log["finish_reason"]) for log in logs) == [("a", None), ("b", "stop")]


@all_services
def test_a_whole_answer_that_does_not_say_why_it_ends(asking: Api, provider: Peer, service: Service) -> None:
    for calls, reason in ((None, "stop"), ([CALL], "tool_call")):
        whole = service.whole("Hi", calls=calls)
        for each in (whole, *whole.get("choices", []), *whole.get("candidates", [])):
            for name in ("stop_reason", "stopReason", "finish_reason", "finishReason"):
                each.pop(name, None)
        provider.says(reply(whole))
        answer = asking.ok("chats.create", body_for(asking, service))
        assert answer["data"][0]["finish_reason"] == reason


@all_services
def test_a_stream_that_is_cut_before_its_first_piece(asking: Api, provider: Peer, service: Service) -> None:
    provider.says(service.streamed(ends=False))
    body = body_for(asking, service, stream=True)
    assert "broke off" in asking.fail(500, "chats.create", body)["message"]


def leave_after(asking: Api, body: Json, wait: Callable[[http.client.HTTPConnection], object]) -> None:
    """Ask, wait, and go away."""
    host, port = asking.server.url.removeprefix("http://").partition("/")[0].split(":")
    connection = http.client.HTTPConnection(host, int(port))
    headers = {"X-API-KEY": asking.server.api_key or "", "Content-Type": "application/json"}
    connection.request("POST", "/v4/chat", json.dumps(body), headers)
    assert wait(connection)
    connection.close()


@all_services
def test_whoever_leaves_ends_the_call(asking: Api, provider: Peer, service: Service) -> None:
    def endless(write: Write) -> None:
        write(service.streamed("a", ends=False))
        until_left(write, service.stream("b", ends=False))

    provider.says(endless)
    leave_after(asking, body_for(asking, service, stream=True), lambda connection: connection.getresponse().read(20))
    assert provider.left.wait(30)


@all_services
def test_whoever_leaves_leaves_what_came_without_keys(asking: Api, provider: Peer, service: Service) -> None:
    def endless(write: Write) -> None:
        write(service.streamed("my key is " + KEY[:9], KEY[9:] + " ok", ends=False))
        until_left(write, service.stream("b", ends=False))

    def reads(connection: http.client.HTTPConnection) -> bool:
        return any(b" ok" in line for line in connection.getresponse())

    provider.says(endless)
    body = body_for(asking, service, stream=True)
    leave_after(asking, body, reads)
    log = failed_log_of(asking, body)
    assert ("The consumer left" in log["error"], log["finish_reason"]) == (True, None)
    assert log["output"].startswith("my key is (key) ok")
    assert KEY not in json.dumps(log)
    assert log["provider_request"] == provider.requests[0].json
    assert log["provider_response"]


@all_services
def test_whoever_leaves_before_the_answer_ends_the_call(asking: Api, provider: Peer, service: Service) -> None:
    came = threading.Event()

    def slow(write: Write) -> None:
        came.set()
        write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
        until_left(write, b" ")

    provider.says(slow)
    body = body_for(asking, service, num_samples=1 if service.native_n else 2)
    leave_after(asking, body, lambda _: came.wait(30))
    assert provider.left.wait(30)
    log = failed_log_of(asking, body)
    assert ("The consumer left" in log["error"], log["finish_reason"]) == (True, None)


def test_a_connection_serves_again(asking: Api, provider: Peer) -> None:
    service = SERVICES["cohere"]
    data = service.stream(("a", "b"))
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: {len(data)}\r\n\r\n"
    openai = SERVICES["openai"].stream(("a",))
    openai_head = f"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: {len(openai)}\r\n\r\n"
    for name, answer in (("cohere", head.encode() + data), ("openai", openai_head.encode() + openai)):
        provider.says(answer, SERVICES[name].answer(), answer)
        before = provider.connections
        asking.stream("chats.create", body_for(asking, SERVICES[name]))
        asking.ok("chats.create", body_for(asking, SERVICES[name]))
        asking.stream("chats.create", body_for(asking, SERVICES[name]))
        assert provider.connections - before <= 1


@all_services
def test_a_server_that_does_not_stream_is_read_all_the_same(asking: Api, provider: Peer, service: Service) -> None:
    provider.says(service.answer("Hi"))
    first, last = asking.stream("chats.create", body_for(asking, service))
    assert (first["data"][0]["output"], last["usage"]) == ("Hi", USAGE)


@all_services
def test_a_redirect_is_not_followed(asking: Api, provider: Peer, service: Service) -> None:
    provider.says(reply({}, 307, Location="https://elsewhere.test/v1"))
    detail = asking.fail(500, "chats.create", body_for(asking, service))
    assert "elsewhere.test" in detail["message"]
    assert len(provider.requests) == 1


@all_services
def test_other_goes_into_the_body(asking: Api, provider: Peer, service: Service) -> None:
    provider.says(service.answer())
    other = {"top_k": 5, "metadata": {"deep": {"a": 1}}, "stream": True}
    asking.ok("chats.create", body_for(asking, service, {"other": other}))
    sent = provider.requests[0].json
    sent = sent["additionalModelRequestFields"] if service.name == "bedrock" else sent
    assert (sent["top_k"], sent["metadata"]["deep"], sent.get("stream", False)) == (
        5,
        {"a": 1},
        service.name == "bedrock",
    )


REFUSED = (
    *("base_url", "api_base", "api_key", "api_version", "azure_endpoint", "endpoint", "endpoint_url", "headers"),
    *("extra_headers", "url", "proxy", "proxies", "organization", "API_BASE", "Base-Url", "apiKey"),
)


@all_services
def test_what_changes_where_a_request_goes_is_refused(asking: Api, provider: Peer, service: Service) -> None:
    provider.says(service.answer())
    in_path = ("model", "modelId") if service.name in {"google", "bedrock", "openai_azure"} else ()
    for key in (*REFUSED, *in_path):
        body = body_for(asking, service, {"other": {key: "http://127.0.0.1:1"}}, provider_api_keys={})
        detail = asking.fail(422, "chats.create", body)
        assert (repr(key) in detail["message"], detail["origin"]) == (True, "Humanloop")
    assert provider.requests == []
    assert "which callers cannot choose" in log_of(asking, body)["error"]


@all_services
def test_the_endpoint_edit_is_gone(asking: Api, service: Service) -> None:
    body = body_for(asking, service, {"endpoint": "edit"}, provider_api_keys={})
    assert "January 2024" in asking.fail(422, "chats.create", body)["message"]


MISSING = {
    "openai": ("provider_api_keys.openai", "OPENAI_API_KEY"),
    "openai_azure": ("provider_api_keys.openai_azure", "AZURE_OPENAI_API_KEY"),
    "anthropic": ("provider_api_keys.anthropic", "ANTHROPIC_API_KEY"),
    "cohere": ("provider_api_keys.cohere", "COHERE_API_KEY or CO_API_KEY"),
}


@pytest.mark.parametrize("name", MISSING)
def test_a_missing_key_is_named(asking: Api, provider: Peer, name: str) -> None:
    provider.says(b"")
    body = body_for(asking, SERVICES[name], provider_api_keys={})
    detail = asking.fail(401, "chats.create", body)
    assert all(place in detail["message"] for place in MISSING[name])
    assert (provider.requests, detail["origin"]) == ([], "Humanloop")
    assert log_of(asking, body)["error"] == detail["message"]


@pytest.mark.parametrize("key", ["sk-one\nX-Other: 1", "sk-one two", "sk-ö", "\x00sk-one"])
def test_a_key_that_no_header_carries(asking: Api, provider: Peer, key: str) -> None:
    provider.says(b"")
    detail = asking.fail(422, "chats.create", body_for(asking, SERVICES["openai"], provider_api_keys={"openai": key}))
    assert (provider.requests, "sk-" in detail["message"]) == ([], False)
