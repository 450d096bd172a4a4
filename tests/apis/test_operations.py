"""Every operation of openapi.yaml in all its forms, over a real socket."""

from __future__ import annotations

import inspect
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

import humanloop
from humanloop import ApiResponse, AsyncGeneratorResponse, StreamResponse, UnprocessableEntityError
from humanloop.apis.operations import OPERATIONS
from tests.apis import spec
from tests.apis.answers import check_answer
from tests.apis.echo_server import API_KEY, BASE_PATH, Answer, events_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop import Humanloop
    from tests.apis.echo_server import EchoServer, Received
    from tests.apis.spec import Operation

pytestmark = pytest.mark.asyncio(loop_scope="module")

FORMS = ("plain", "awaited", "raw", "raw awaited")

ALL = spec.operations()
STREAMING = {name: operation for name, operation in ALL.items() if operation.stream}
WITH_PATH = {name: operation for name, operation in ALL.items() if operation.examples_in("path")}
WITH_MODEL = {name: operation for name, operation in ALL.items() if isinstance(operation.answer, (dict, list))}
WITH_CHOICE_OF_BODY = {
    name: operation for name, operation in ALL.items() if operation.body_schema and "anyOf" in operation.body_schema
}

UNPROCESSABLE = HTTPStatus(422).phrase
"""Another one from Python 3.13 on."""

AWKWARD = "a/b c?d=1&e#f%2Fé;g+h"
"""An ID that would end the path, start a query or be decoded on the way, were it not encoded."""


async def call(client: Humanloop, operation: Operation, form: str, arguments: Mapping[str, Any]) -> Any:
    """Call an operation in one of its forms."""
    api: Any = getattr(client, operation.tag)
    if form.startswith("raw"):
        api = api.raw
    method = getattr(api, f"a{operation.method}" if form.endswith("awaited") else operation.method)
    result = method(**arguments)
    assert inspect.isawaitable(result) is form.endswith("awaited")
    return await result if inspect.isawaitable(result) else result


def check_request(operation: Operation, request: Received, *, accept: str = "application/json") -> None:
    """Assert that the server got what the specification asks for, and nothing else."""
    assert request.method == operation.http_method
    assert request.path == BASE_PATH + operation.filled_path(dict(operation.examples_in("path")))
    assert sorted(request.query) == sorted(operation.examples_in("query"))
    headers = dict(request.headers)
    assert headers.pop("x-api-key") == API_KEY
    assert headers.pop("user-agent") == f"humanloop-python/{humanloop.__version__}"
    assert headers.pop("accept") == accept
    assert headers.pop("accept-encoding") == "gzip"
    assert headers.pop("content-type", None) == ("application/json" if operation.body_schema else None)
    key = headers.pop("idempotency-key", None)
    if operation.http_method in {"POST", "PATCH"}:
        assert key is not None
        assert str(UUID(key, version=4)) == key
    else:
        assert key is None
    assert headers.keys() <= {"host", "content-length"}


async def test_the_table_is_whole() -> None:
    assert len(ALL) == 72
    assert len(STREAMING) == 8
    assert {name.replace("feedback_api.", "feedback.") for name in ALL} == OPERATIONS.keys()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("operation", ALL.values(), ids=ALL)
async def test_operation(client: Humanloop, echo: EchoServer, operation: Operation, form: str) -> None:
    answer = await call(client, operation, form, operation.arguments())

    request = echo.take()
    check_request(operation, request)
    assert request.json == operation.body_example
    if form.startswith("raw"):
        assert type(answer) is ApiResponse
        assert answer.status == operation.status
        assert answer.body == operation.answer
        assert answer.round_trip_time > 0
        assert answer.headers["content-type"] == "application/json"
    else:
        check_answer(operation, answer, operation.answer)


@pytest.mark.parametrize("operation", ALL.values(), ids=ALL)
async def test_all_forms_send_the_same(client: Humanloop, echo: EchoServer, operation: Operation) -> None:
    for form in FORMS:
        await call(client, operation, form, operation.arguments())

    received = echo.take_all()
    assert [request.sent() for request in received] == [received[0].sent()] * len(FORMS)
    keys = [request.headers.get("idempotency-key") for request in received]
    assert len(set(keys)) == (len(FORMS) if operation.http_method in {"POST", "PATCH"} else 1)


@pytest.mark.parametrize("operation", ALL.values(), ids=ALL)
async def test_examples_fit_their_models(client: Humanloop, operation: Operation) -> None:
    """The documented answers pass even where nothing may misfit."""
    answer = await call(client, operation, "plain", {**operation.arguments(), "validate": True})

    check_answer(operation, answer, operation.answer)


@pytest.mark.parametrize("operation", WITH_MODEL.values(), ids=WITH_MODEL)
async def test_fields_of_a_later_version_are_kept(client: Humanloop, echo: EchoServer, operation: Operation) -> None:
    later = {"field_of_tomorrow": {"nested": [1]}}
    answer = [item | later for item in operation.answer] if isinstance(operation.answer, list) else operation.answer
    answer = answer | later if isinstance(answer, dict) else answer

    with echo.answering(Answer(operation.status, answer)):
        for form in ("plain", "awaited"):
            check_answer(operation, await call(client, operation, form, operation.arguments()), answer)


@pytest.mark.parametrize("form", ["plain", "awaited"])
@pytest.mark.parametrize("operation", WITH_PATH.values(), ids=WITH_PATH)
async def test_a_path_parameter_is_one_segment(
    client: Humanloop, echo: EchoServer, operation: Operation, form: str
) -> None:
    awkward = {name: f"{name}:{AWKWARD}" for name, _ in operation.examples_in("path")}

    with echo.answering(Answer(operation.status, operation.answer)):
        await call(client, operation, form, {**operation.arguments(), **awkward})

    assert echo.take().path == BASE_PATH + operation.filled_path(awkward)


@pytest.mark.parametrize("form", ["plain", "awaited"])
@pytest.mark.parametrize("operation", STREAMING.values(), ids=STREAMING)
async def test_stream(client: Humanloop, echo: EchoServer, operation: Operation, form: str) -> None:
    arguments = {name: value for name, value in operation.arguments().items() if name != "stream"}
    api: Any = getattr(client, operation.tag)
    method = operation.method.replace("create", "stream" if form == "plain" else "astream")
    tokens: list[Any] = []
    stream: Any
    if form == "plain":
        with getattr(api, method)(**arguments) as stream:
            assert type(stream) is StreamResponse
            tokens += stream
    else:
        async with await getattr(api, method)(**arguments) as stream:
            assert type(stream) is AsyncGeneratorResponse
            tokens += [token async for token in stream.content]

    request = echo.take()
    check_request(operation, request, accept="text/event-stream, application/json")
    assert request.json == {**operation.body_example, "stream": True}
    assert tokens == tokens_of(operation)
    assert "".join(token["output"] for token in tokens) == operation.answer["data"][0]["output"]
    assert (stream.status, stream.headers["Content-Type"]) == (200, "text/event-stream")
    assert stream.round_trip_time > 0
    assert stream.response is not None


def tokens_of(operation: Operation) -> list[dict[str, Any]]:
    """The documented events as tokens: each key of a token from the sample, else from the event around it."""
    keys = spec.document()["components"]["schemas"]["StreamToken"]["properties"]
    return [
        {key: sample[key] if key in sample else event.get(key) for key in keys}
        for event in events_of(operation)
        for sample in event["data"]
    ]


@pytest.mark.parametrize("operation", STREAMING.values(), ids=STREAMING)
async def test_both_streams_send_the_same(client: Humanloop, echo: EchoServer, operation: Operation) -> None:
    arguments = {name: value for name, value in operation.arguments().items() if name != "stream"}
    api: Any = getattr(client, operation.tag)
    getattr(api, operation.method.replace("create", "stream"))(**arguments).close()
    await (await getattr(api, operation.method.replace("create", "astream"))(**arguments)).aclose()

    first, second = echo.take_all()
    assert first.sent() == second.sent()


def bodies() -> dict[str, tuple[Operation, Any]]:
    """One body of each form that an operation with a choice of bodies takes."""
    found: dict[str, tuple[Operation, Any]] = {}
    for name, operation in WITH_CHOICE_OF_BODY.items():
        assert operation.body_schema
        for form in operation.body_schema["anyOf"]:
            body = spec.example_of(form)
            kind = "list" if isinstance(body, list) else spec.schema_name(form)
            found[f"{name}-{kind}"] = (operation, body)
    return found


@pytest.mark.parametrize(("operation", "body"), bodies().values(), ids=bodies())
async def test_a_body_of_several_forms(client: Humanloop, echo: EchoServer, operation: Operation, body: Any) -> None:
    path = dict(operation.examples_in("path"))
    for arguments in [{"body": body, **path}, {**body, **path}] if isinstance(body, dict) else [{"body": body, **path}]:
        for form in FORMS:
            await call(client, operation, form, arguments)

        received = echo.take_all()
        assert [request.json for request in received] == [body] * len(FORMS)
        assert [request.sent() for request in received] == [received[0].sent()] * len(FORMS)


@pytest.mark.parametrize("form", ["plain", "awaited"])
@pytest.mark.parametrize("name", ["feedback_api.feedback", "logs.log"])
async def test_a_list_is_answered_with_a_list(client: Humanloop, echo: EchoServer, name: str, form: str) -> None:
    operation = ALL[name]

    with echo.answering(Answer(operation.status, [operation.answer] * 2)):
        answer = await call(client, operation, form, {"body": [operation.body_example] * 2})

    check_answer(operation, answer, [operation.answer] * 2)


@pytest.mark.parametrize("form", FORMS)
async def test_a_prompt_file_may_come_as_text(client: Humanloop, echo: EchoServer, form: str) -> None:
    operation = ALL["model_configs.export"]

    with echo.answering(Answer(200, operation.answer, headers={"Content-Type": "text/prompt; charset=utf-8"})):
        answer = await call(client, operation, form, operation.arguments())

    assert (answer.body if form.startswith("raw") else answer) == operation.answer


@pytest.mark.parametrize("operation", ALL.values(), ids=ALL)
async def test_an_error_is_the_same_in_all_forms(client: Humanloop, echo: EchoServer, operation: Operation) -> None:
    detail = spec.example_of({"$ref": "#/components/schemas/HTTPValidationError"})

    with echo.answering(Answer(422, detail, headers={"X-Request-Id": "req_1"})):
        for form in FORMS:
            with pytest.raises(UnprocessableEntityError, match=operation.http_method) as caught:
                await call(client, operation, form, operation.arguments())
            error = caught.value
            assert (error.status, error.reason, error.request_id) == (422, UNPROCESSABLE, "req_1")
            assert error.body["detail"] == detail["detail"]
            assert error.round_trip_time > 0

    assert len(echo.take_all()) == len(FORMS), "an error of the caller is not tried again"
