"""The client that all APIs share: build, send, wait and repeat, return or raise."""

from __future__ import annotations

import asyncio
import inspect
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from humanloop import pydantic as models
from humanloop.calls.api_client import ApiClient
from humanloop.configuration import Configuration
from humanloop.core.errors import (
    ApiConnectionError,
    ApiException,
    ApiResponseError,
    ApiStreamingException,
    ApiTimeoutError,
    ClientConfigurationError,
    InternalServerError,
    NotFoundError,
    RateLimitError,
    SchemaValidationError,
    UnprocessableEntityError,
)
from humanloop.core.operation import Operation, Stream
from tests.core.wire import opened, reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.wire import Wire

    ClientOn = Callable[..., tuple[ApiClient, Wire]]

GET: Operation[Any] = Operation("GET", "/projects/{id}", status=200, returns="models.ProjectResponse")
LIST: Operation[Any] = Operation("GET", "/datasets", status=200, returns="List[models.Usage]")
USAGE: Operation[Any] = Operation("GET", "/usage", status=200, returns="models.Usage")
DELETE: Operation[None] = Operation("DELETE", "/logs/{id}", status=204)
POST: Operation[Any] = Operation("POST", "/feedback", status=201, body="types.FeedbackRequest", returns="Any")
EXPORT: Operation[Any] = Operation("POST", "/export", status=200, returns="str")
EITHER: Operation[Any] = Operation("GET", "/either", status=200, returns="Union[int, str]", is_mixed=True)
ANY: Operation[Any] = Operation("GET", "/any", status=200, returns="Any")
CHAT: Operation[Any] = Operation(
    "POST",
    "/chat",
    status=200,
    body="types.ChatRequest",
    returns="models.ChatResponse",
    stream=Stream("stream", "data", "types.StreamToken"),
)
CHAT_ARGUMENTS = {"messages": [], "model_config": {"model": "m"}}

REFUSED = ApiConnectionError("refused", sent=False)
CUT = ApiConnectionError("cut")
OK = reply(200, b"{}")


def outcome_of(client: ApiClient, operation: Operation[Any], given: dict[str, Any], options: Any) -> Any:
    try:
        return client.call(operation, given, options)
    except Exception as error:  # noqa: BLE001 - whatever it is, both kinds of calls must agree on it
        return error


async def aoutcome_of(client: ApiClient, operation: Operation[Any], given: dict[str, Any], options: Any) -> Any:
    try:
        return await client.acall(operation, given, options)
    except Exception as error:  # noqa: BLE001 - as above
        return error


# Operation, its arguments and options; what comes of each try; how many are made, and what the call ends with.
LOOP: list[tuple[Operation[Any], dict[str, Any], dict[str, Any], list[Any], int, Any]] = [
    (ANY, {}, {}, [OK], 1, 200),
    (ANY, {}, {}, [reply(204)], 1, 204),
    (ANY, {}, {}, [reply(500), OK], 2, 200),
    (ANY, {}, {}, [REFUSED, CUT, OK], 3, 200),
    (ANY, {}, {}, [reply(429, Retry_After="0"), reply(503), OK], 3, 200),
    (ANY, {}, {}, [reply(503)] * 3, 3, InternalServerError),
    (ANY, {}, {}, [CUT] * 3, 3, ApiConnectionError),
    (ANY, {}, {}, [ApiTimeoutError("no answer")] * 3, 3, ApiTimeoutError),
    (ANY, {}, {"max_retries": 0}, [reply(503)], 1, InternalServerError),
    (ANY, {}, {"max_retries": 5}, [CUT] * 5 + [OK], 6, 200),
    (ANY, {}, {}, [reply(404)], 1, NotFoundError),
    (ANY, {}, {}, [reply(400)], 1, ApiException),
    (ANY, {}, {}, [reply(501)], 1, InternalServerError),
    (ANY, {}, {}, [reply(304)], 1, ApiException),
    (ANY, {}, {}, [ApiConnectionError("certificate", permanent=True)], 1, ApiConnectionError),
    (ANY, {}, {}, [reply(429, Retry_After="31")], 1, RateLimitError),
    (ANY, {}, {}, [reply(307, Location="/v4/other"), OK], 2, 200),
    (ANY, {}, {}, [reply(307, Location="/v4/other")] * 6, 6, ApiException),
    (ANY, {}, {}, [reply(307, Location="https://elsewhere/")], 1, ApiException),
    (POST, {"type": "t"}, {}, [reply(307, Location="/v4/other")], 1, ApiException),
    (ANY, {}, {"timeout": 0.5}, [reply(429, Retry_After="1")], 1, RateLimitError),
    (POST, {"type": "t"}, {}, [reply(201, b"{}")], 1, 201),
    (POST, {"type": "t"}, {}, [REFUSED, reply(201, b"{}")], 2, 201),
    (POST, {"type": "t"}, {}, [reply(429), reply(201, b"{}")], 2, 201),
    (POST, {"type": "t"}, {}, [CUT], 1, ApiConnectionError),
    (POST, {"type": "t"}, {}, [reply(500)], 1, InternalServerError),
    (POST, {"type": "t"}, {}, [reply(422, b'{"detail": []}')], 1, UnprocessableEntityError),
    (POST, {"type": "t"}, {}, [reply(500, Idempotency_Status="new"), reply(201, b"{}")], 2, 201),
    (POST, {"type": 5}, {}, [], 0, SchemaValidationError),
    (DELETE, {"id": "x"}, {}, [reply(204)], 1, 204),
    (DELETE, {"id": "x"}, {}, [reply(404)], 1, NotFoundError),
    (DELETE, {"id": "x"}, {}, [CUT, reply(404)], 2, 404),
    (DELETE, {"id": "x"}, {}, [REFUSED, reply(404)], 2, NotFoundError),
    (DELETE, {"id": ""}, {}, [], 0, SchemaValidationError),
]


@pytest.mark.parametrize(("operation", "given", "options", "outcomes", "tries", "end"), LOOP)
async def test_the_loop(
    operation: Operation[Any],
    given: dict[str, Any],
    options: dict[str, Any],
    outcomes: list[Any],
    tries: int,
    end: Any,
    client_on: ClientOn,
) -> None:
    client, wire = client_on(*outcomes)
    other, other_wire = client_on(*outcomes)
    for ended, sent in (
        (outcome_of(client, operation, given, options), wire.sent),
        (await aoutcome_of(other, operation, given, options), other_wire.sent),
    ):
        assert len(sent) == tries
        if isinstance(end, int):
            assert ended.status == end
        else:
            assert isinstance(ended, end)
        if isinstance(ended, ApiException) and not 300 <= (ended.status or 0) < 400:
            assert ended.attempts == tries


def test_every_try_sends_the_same_request_with_the_same_key(client_on: ClientOn) -> None:
    client, wire = client_on(REFUSED, reply(429), reply(201, b"{}"))
    client.call(POST, {"type": "t"}, {})
    client, other = client_on(reply(201, b"{}"))
    client.call(POST, {"type": "t"}, {})
    keys = [request.headers["Idempotency-Key"] for request in (*wire.sent, *other.sent)]
    assert keys[0] == keys[1] == keys[2] != keys[3]
    assert {(request.url, request.body) for request in wire.sent} == {("http://h:1/v4/feedback", b'{"type":"t"}')}


def test_a_redirect_is_followed_with_the_same_headers_and_deadline(client_on: ClientOn) -> None:
    client, wire = client_on(reply(307, Location="/v4/other?page=2"), OK)
    client.call(ANY, {}, {"headers": {"X-Own": "1"}})
    first, second = wire.sent
    assert (first.url, second.url) == ("http://h:1/v4/any", "http://h:1/v4/other?page=2")
    assert (second.method, second.path_url, second.headers) == ("GET", "/v4/other?page=2", first.headers)
    assert (second.timeout, second.deadline, second.max_retries) == (first.timeout, first.deadline, first.max_retries)


def test_an_answer_that_could_not_be_read_is_an_error(client_on: ClientOn) -> None:
    unreadable = reply(200, b"\x1f\x8b broken")
    unreadable.problem = "its compression is broken"
    client, _ = client_on(unreadable)
    with pytest.raises(ApiResponseError, match="its compression is broken on GET /v4/any"):
        client.call(ANY, {}, {})


def test_a_server_that_honours_keys_is_remembered(client_on: ClientOn) -> None:
    created = reply(201, b"{}", Idempotency_Status="new")
    client, wire = client_on(created, CUT, created, CUT, CUT, CUT)
    client.call(POST, {"type": "t"}, {})
    client.call(POST, {"type": "t"}, {})
    assert len(wire.sent) == 3
    with pytest.raises(ApiConnectionError):
        client.call(POST, {"type": "t"}, {})
    assert len(wire.sent) == 6


def test_the_budget_of_a_client_serves_all_its_calls(client_on: ClientOn) -> None:
    client, wire = client_on(*[CUT] * 200)
    tries: list[int] = []
    for _ in range(52):
        before = len(wire.sent)
        with pytest.raises(ApiConnectionError):
            client.call(ANY, {}, {})
        tries.append(len(wire.sent) - before)
    # A hundred retries are paid for, two for each of fifty calls; then each call is tried once.
    assert tries == [3] * 50 + [1, 1]


def test_an_error_names_the_call_and_shows_no_key(client_on: ClientOn) -> None:
    client, _ = client_on(reply(404, b'{"detail": "No such project."}', X_Request_Id="req_1"))
    with pytest.raises(NotFoundError) as caught:
        client.call(GET, {"id": "pr_1"}, {})
    assert str(caught.value) == "404 Reason on GET /v4/projects/pr_1: No such project."
    assert (caught.value.request_id, caught.value.body) == ("req_1", {"detail": "No such project."})


def test_the_total_time_of_a_call_begins_with_the_call(client_on: ClientOn) -> None:
    client, wire = client_on(OK, OK, OK)
    client.call(ANY, {}, {})
    client.call(ANY, {}, {"timeout": None})
    client.call(ANY, {}, {"timeout": (1, 2)})
    assert [request.deadline is not None for request in wire.sent] == [True, False, False]


def test_the_hook_for_keys_is_asked_before_every_call(client_on: ClientOn) -> None:
    client, wire = client_on(OK, OK)
    keys = iter(["first", "second"])

    def refresh(configuration: Configuration) -> None:
        configuration.api_key = {"APIKeyHeader": next(keys)}  # type: ignore[dict-item]

    client.configuration.refresh_api_key_hook = refresh
    for _ in range(2):
        client.call(ANY, {}, {})
    assert [request.headers["X-API-KEY"] for request in wire.sent] == ["first", "second"]
    assert "first" not in repr(wire.sent[0].headers)


# Answers.


@pytest.mark.parametrize(
    ("operation", "answer", "made"),
    [
        (DELETE, reply(204), None),
        (DELETE, reply(200, b'{"anything": 1}'), None),
        (ANY, reply(200), None),
        (ANY, reply(200, b"null"), None),
        (ANY, reply(200, b'{"a": 1}'), {"a": 1}),
        (EXPORT, reply(200, b'"text"'), "text"),
        (EXPORT, reply(200, b"---\nmodel: m\n---\n", "text/plain; charset=utf-8"), "---\nmodel: m\n---\n"),
        (EXPORT, reply(200, b"gr\xfc\xdfe", "text/plain; charset=iso-8859-1"), "grüße"),
        (EITHER, reply(200, b"gr\xfc\xdfe", "text/plain; charset=iso-8859-1"), "grüße"),
        (LIST, reply(200, b"[]"), []),
        (LIST, reply(200, b"[]", "text/plain"), []),
        (LIST, reply(200, b"\xef\xbb\xbf[]", "application/problem+json"), []),
    ],
)
@pytest.mark.parametrize("validate", [False, True])
def test_an_answer_becomes_what_is_promised(
    operation: Operation[Any], answer: Any, made: Any, validate: bool, client_on: ClientOn
) -> None:
    client, _ = client_on()
    assert client.model(operation, answer, validate=validate) == made


@pytest.mark.parametrize(
    "answer",
    [
        reply(200),
        reply(200, b"null"),
        reply(200, b"[]"),
        reply(200, b'"text"'),
        reply(200, b"<html><h1>Welcome</h1></html>", "text/html"),
        reply(200, b'{"cut": '),
        reply(200, b"\xff\xfe"),
        reply(201, b'{"a":' * 10_000),
        reply(200, b'{"prompt_tokens": 1' + b"0" * 5000 + b"}"),
    ],
)
@pytest.mark.parametrize("validate", [False, True])
def test_a_success_that_is_not_the_promised_document_is_an_error(
    answer: Any, validate: bool, client_on: ClientOn
) -> None:
    client, _ = client_on()
    with pytest.raises(ApiResponseError, match="not the promised document") as caught:
        client.model(USAGE, answer, validate=validate)
    error = caught.value
    assert (error.status, error.body, error.headers) == (answer.status, answer.body, answer.headers)
    assert "GET /usage" in str(error)
    assert len(str(error)) < 2000
    assert isinstance(error.__cause__, ValueError)


@pytest.mark.parametrize("operation", [DELETE, ANY, EXPORT])
def test_a_page_of_a_proxy_is_no_success(operation: Operation[Any], client_on: ClientOn) -> None:
    client, _ = client_on()
    with pytest.raises(ApiResponseError, match="not the promised document") as caught:
        client.model(operation, reply(200, b"<html><h1>Log in</h1></html>", "text/html"), validate=False)
    assert caught.value.body == "<html><h1>Log in</h1></html>"


def test_a_field_that_does_not_fit_is_kept_or_raises(client_on: ClientOn) -> None:
    client, _ = client_on()
    answer = reply(200, b'{"prompt_tokens": "many", "new": 1}')
    made = client.model(USAGE, answer, validate=False)
    assert type(made) is models.Usage
    assert made.model_dump(exclude_unset=True, warnings=False) == {"prompt_tokens": "many", "new": 1}
    with pytest.raises(ApiResponseError, match="prompt_tokens"):
        client.model(USAGE, answer, validate=True)


# Streams.


def token(text: str) -> bytes:
    return b'data: {"data": [{"output": "%s", "index": 0}], "project_id": "pr"}\n\n' % text.encode()


def test_a_stream_yields_partial_answers_and_closes(client_on: ClientOn) -> None:
    head = opened(token("a"), token("b"), b"")
    client, wire = client_on(head)
    with client.stream(CHAT, CHAT_ARGUMENTS, {}) as stream:
        items = list(stream)
    assert [item["output"] for item in items] == ["a", "b"]
    assert (items[0]["project_id"], items[0]["finish_reason"], stream.status) == ("pr", None, 200)
    assert head.pieces.closed
    assert wire.sent[0].stream
    assert wire.sent[0].body == b'{"messages":[],"model_config":{"model":"m"},"stream":true}'


async def test_an_asynchronous_stream_does_the_same(client_on: ClientOn) -> None:
    head = opened(token("a"), token("b"), b"")
    client, wire = client_on(head)
    async with await client.astream(CHAT, CHAT_ARGUMENTS, {}) as stream:
        items = [item async for item in stream]
    assert [item["output"] for item in items] == ["a", "b"]
    assert (items[0]["project_id"], items[0]["finish_reason"], stream.status) == ("pr", None, 200)
    assert head.pieces.closed
    assert wire.sent[0].body == b'{"messages":[],"model_config":{"model":"m"},"stream":true}'


def test_a_stream_that_is_left_is_closed(client_on: ClientOn) -> None:
    head = opened(token("a"), token("b"), b"")
    client, _ = client_on(head)
    with client.stream(CHAT, CHAT_ARGUMENTS, {}) as stream:
        assert next(iter(stream))["output"] == "a"
        assert not head.pieces.closed
    assert head.pieces.closed


@pytest.mark.parametrize(
    ("outcomes", "tries", "status", "said"),
    [
        ([reply(401, b'{"detail": "wrong key"}')], 1, 401, "wrong key"),
        ([reply(500)], 1, 500, "500"),
        ([REFUSED] * 3, 3, 0, "refused"),
        ([CUT], 1, 0, "cut"),
        ([reply(429), reply(429), reply(429)], 3, 429, "429"),
        ([reply(200, b'{"data": []}')], 1, 200, "the answer is application/json, not text/event-stream"),
        ([reply(200, b"<html>", "text/html")], 1, 200, "the answer is text/html"),
        ([reply(204, content_type="")], 1, 204, "of no stated type"),
    ],
)
async def test_a_stream_that_does_not_start_says_why(
    outcomes: list[Any], tries: int, status: int, said: str, client_on: ClientOn
) -> None:
    client, wire = client_on(*outcomes)
    with pytest.raises(ApiStreamingException, match=said) as caught:
        client.stream(CHAT, CHAT_ARGUMENTS, {})
    assert (caught.value.status, len(wire.sent)) == (status, tries)
    other, other_wire = client_on(*outcomes)
    with pytest.raises(ApiStreamingException, match=said) as acaught:
        await other.astream(CHAT, CHAT_ARGUMENTS, {})
    assert len(other_wire.sent) == tries
    assert str(acaught.value) == str(caught.value)
    assert acaught.value.body == caught.value.body


def test_a_stream_starts_after_a_retry_and_is_not_tried_again_when_it_breaks(client_on: ClientOn) -> None:
    client, wire = client_on(REFUSED, opened(token("a"), ApiConnectionError("cut")))
    stream = client.stream(CHAT, CHAT_ARGUMENTS, {})
    items = iter(stream)
    assert next(items)["output"] == "a"
    with pytest.raises(ApiStreamingException, match="cut"):
        next(items)
    assert len(wire.sent) == 2


async def test_an_operation_without_a_stream_is_refused(client_on: ClientOn) -> None:
    client, wire = client_on()
    with pytest.raises(ClientConfigurationError, match="GET /any cannot be streamed"):
        client.stream(ANY, {}, {})
    with pytest.raises(ClientConfigurationError, match="GET /any cannot be streamed"):
        await client.astream(ANY, {}, {})
    assert wire.sent == []


# Closing.


async def test_a_closed_client_refuses_calls(client_on: ClientOn) -> None:
    client, wire = client_on(OK)
    client.close()
    client.close()
    for call in (client.call, client.stream):
        with pytest.raises(ClientConfigurationError, match="closed"):
            call(CHAT, CHAT_ARGUMENTS, {})
    for acall in (client.acall, client.astream):
        with pytest.raises(ClientConfigurationError, match="closed"):
            await acall(CHAT, CHAT_ARGUMENTS, {})
    assert (wire.sent, wire.closed) == ([], 2)


def test_leaving_the_block_closes(client_on: ClientOn) -> None:
    client, wire = client_on(OK)
    with client as same:
        assert same is client
        client.call(ANY, {}, {})
    assert wire.closed == 1


async def test_leaving_the_asynchronous_block_closes_both(client_on: ClientOn) -> None:
    client, wire = client_on(OK)
    async with client as same:
        assert same is client
        await client.acall(ANY, {}, {})
    assert wire.closed == 2


def test_a_client_travels_with_its_settings_only() -> None:
    client = ApiClient(Configuration("http://h", "key", max_retries=7))
    client.close()
    again = pickle.loads(pickle.dumps(client))
    assert (again.configuration.host, again.configuration.max_retries) == ("http://h", 7)
    assert again.configuration.authorization() == {"X-API-KEY": "key"}


def test_the_two_kinds_of_calls_are_twins() -> None:
    for plain, awaited in (("call", "acall"), ("stream", "astream"), ("close", "aclose")):
        one, other = getattr(ApiClient, plain), getattr(ApiClient, awaited)
        assert inspect.iscoroutinefunction(other)
        assert list(inspect.signature(one).parameters) == list(inspect.signature(other).parameters)


async def test_a_call_that_is_cancelled_stays_cancelled(client_on: ClientOn) -> None:
    client, wire = client_on(asyncio.CancelledError("mine"))
    with pytest.raises(asyncio.CancelledError):
        await client.acall(ANY, {}, {})
    assert len(wire.sent) == 1
