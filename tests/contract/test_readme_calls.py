"""The usage examples of 0.7.15: all 71 methods, with the arguments that its documentation shows.

`calls-readme.json` holds the facts: the call, its route, the class it answers with, the arguments.
"""

from __future__ import annotations

import inspect
import json
from contextlib import nullcontext
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from pydantic import ConfigDict, TypeAdapter

from humanloop import ArgumentWarning, Humanloop
from humanloop import pydantic as models
from tests.apis import spec
from tests.apis.echo_server import API_KEY, BASE_PATH

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.apis.echo_server import EchoServer, Received

pytestmark = pytest.mark.asyncio(loop_scope="module")

CALLS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "calls-readme.json").read_text(encoding="utf-8"))
BY_NAME = {call["call"]: call for call in CALLS}
ANSWERED_WITHOUT_CLASS = {
    # Documented with a `DatasetResponse`; the server always answered null.
    "datasets.delete",
    # Documented as any JSON.
    "projects.delete_deployed_config",
}

MISSPELT = {"projects.create", "projects.update_feedback_types"}
"""Documented with the key `_class` inside of a dict, which no server has ever read: it is sent, and warned of."""
BESIDE = {"datasets.create_datapoint", "feedback", "log", "model_configs.serialize"}
"""Documented with fields beside a whole body, which have never been sent: that is warned of."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(echo: EchoServer) -> AsyncIterator[Humanloop]:
    async with Humanloop(api_key=API_KEY, host=echo.host) as humanloop:
        yield humanloop


def check_class(call: dict[str, Any], answer: Any) -> None:
    """Assert that an answer is what the documentation names; where it names nothing, what the route answers."""
    if call["call"] in ANSWERED_WITHOUT_CLASS:
        assert answer == operation_of(call).answer
    elif call["returns"] is not None:
        # An instance of a model passes as it is; anything else than one would be refused.
        kind = getattr(models, call["returns"])
        config = None if inspect.isclass(kind) else ConfigDict(strict=True)
        assert TypeAdapter(kind, config=config).validate_python(answer, strict=True) == answer
    elif call["call"] in {"model_configs.export", "model_configs.serialize"}:
        assert type(answer) is str
    else:
        assert answer is None


def operation_of(call: dict[str, Any]) -> spec.Operation:
    http_method, _, path = call["route"].partition(" ")
    operation = next(
        operation
        for operation in spec.operations().values()
        if (operation.http_method, operation.path) == (http_method, path)
    )
    assert operation.method == call["call"].rpartition(".")[2] or "." not in call["call"]
    return operation


async def test_the_examples_are_all_there() -> None:
    assert len(BY_NAME) == len(CALLS) == 71
    new = spec.operations().keys() - {operation_of(call).name for call in CALLS}
    assert new == {"datasets.list"}, "the one operation that 0.7.15 did not have"


@pytest.mark.parametrize("call", CALLS, ids=BY_NAME)
async def test_usage_example(client: Humanloop, echo: EchoServer, call: dict[str, Any]) -> None:
    path, _, method = call["call"].rpartition(".")
    api: Any = attrgetter(path)(client) if path else client
    echo.take_all()

    misspelt = pytest.warns(ArgumentWarning, match="_class: .* did you mean `class`")
    beside = pytest.warns(ArgumentWarning, match="beside the `body`") if call["call"] in BESIDE else nullcontext()
    with misspelt if call["call"] in MISSPELT else beside:
        answer = getattr(api, method)(**call["arguments"])
        awaited = await getattr(api, f"a{method}")(**call["arguments"])

    check_class(call, answer)
    check_class(call, awaited)
    first, second = echo.take_all()
    assert first.sent() == second.sent()
    check_everything_was_sent(operation_of(call), call["arguments"], first)


def check_everything_was_sent(operation: spec.Operation, arguments: dict[str, Any], request: Received) -> None:
    """Assert that every argument is in the path, the query or the body; a given `body` is the whole body."""
    places = {parameter.name: parameter.place for parameter in operation.parameters}
    path = {name: value for name, value in arguments.items() if places.get(name) == "path"}
    query = {name: value for name, value in arguments.items() if places.get(name) == "query"}
    fields = {name.removeprefix("_"): value for name, value in arguments.items() if name not in places}
    assert request.path == BASE_PATH + operation.filled_path(path)
    assert request.query == [
        (name, str(item).lower() if isinstance(item, bool) else str(item))
        for name, value in query.items()
        for item in (value if isinstance(value, list) else [value])
    ]
    assert (request.json or {}) == fields.get("body", fields)


async def test_the_client_fills_in_its_provider_keys(echo: EchoServer) -> None:
    call = BY_NAME["chat"]
    arguments = {**call["arguments"], "provider_api_keys": {"openai": "of the call"}}
    with Humanloop(api_key=API_KEY, host=echo.host, openai_api_key="of the client", cohere_api_key="c") as client:
        echo.take_all()
        client.chat(**arguments)

    assert echo.take().json["provider_api_keys"] == {"openai": "of the call", "cohere": "c"}
    assert arguments["provider_api_keys"] == {"openai": "of the call"}, "the caller's dict is left alone"
