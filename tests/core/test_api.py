"""How a method of an API becomes a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

import pytest

from humanloop import pydantic as models
from humanloop.calls.api import Api, RawApi, raw, raw_async
from humanloop.core.errors import ApiResponseError
from humanloop.core.operation import CallOptions, Operation, Stream
from humanloop.core.response import ApiResponse, AsyncGeneratorResponse, StreamResponse
from tests.core.wire import opened, reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from humanloop.calls.api_client import ApiClient
    from tests.core.wire import Wire

    ClientOn = Callable[..., tuple[ApiClient, Wire]]

USAGE: Operation[models.Usage] = Operation(
    "POST",
    "/usage/{id}",
    status=200,
    body="types.FeedbackRequest",
    returns="models.Usage",
    stream=Stream("unset", "data", "types.StreamToken"),
)
FITS = b'{"prompt_tokens": 1, "generation_tokens": 2, "total_tokens": 3}'
BENT = b'{"prompt_tokens": "1", "generation_tokens": 2, "total_tokens": 3}'


class UsageApi(Api):
    def get(self: Api, id: str, type: str, validate: bool = False, **options: Unpack[CallOptions]) -> models.Usage:
        return self._send(USAGE, {"id": id, "type": type}, validate, options)

    async def aget(
        self: Api, id: str, type: str, validate: bool = False, **options: Unpack[CallOptions]
    ) -> models.Usage:
        return await self._asend(USAGE, {"id": id, "type": type}, validate, options)

    def stream(self: Api, id: str, type: str, **options: Unpack[CallOptions]) -> StreamResponse[Any]:
        return self._stream(USAGE, {"id": id, "type": type}, options)

    async def astream(self: Api, id: str, type: str, **options: Unpack[CallOptions]) -> AsyncGeneratorResponse[Any]:
        return await self._astream(USAGE, {"id": id, "type": type}, options)


class UsageApiRaw(RawApi):
    get = raw(UsageApi.get)
    aget = raw_async(UsageApi.aget)


class FrontDoor(Api):
    usage, ausage = UsageApi.get, UsageApi.aget


async def test_four_forms_send_the_same_and_answer_in_their_own_way(client_on: ClientOn) -> None:
    client, wire = client_on(*[reply(200, FITS)] * 6)
    answers: list[Any] = [
        UsageApi(client).get("u", "t"),
        await UsageApi(client).aget("u", "t"),
        FrontDoor(client).usage(id="u", type="t"),
        await FrontDoor(client).ausage(id="u", type="t"),
        UsageApiRaw(client).get("u", "t"),
        await UsageApiRaw(client).aget(id="u", type="t"),
    ]
    assert [type(answer) for answer in answers] == [models.Usage] * 4 + [ApiResponse] * 2
    assert {answer.prompt_tokens for answer in answers[:4]} == {1}
    assert [answer.body["prompt_tokens"] for answer in answers[4:]] == [1, 1]
    assert {(request.method, request.url, request.body) for request in wire.sent} == {
        ("POST", "http://h:1/v4/usage/u", b'{"type":"t"}')
    }


async def test_validate_raises_in_all_forms(client_on: ClientOn) -> None:
    client, _ = client_on(*[reply(200, BENT)] * 8)
    bent: Any = UsageApi(client).get("u", "t"), await UsageApi(client).aget("u", "t")
    assert [answer.prompt_tokens for answer in bent] == ["1", "1"]
    assert UsageApiRaw(client).get("u", "t").body["prompt_tokens"] == "1"
    assert (await UsageApiRaw(client).aget("u", "t")).body["prompt_tokens"] == "1"
    for call in (UsageApi(client).get, UsageApiRaw(client).get):
        with pytest.raises(ApiResponseError, match="prompt_tokens"):
            call("u", "t", validate=True)
    for acall in (UsageApi(client).aget, UsageApiRaw(client).aget):
        with pytest.raises(ApiResponseError, match="prompt_tokens"):
            await acall("u", "t", validate=True)


def test_a_raw_call_takes_whatever_came(client_on: ClientOn) -> None:
    client, _ = client_on(reply(200, b"<html>", "text/html"), reply(200))
    response = UsageApiRaw(client).get("u", "t")
    assert (response.status, response.body, response.round_trip_time) == (200, "<html>", 0.25)
    assert UsageApiRaw(client).get("u", "t").body is None


async def test_options_reach_the_request(client_on: ClientOn) -> None:
    client, wire = client_on(*[reply(200, FITS)] * 2, *[opened(b"")] * 2)
    options: CallOptions = {
        "timeout": 7,
        "max_retries": 4,
        "headers": {"X-Own": "1"},
        "idempotency_key": "mine",
    }
    api = UsageApi(client)
    api.get("u", "t", **options)
    await api.aget("u", "t", **options)
    api.stream("u", "t", **options)
    await api.astream("u", "t", **options)
    for request in wire.sent:
        assert (request.timeout, request.max_retries) == (7, 4)
        assert (request.headers["X-Own"], request.headers["Idempotency-Key"]) == ("1", "mine")
    assert [request.stream for request in wire.sent] == [False, False, True, True]


def test_an_option_that_does_not_exist_is_named(client_on: ClientOn) -> None:
    client, wire = client_on()
    with pytest.raises(TypeError, match="time_out"):
        UsageApi(client).get("u", "t", time_out=5)  # type: ignore[call-arg]
    assert wire.sent == []
