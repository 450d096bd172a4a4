"""Keys of objects in arguments that the API does not have are warned of, refused or passed on, and never lost."""

from __future__ import annotations

import asyncio
import json
import sys
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from humanloop import ArgumentWarning, Configuration, Humanloop
from humanloop import pydantic as models
from humanloop.core.errors import ApiConnectionError, ClientConfigurationError, SchemaValidationError
from humanloop.core.operation import Operation
from humanloop.request.build import build_request
from humanloop.request.validators import validator_for

if TYPE_CHECKING:
    from humanloop.core.settings import UnknownKeys

HOST = "http://127.0.0.1:9/v4"
LOG: Operation[Any] = Operation("POST", "/logs", status=200, body="Union[List[types.LogRequest], types.LogRequest]")
CHAT: Operation[Any] = Operation("POST", "/chat", status=200, body="types.ChatRequest")
DATAPOINTS: Operation[Any] = Operation("POST", "/datapoints", status=200, body="types.DatasetsCreateDatapointRequest")
MESSAGES = [{"role": "user", "content": "hi"}]


def sent(operation: Operation[Any], given: dict[str, Any], unknown_keys: UnknownKeys = "warn") -> Any:
    configuration = Configuration(HOST, "key", unknown_keys=unknown_keys)
    body = build_request(operation, given, {}, configuration).body
    assert body is not None
    return json.loads(body)


BESIDE: list[dict[str, Any]] = [{"body": {"output": "x"}}, {"body": [{"output": "x"}]}]


@pytest.mark.parametrize("given", BESIDE)
def test_fields_beside_a_whole_body_are_warned_of_or_refused(given: dict[str, Any]) -> None:
    beside = {**given, "session_id": "s", "output": "y"}
    with pytest.warns(ArgumentWarning, match="^beside the `body` of POST /logs nothing else is sent: write output, "):
        warned = sent(LOG, beside)
    assert warned == sent(LOG, beside, "pass") == sent(LOG, given, "refuse") == given["body"]
    with pytest.raises(SchemaValidationError) as refused:
        sent(LOG, beside, "refuse")
    assert [error.path_to_item for error in refused.value.validation_errors] == [("output",), ("session_id",)]


def test_what_stands_in_the_path_is_not_beside_the_body() -> None:
    operation: Operation[Any] = Operation(
        "POST", "/datasets/{id}", status=200, query={"deep": "bool"}, body="types.CreateDatapointRequest"
    )
    assert sent(operation, {"id": "a", "deep": True, "body": {"inputs": {}}}, "refuse") == {"inputs": {}}


def test_keys_of_providers_are_not_beside_the_body() -> None:
    operation: Operation[Any] = Operation(
        "POST", "/chat", status=200, body="types.ChatRequest", provider_keys="provider_api_keys"
    )
    configuration = Configuration(HOST, "key", unknown_keys="refuse", openai_api_key="k")
    body = {"messages": MESSAGES, "model_config": {"model": "m"}}
    assert build_request(operation, {"body": body}, {}, configuration).body


CHAT_MESSAGES = {"messages": MESSAGES}
SLIPS: list[tuple[Operation[Any], dict[str, Any], str]] = [
    (
        LOG,
        {"output": "x", "config": {"model": "m", "type": "model", "temprature": 0.3}},
        "config.temprature: there is no such key here; did you mean `temperature`?",
    ),
    (LOG, {"body": [{"otput": "x"}]}, "[].otput: there is no such key here; did you mean `output`?"),
    (LOG, {"body": {"Output": "x"}}, "Output: there is no such key here; did you mean `output`?"),
    (
        CHAT,
        {**CHAT_MESSAGES, "model_config": {"model": "m", "maxTokens": 3}},
        "model_config.maxTokens: there is no such key here; did you mean `max_tokens`?",
    ),
    (
        CHAT,
        {"messages": [{"role": "user", "contents": "x"}], "model_config": {"model": "m"}},
        "messages.[].contents: there is no such key here; did you mean `content`?",
    ),
    (
        CHAT,
        {**CHAT_MESSAGES, "model_config": {"model": "m", "quux": 3}},
        "model_config.quux: there is no such key here",
    ),
    (
        CHAT,
        {**CHAT_MESSAGES, "model_config": models.ModelConfigChatRequest(model="m", temprature=1)},  # type: ignore[call-arg]  # the slip that is meant
        "model_config.temprature: there is no such key here; did you mean `temperature`?",
    ),
    (DATAPOINTS, {"body": [{"input": {"a": 1}}]}, "[].input: there is no such key here; did you mean `inputs`?"),
]


@pytest.mark.parametrize(("operation", "given", "told"), SLIPS, ids=[told.partition(":")[0] for _, _, told in SLIPS])
def test_a_slip_is_warned_of_and_sent_or_refused_or_passed_on(
    operation: Operation[Any], given: dict[str, Any], told: str
) -> None:
    with pytest.warns(ArgumentWarning) as caught:
        warned = sent(operation, given)
    start = f"the arguments of {operation.method} {operation.path} have keys that this version does not know: "
    assert [str(warning.message) for warning in caught] == [start + told]
    assert warned == sent(operation, given, "pass")
    with pytest.raises(SchemaValidationError) as refused:
        sent(operation, given, "refuse")
    assert str(refused.value) == f"{operation.method} {operation.path} was not sent: {told.replace('[]', '0')}"


def test_a_slip_is_named_beside_what_it_left_out() -> None:
    with pytest.raises(SchemaValidationError) as caught:
        sent(CHAT, {"messages": [{"contents": "x"}], "model_config": {"model": "m"}})
    assert [error.path_to_item for error in caught.value.validation_errors] == [
        ("messages", 0, "role"),
        ("messages", 0, "contents"),
    ]
    with pytest.raises(SchemaValidationError) as passed:
        sent(CHAT, {"messages": [{"contents": "x"}], "model_config": {"model": "m"}}, "pass")
    assert "contents" not in str(passed.value)


OPEN: list[tuple[Operation[Any], dict[str, Any]]] = [
    (LOG, {"inputs": {"otput": 1}, "metadata": {"x": {"y": 1}}, "output": "x"}),
    (CHAT, {**CHAT_MESSAGES, "model_config": {"model": "m", "other": {"temprature": 1}}}),
    (
        CHAT,
        {
            **CHAT_MESSAGES,
            "model_config": {
                "model": "m",
                "tools": [{"name": "f", "parameters": {"type": "object", "properties": {"nme": {"typ": "x"}}}}],
            },
        },
    ),
    (CHAT, {**CHAT_MESSAGES, "model_config": {"model": "m"}, "metadata": {"messages": 1}}),
    # What came in an answer has more fields than can be sent, and newer servers know more.
    (
        LOG,
        {
            "output": "x",
            "config": models.ModelConfigResponse(id="config_1", type="model", name="n", model="m", newer=1),  # type: ignore[call-arg]  # a field of a newer server
        },
    ),
    (CHAT, {"messages": [models.ChatMessageWithToolCall(role="user", newer=1)], "model_config": {"model": "m"}}),  # type: ignore[call-arg]  # as above
]


@pytest.mark.parametrize(("operation", "given"), OPEN)
def test_what_the_api_leaves_open_is_not_looked_into(operation: Operation[Any], given: dict[str, Any]) -> None:
    assert sent(operation, given, "refuse") == sent(operation, given, "warn") == sent(operation, given, "pass")


def test_the_right_keys_are_sent_without_a_word() -> None:
    given = {**CHAT_MESSAGES, "model_config": {"model": "m", "temperature": 0.3, "stop": ("x",)}}
    assert sent(CHAT, given, "refuse")["model_config"] == {"model": "m", "temperature": 0.3, "stop": ["x"]}


def test_many_slips_are_told_once_and_ten_at_most() -> None:
    keys = [f"quux{number}" for number in range(12)]
    with pytest.warns(ArgumentWarning) as caught:
        sent(LOG, {"body": [{"output": "x", **dict.fromkeys(keys, 1)} for _ in range(100)]})
    told = [str(warning.message) for warning in caught]
    assert len(told) == 1
    assert told[0].count("there is no such key") == 10
    assert told[0].endswith("; and 2 more")


def test_the_warning_stands_at_the_line_of_the_program_and_is_told_there_once() -> None:
    with Humanloop("key", HOST, max_retries=0) as humanloop, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default", ArgumentWarning)
        for number in range(3):
            with pytest.raises(ApiConnectionError):
                humanloop.log(body=[{"output": "x"}] * number + [{"otput": "x"}])  # type: ignore[list-item, typeddict-unknown-key]  # the slip
        line = sys._getframe().f_lineno - 1
    assert [(warning.filename, warning.lineno) for warning in caught] == [(__file__, line)]


def test_the_warning_of_an_awaited_call_stands_at_its_line() -> None:
    async def work(humanloop: Humanloop) -> None:
        async with humanloop:
            await humanloop.alog(body={"otput": "x"})  # type: ignore[typeddict-unknown-key]  # the slip

    with pytest.warns(ArgumentWarning) as caught, pytest.raises(ApiConnectionError):
        asyncio.run(work(Humanloop("key", HOST, max_retries=0)))
    assert [warning.filename for warning in caught] == [__file__]


@pytest.mark.parametrize("word", ["", "Refuse", None, True, 1])
def test_other_words_for_it_are_refused(word: Any) -> None:
    with pytest.raises(ClientConfigurationError, match=r"unknown_keys=.*`warn`, `refuse` or `pass`"):
        Configuration(HOST, "key", unknown_keys=word)
    with pytest.raises(ClientConfigurationError, match="unknown_keys"):
        Humanloop("key", HOST, unknown_keys=word)


def test_an_object_of_a_kind_that_this_version_does_not_know_may_have_any_keys() -> None:
    closed = validator_for("types.LogRequest", is_closed=True)
    closed.validate_python({"config": {"type": "newer", "name": "x", "newer": 1}})
