"""An operation and its arguments become a request."""

from __future__ import annotations

import copy
import json
import math
from collections import UserDict, UserString
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from operator import attrgetter
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from humanloop import ArgumentWarning, Humanloop
from humanloop import pydantic as models
from humanloop.configuration import Configuration
from humanloop.core.errors import (
    ApiTypeError,
    ClientConfigurationError,
    MissingRequiredParametersError,
    SchemaValidationError,
)
from humanloop.core.operation import NULL, Operation, Pages, Stream
from humanloop.core.request import Request
from humanloop.request.build import build_request
from humanloop.request.options import USER_AGENT
from humanloop.version import __version__

HOST = "http://h:1/v4"
GET: Operation[Any] = Operation("GET", "/logs/{id}", status=200)
DEEP: Operation[Any] = Operation("GET", "/a/{one}/b/{two}", status=200)
LIST: Operation[Any] = Operation(
    "GET",
    "/logs",
    status=200,
    query={
        "project_id": "str",
        "id": "Optional[List[str]]",
        "page": "Optional[int]",
        "ratio": "Optional[float]",
        "deep": "Optional[bool]",
        "order": "Optional[types.SortOrder]",
        "start": "Optional[Union[date, datetime, str]]",
    },
)
UPDATE: Operation[Any] = Operation("PATCH", "/logs/{id}", status=200, body="types.UpdateLogRequest")
FEEDBACK: Operation[Any] = Operation(
    "POST", "/feedback", status=201, body="Union[List[types.FeedbackRequest], types.FeedbackRequest]"
)
DELETE: Operation[None] = Operation("DELETE", "/datapoints", status=204, body="List[str]")
MIXED: Operation[Any] = Operation(
    "POST", "/projects/{id}/x", status=200, query={"environment": "str"}, body="types.CreateDatasetRequest"
)
CHAT: Operation[Any] = Operation(
    "POST",
    "/chat",
    status=200,
    body="types.ChatRequest",
    provider_keys="provider_api_keys",
    timeout=600.0,
    stream=Stream("stream", "data", "types.StreamToken"),
)
MESSAGES = [{"role": "user", "content": "hi"}]
CHAT_ARGUMENTS = {"messages": MESSAGES, "model_config": {"model": "m"}}


class Order(Enum):
    UP = "asc"


class Level(Enum):
    HIGH = 3


class Flag(Enum):
    ON = True


def build(
    operation: Operation[Any],
    given: dict[str, Any],
    options: Any = None,
    configuration: Configuration | None = None,
    *,
    stream: bool = False,
) -> Request:
    asked: Any = options or {}
    return build_request(operation, given, asked, configuration or Configuration(HOST, "key"), stream=stream)


def body(request: Request) -> Any:
    assert request.body is not None
    return json.loads(request.body)


def problems(operation: Operation[Any], given: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(SchemaValidationError) as caught:
        build(operation, given)
    errors = caught.value.validation_errors
    return {".".join(map(str, error.path_to_item or ())): str(error).partition(": ")[2] for error in errors}


# The path.


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        ("log_1", "log_1"),
        ("a-b.c~d", "a-b.c~d"),
        ("a/b", "a%2Fb"),
        ("../admin", "..%2Fadmin"),
        ("...", "..."),
        ("a b", "a%20b"),
        ("100%", "100%25"),
        ("%2e%2e", "%252e%252e"),
        ("a?b#c", "a%3Fb%23c"),
        ("a;b=c&d+e", "a%3Bb%3Dc%26d%2Be"),
        ("a\\b", "a%5Cb"),
        ("a\r\nb", "a%0D%0Ab"),
        ("ü🙂", "%C3%BC%F0%9F%99%82"),
        (7, "7"),
        (0, "0"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (Order.UP.value, "asc"),
        (Order.UP, "asc"),
        (Level.HIGH, "3"),
        (UserString("a/b"), "a%2Fb"),
        (Decimal(4), "4"),
        (np.str_("a"), "a"),
        (np.int64(4), "4"),
    ],
)
def test_a_path_value_is_one_encoded_segment(value: Any, segment: str) -> None:
    request = build(GET, {"id": value})
    assert request.url == f"{HOST}/logs/{segment}"
    assert request.path_url == f"/v4/logs/{segment}"


@pytest.mark.parametrize("value", ["", " ", "\t\n", "\u00a0", ".", ".."])
def test_an_id_that_leads_elsewhere_is_refused(value: str) -> None:
    assert problems(GET, {"id": value}) == {"id": f"{value!r} is not an ID"}


@pytest.mark.parametrize(
    "value", [True, np.True_, Flag.ON, 1.5, np.float64(1.5), b"log_1", ["log_1"], {"id": "log_1"}, object(), NULL]
)
def test_an_id_of_another_type_is_refused(value: Any) -> None:
    assert problems(GET, {"id": value}) == {"id": f"input should be text, not {type(value).__name__}"}


def test_half_of_a_surrogate_pair_is_no_id() -> None:
    assert list(problems(GET, {"id": "a\ud800"})) == ["id"]


@given(st.text().filter(lambda text: text.strip() and text not in {".", ".."}), st.text(min_size=1).map("x{}".format))
def test_path_values_come_back_whole_whatever_they_hold(one: str, two: str) -> None:
    request = build(DEEP, {"one": one, "two": two})
    parts = urlsplit(request.url)
    assert parts.query == parts.fragment == ""
    assert list(map(unquote, parts.path.split("/"))) == ["", "v4", "a", one, "b", two]
    assert request.url.isascii()
    assert request.url.isprintable()


# The query.


@pytest.mark.parametrize(
    ("given_", "query"),
    [
        ({}, ""),
        ({"id": ["b", "a", "b"]}, "&id=b&id=a&id=b"),
        ({"id": ("a", "b")}, "&id=a&id=b"),
        ({"id": []}, ""),
        ({"page": 0}, "&page=0"),
        ({"ratio": 0.5}, "&ratio=0.5"),
        ({"deep": True}, "&deep=true"),
        ({"deep": False}, "&deep=false"),
        ({"order": "desc"}, "&order=desc"),
        ({"order": "sideways"}, "&order=sideways"),
        ({"order": Order.UP}, "&order=asc"),
        ({"start": date(2024, 1, 2)}, "&start=2024-01-02"),
        ({"start": datetime(2024, 1, 2, 3, 4, tzinfo=UTC)}, "&start=2024-01-02T03%3A04%3A00%2B00%3A00"),
        ({"start": "2024-01-02"}, "&start=2024-01-02"),
        ({"page": None}, ""),
        ({"page": NULL}, ""),
    ],
)
def test_query_values_are_written_as_the_api_reads_them(given_: dict[str, Any], query: str) -> None:
    request = build(LIST, {"project_id": "pr", **given_})
    written = request.url.partition("?")[2]
    # Parameters keep the order of the operation, and `project_id` is its first.
    assert written == f"project_id=pr{query}"
    assert request.path_url == f"/v4/logs?{written}"
    assert request.call == "GET /v4/logs"


@pytest.mark.parametrize("value", ["a b", "a&b=c", "a+b", "100%", "ü🙂", "a#b", "", "a\r\nb"])
def test_query_text_comes_back_whole(value: str) -> None:
    request = build(LIST, {"project_id": value})
    assert parse_qsl(request.url.partition("?")[2], keep_blank_values=True) == [("project_id", value)]
    assert request.url.isprintable()


def test_a_query_that_does_not_fit_names_every_place() -> None:
    given_ = {"id": ["a", 5, None], "page": "1", "ratio": math.nan, "deep": 1, "start": "soon", "order": "\ud800"}
    assert set(problems(LIST, given_)) == {"project_id", "id.1", "id.2", "page", "ratio", "deep", "start", "order"}


# The body.


def test_fields_become_the_body() -> None:
    request = build(UPDATE, {"id": "log_1", "output": "x", "duration": 3})
    assert body(request) == {"output": "x", "duration": 3}
    assert request.headers["Content-Type"] == "application/json"


def test_none_is_left_out_and_null_is_sent() -> None:
    assert body(build(UPDATE, {"id": "log_1", "output": None, "error": NULL})) == {"error": None}
    assert body(build(UPDATE, {"id": "log_1"})) == {}


def test_an_operation_without_a_body_sends_none() -> None:
    request = build(GET, {"id": "log_1", "output": "not one of its arguments"})
    assert request.body is None
    assert "Content-Type" not in request.headers


@pytest.mark.parametrize(
    "given_",
    [
        {"type": "rating", "value": "good"},
        {"body": {"type": "rating", "value": "good"}},
        {"body": UserDict(type="rating", value="good")},
        {"body": {"type": "rating", "value": "good"}, "type": None},
    ],
)
def test_a_body_is_given_whole_or_by_its_fields(given_: dict[str, Any]) -> None:
    assert body(build(FEEDBACK, given_)) == {"type": "rating", "value": "good"}


def test_a_list_is_given_as_the_whole_body() -> None:
    assert body(build(FEEDBACK, {"body": ({"type": "rating"},)})) == [{"type": "rating"}]
    assert body(build(DELETE, {"body": ["a", "b"]})) == ["a", "b"]


def test_beside_a_whole_body_its_fields_do_not_count() -> None:
    with pytest.warns(ArgumentWarning):
        assert body(build(FEEDBACK, {"body": {"type": "rating"}, "type": "action", "user": "u"})) == {"type": "rating"}
    with pytest.warns(ArgumentWarning):
        assert body(build(FEEDBACK, {"body": [{"type": "rating"}], "user": "u"})) == [{"type": "rating"}]


@pytest.mark.parametrize(
    ("operation", "given_", "places"),
    [
        (DELETE, {"body": "evtc_1"}, {"body"}),
        (DELETE, {"body": ["a", 1]}, {"1"}),
        (DELETE, {"body": None}, {"body"}),
        (FEEDBACK, {"body": [{"type": "rating"}, {"value": "x"}]}, {"1.type"}),
        (FEEDBACK, {"body": 5}, {"body"}),
        (UPDATE, {"id": "x", "duration": math.inf, "output": 5}, {"duration", "output"}),
        (CHAT, {**CHAT_ARGUMENTS, "inputs": {"a": ["\ud800"]}}, {"inputs.a.0"}),
        (CHAT, {**CHAT_ARGUMENTS, "inputs": {"a": object()}, "num_samples": "1"}, {"inputs.a", "num_samples"}),
        (
            CHAT,
            {"messages": [{}], "model_config": {"temperature": "0"}},
            {"messages.0.role", "model_config.model", "model_config.temperature"},
        ),
    ],
)
def test_a_body_that_does_not_fit_names_every_place(
    operation: Operation[Any], given_: dict[str, Any], places: set[str]
) -> None:
    assert set(problems(operation, given_)) == places


def test_missing_arguments_are_named_together_wherever_they_stand() -> None:
    with pytest.raises(MissingRequiredParametersError) as caught:
        build(MIXED, {"id": None, "name": None})
    assert str(caught.value) == (
        f"{MIXED.method} {MIXED.path} was not sent: missing required arguments: id, environment, description, name"
    )


def test_missing_and_mistyped_arguments_are_named_together() -> None:
    assert set(problems(MIXED, {"environment": 5, "name": 6})) == {"id", "environment", "name", "description"}


def test_dicts_models_and_values_of_python_may_be_mixed() -> None:
    answer = models.ChatMessageWithToolCall.model_validate_json('{"role": "assistant", "content": "yes", "new": 1}')
    request = build(
        CHAT,
        {
            "messages": [answer, *MESSAGES],
            "model_config": models.ModelConfigChatRequest(model="m", stop=["x"]),
            "inputs": {"at": date(2024, 1, 2), "id": UUID(int=1)},
        },
    )
    assert body(request) == {
        "messages": [{"role": "assistant", "content": "yes", "new": 1}, *MESSAGES],
        "model_config": {"model": "m", "stop": ["x"]},
        "inputs": {"at": "2024-01-02", "id": "00000000-0000-0000-0000-000000000001"},
    }


def test_nothing_that_the_caller_passed_is_changed() -> None:
    given_ = {**CHAT_ARGUMENTS, "provider_api_keys": {"openai": "own"}, "user": None, "inputs": {"a": (1, Order.UP)}}
    before = copy.deepcopy(given_)
    options = {"headers": {"X-Own": "1"}, "timeout": 5}
    configuration = Configuration(HOST, "key", openai_api_key="client", cohere_api_key="client")
    build(CHAT, given_, options, configuration, stream=True)
    assert given_ == before
    assert options == {"headers": {"X-Own": "1"}, "timeout": 5}


def test_without_the_check_of_the_client_the_server_decides() -> None:
    configuration = Configuration(HOST, "key")
    configuration.client_side_validation = False
    request = build(MIXED, {"id": 7, "environment": 5, "name": Order.UP}, configuration=configuration)
    assert request.url == f"{HOST}/projects/7/x?environment=5"
    assert body(request) == {"name": "asc"}
    with pytest.raises(SchemaValidationError, match=r"name\.0: JSON has no nan"):
        build(MIXED, {"id": "p", "name": [math.nan]}, configuration=configuration)
    with pytest.raises(SchemaValidationError, match="is not an ID"):
        build(MIXED, {"id": ""}, configuration=configuration)


# Keys of model providers.


def test_keys_of_the_client_fill_those_of_the_call() -> None:
    configuration = Configuration(HOST, "key", openai_api_key="client", cohere_api_key="client")
    given_ = {**CHAT_ARGUMENTS, "provider_api_keys": {"openai": "own"}}
    assert body(build(CHAT, given_, None, configuration))["provider_api_keys"] == {"openai": "own", "cohere": "client"}
    assert body(build(CHAT, CHAT_ARGUMENTS, None, configuration))["provider_api_keys"] == {
        "openai": "client",
        "cohere": "client",
    }


def test_without_keys_none_are_sent() -> None:
    assert "provider_api_keys" not in body(build(CHAT, CHAT_ARGUMENTS))


def test_operations_that_use_no_provider_get_no_keys() -> None:
    configuration = Configuration(HOST, "key", openai_api_key="client")
    assert b"client" not in (build(UPDATE, {"id": "x"}, None, configuration).body or b"")


def test_keys_that_are_none_are_refused_as_arguments() -> None:
    configuration = Configuration(HOST, "key", openai_api_key="client")
    with pytest.raises(SchemaValidationError, match="provider_api_keys: input should be a valid dictionary"):
        build(CHAT, {**CHAT_ARGUMENTS, "provider_api_keys": "sk"}, None, configuration)


# Streams.


def test_a_stream_is_asked_for_in_body_and_header() -> None:
    request = build(CHAT, CHAT_ARGUMENTS, stream=True)
    assert request.stream
    assert body(request)["stream"] is True
    assert request.headers["Accept"] == "text/event-stream, application/json"


@pytest.mark.parametrize("flag", [None, False])
def test_no_stream_is_asked_for_otherwise(flag: bool | None) -> None:
    request = build(CHAT, {**CHAT_ARGUMENTS, "stream": flag})
    assert not request.stream
    assert not body(request).get("stream")
    assert request.headers["Accept"] == "application/json"


def test_the_flag_alone_names_the_method_to_use() -> None:
    with pytest.raises(ApiTypeError, match=r"`stream=True` is not for this method: use its streaming twin"):
        build(CHAT, {**CHAT_ARGUMENTS, "stream": True})


# Headers.


def test_every_request_carries_key_and_user_agent() -> None:
    request = build(GET, {"id": "x"})
    assert request.headers == {
        "Accept": "application/json",
        "Accept-Encoding": "gzip",
        "User-Agent": f"humanloop-python/{__version__}",
        "X-API-KEY": "key",
    }
    assert f"humanloop-python/{__version__}" == USER_AGENT
    assert "'key'" not in repr(request.headers)
    assert repr(request) == f"<Request GET {HOST}/logs/x>"


def test_no_key_is_an_error_before_anything_is_sent() -> None:
    with pytest.raises(ClientConfigurationError, match=r"There is no API key: pass .* the server prints"):
        build(GET, {"id": "x"}, None, Configuration(HOST))


def test_headers_of_the_call_win_whatever_their_case() -> None:
    headers = {"x-api-key": "other", "USER-AGENT": "mine", "X-Own": "1", "accept": "text/plain"}
    sent = build(GET, {"id": "x"}, {"headers": headers}).headers
    assert sent == {
        "Accept": "text/plain",
        "Accept-Encoding": "gzip",
        "User-Agent": "mine",
        "X-API-KEY": "other",
        "X-Own": "1",
    }


@pytest.mark.parametrize("name", ["x-api-key", "Authorization", "Cookie", "Proxy-Authorization"])
def test_a_key_in_a_header_of_the_call_does_not_show_itself(name: str) -> None:
    headers = build(GET, {"id": "x"}, {"headers": {name: "s3cret"}}).headers
    assert "s3cret" in headers.values()
    assert "s3cret" not in repr(headers)


def test_an_option_that_does_not_exist_is_named() -> None:
    with pytest.raises(ApiTypeError) as caught:
        build(GET, {"id": "x"}, {"time_out": 5, "retries": 1, "timeout": 5})
    assert str(caught.value) == (
        f"GET {GET.path} was not sent: unknown argument: retries; did you mean `max_retries`?;"
        " unknown argument: time_out; did you mean `timeout`?"
    )
    with pytest.raises(ApiTypeError, match=r"was not sent: unknown argument: xyz$"):
        build(GET, {"id": "x"}, {"xyz": 5})


@pytest.mark.parametrize(
    ("slip", "named"),
    [("outputs", "output"), ("refrence_id", "reference_id"), ("referenceId", "reference_id"), ("input", "inputs")],
)
def test_a_misspelt_argument_is_told_from_those_of_the_method(slip: str, named: str) -> None:
    with Humanloop(api_key="key", host=HOST) as humanloop:
        log: Any = humanloop.log
        with pytest.raises(
            ApiTypeError, match=f"^POST /logs was not sent: unknown argument: {slip}; did you mean `{named}`"
        ):
            log(project="x", **{slip: "y"})


@pytest.mark.parametrize(
    "method", ["chat", "achat", "chats.create", "chats.raw.create", "chats.stream", "chats.astream"]
)
async def test_a_misspelt_argument_is_told_where_python_sees_only_what_is_missing(method: str) -> None:
    async with Humanloop(api_key="key", host=HOST) as humanloop:
        called: Any = attrgetter(method)(humanloop)
        with pytest.raises(
            ApiTypeError,
            match=r"missing 1 required positional argument: 'messages'; unknown argument: message;"
            r" did you mean `messages`\?$",
        ):
            await called(message=[], model_config={"model": "gpt-4"})
        with pytest.raises(TypeError, match=r"missing 1 required positional argument: 'messages'$"):
            await called(model_config={"model": "gpt-4"})


@pytest.mark.parametrize("headers", [None, {}])
def test_no_headers_of_the_call_are_fine(headers: Any) -> None:
    assert build(GET, {"id": "x"}, {"headers": headers}).headers["X-API-KEY"] == "key"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-A", "a\r\nX-B: b"),
        ("X-A", "a\nb"),
        ("X-A", "\x00"),
        ("X-A", "ж"),
        ("X-A", 5),
        ("X-A", b"a"),
        ("X-A", None),
        ("X-A\r\nX-B", "a"),
        ("X A", "a"),
        ("X-A:", "a"),
        ("X-Ä", "a"),
        ("", "a"),
        (5, "a"),
        ("X-A", " a"),
        ("Host", "elsewhere"),
        ("content-length", "0"),
        ("Transfer-Encoding", "chunked"),
    ],
)
def test_a_header_that_no_request_may_have_is_refused(name: Any, value: Any) -> None:
    with pytest.raises(ClientConfigurationError, match="header"):
        build(GET, {"id": "x"}, {"headers": {name: value}})


@pytest.mark.parametrize(("method", "has_key"), [("POST", True), ("PATCH", True), ("GET", False), ("DELETE", False)])
def test_writes_carry_a_new_idempotency_key(method: str, has_key: bool) -> None:
    operation: Operation[Any] = Operation(method, "/x", status=200)
    keys = {build(operation, {}).headers.get("Idempotency-Key") for _ in range(20)}
    if has_key:
        assert len(keys) == 20
        assert {UUID(key).version for key in keys if key} == {4}
    else:
        assert keys == {None}


def test_the_caller_may_give_the_idempotency_key() -> None:
    operation: Operation[Any] = Operation("POST", "/x", status=200)
    assert build(operation, {}, {"idempotency_key": "mine"}).headers["Idempotency-Key"] == "mine"
    assert build(operation, {}, {"headers": {"idempotency-key": "mine"}}).headers["Idempotency-Key"] == "mine"


@pytest.mark.parametrize("key", ["a\r\nX: b", "ж", 5])
def test_an_idempotency_key_that_is_no_header_is_refused(key: Any) -> None:
    with pytest.raises(ClientConfigurationError, match="Idempotency-Key"):
        build(Operation("POST", "/x", status=200), {}, {"idempotency_key": key})


# Timeouts and retries.


@pytest.mark.parametrize(
    ("operation", "client", "call", "used"),
    [
        (UPDATE, {}, {}, 60.0),
        (CHAT, {}, {}, 600.0),
        (CHAT, {"timeout": 60.0}, {}, 60.0),
        (CHAT, {"timeout": 5}, {}, 5),
        (UPDATE, {"timeout": None}, {}, None),
        (CHAT, {"timeout": None}, {}, None),
        (CHAT, {"timeout": 5}, {"timeout": 7}, 7),
        (CHAT, {"timeout": 5}, {"timeout": None}, None),
        (CHAT, {}, {"timeout": (1, 2.5)}, (1, 2.5)),
        (UPDATE, {"timeout": (1, 2)}, {}, (1, 2)),
        (UPDATE, {}, {"timeout": 0.001}, 0.001),
    ],
)
def test_the_call_then_the_client_then_the_operation_sets_the_timeout(
    operation: Operation[Any], client: dict[str, Any], call: dict[str, Any], used: Any
) -> None:
    given_ = CHAT_ARGUMENTS if operation is CHAT else {"id": "x"}
    assert build(operation, given_, call, Configuration(HOST, "key", **client)).timeout == used


@pytest.mark.parametrize(
    "timeout",
    [0, -1, math.nan, math.inf, 1e300, True, "5", b"5", [1, 2], (), (1,), (1, 2, 3), (0, 1), (1, None), (1, math.inf)],
)
def test_a_timeout_of_no_use_is_refused(timeout: Any) -> None:
    with pytest.raises(ClientConfigurationError, match="seconds above 0, a pair of them, or None"):
        build(GET, {"id": "x"}, {"timeout": timeout})
    with pytest.raises(ClientConfigurationError, match="seconds above 0, a pair of them, or None"):
        build(GET, {"id": "x"}, {}, Configuration(HOST, "key", timeout=timeout))


@pytest.mark.parametrize(
    ("client", "alias", "call", "used"),
    [
        ({}, None, {}, 2),
        ({"max_retries": 0}, None, {}, 0),
        ({"max_retries": 1}, 5, {}, 5),
        ({"max_retries": 1}, 0, {}, 0),
        ({"max_retries": 1}, 5, {"max_retries": 3}, 3),
        ({}, None, {"max_retries": 0}, 0),
    ],
)
def test_the_call_then_the_alias_then_the_client_sets_the_retries(
    client: dict[str, Any], alias: int | None, call: dict[str, Any], used: int
) -> None:
    configuration = Configuration(HOST, "key", **client)
    configuration.retries = alias
    assert build(GET, {"id": "x"}, call, configuration).max_retries == used


@pytest.mark.parametrize("retries", [-1, 1.0, True, "2", None, math.inf])
def test_retries_of_no_use_are_refused(retries: Any) -> None:
    with pytest.raises(ClientConfigurationError, match="a whole number, 0 or more"):
        build(GET, {"id": "x"}, {"max_retries": retries})


@pytest.mark.parametrize(
    ("url", "path_url"),
    [
        ("http://h", "/"),
        ("http://h?a=1", "/?a=1"),
        ("http://h/v4/logs", "/v4/logs"),
        ("http://h/v4/logs?a=1&a=2", "/v4/logs?a=1&a=2"),
        ("http://[::1]:1/v4", "/v4"),
    ],
)
def test_the_request_line(url: str, path_url: str) -> None:
    request = Request("GET", url, headers={})
    assert request.path_url == path_url
    assert request.deadline is None


def test_query_parameters_that_no_method_names() -> None:
    operation: Operation[Any] = Operation("GET", "/logs", status=200, query={"size": "int"})
    request = build(operation, {"size": 2}, {"extra_query": {"sort": ["a.asc", "b.desc"], "deep": True, "none": None}})
    assert request.url.partition("?")[2] == "size=2&sort=a.asc&sort=b.desc&deep=true"
    bare: Operation[Any] = Operation("GET", "/logs", status=200)
    assert build(bare, {}, {"extra_query": {"q": "a&b"}}).url.endswith("/logs?q=a%26b")
    assert build(bare, {}, {"extra_query": {}}).url.endswith("/logs")


@pytest.mark.parametrize("name", ["page", "size"])
def test_what_asks_for_pages_is_an_argument(name: str) -> None:
    pages = Pages("page", items="records", size="size")
    operation: Operation[Any] = Operation("GET", "/logs", status=200, query={name: "int"}, pages=pages)
    with pytest.raises(SchemaValidationError, match=f"extra_query.{name}: pages are asked for by it: give it"):
        build(operation, {name: 2}, {"extra_query": {name: 1}})
    assert build(operation, {name: 1}, {"extra_query": {"q": 1}}).url.endswith(f"/logs?{name}=1&q=1")


@pytest.mark.parametrize(
    ("extra", "place"),
    [({"x": {"y": 1}}, "extra_query.x"), ({"x": [[1]]}, "extra_query.x"), (5, "extra_query"), (None, "extra_query")],
)
def test_a_query_that_has_no_form_is_refused(extra: Any, place: str) -> None:
    with pytest.raises(SchemaValidationError, match=place):
        build(Operation("GET", "/logs", status=200), {}, {"extra_query": extra})
