"""The front door of `Humanloop`: each of its methods is a method of an API, by a shorter name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from humanloop import AsyncGeneratorResponse, Humanloop
from tests.apis import spec
from tests.apis.answers import check_answer

if TYPE_CHECKING:
    from tests.apis.echo_server import EchoServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

ALIASES = {
    "chat": "chats.create",
    "chat_deployed": "chats.create_deployed",
    "chat_experiment": "chats.create_experiment",
    "chat_model_config": "chats.create_model_config",
    "complete": "completions.create",
    "complete_deployed": "completions.create_deployed",
    "complete_experiment": "completions.create_experiment",
    "complete_model_configuration": "completions.create_model_config",
    "feedback": "feedback_api.feedback",
    "get_configs": "projects.list_configs",
    "log": "logs.log",
}
STREAMS = {
    "chat_stream": "chats.create",
    "chat_deployed_stream": "chats.create_deployed",
    "chat_experiment_stream": "chats.create_experiment",
    "chat_model_config_stream": "chats.create_model_config",
    "complete_stream": "completions.create",
    "complete_deployed_stream": "completions.create_deployed",
    "complete_experiment_stream": "completions.create_experiment",
    "complete_model_configuration_stream": "completions.create_model_config",
    "complete_model_config_stream": "completions.create_model_config",
}


def examples(alias: str, operation: str) -> dict[str, Any]:
    """The arguments of a call; `get_configs` takes the project as `project_id`."""
    arguments = spec.operations()[operation].arguments()
    arguments.pop("stream", None)
    return {"project_id": arguments["id"]} if alias == "get_configs" else arguments


def method_of(client: Humanloop, name: str, prefix: str = "") -> Any:
    tag, _, method = name.partition(".")
    return getattr(getattr(client, tag), prefix + method)


@pytest.mark.parametrize(("alias", "name"), ALIASES.items())
async def test_an_alias_is_the_call_of_its_api(client: Humanloop, echo: EchoServer, alias: str, name: str) -> None:
    operation = spec.operations()[name]
    arguments = examples(alias, name)
    same = {"id": arguments["project_id"]} if alias == "get_configs" else arguments

    answers = [
        getattr(client, alias)(**arguments),
        await getattr(client, f"a{alias}")(**arguments),
        method_of(client, name)(**same),
        await method_of(client, name, "a")(**same),
    ]

    received = echo.take_all()
    assert [request.sent() for request in received] == [received[0].sent()] * 4
    for answer in answers:
        check_answer(operation, answer, operation.answer)


@pytest.mark.parametrize(("alias", "name"), STREAMS.items())
async def test_a_documented_stream_is_the_call_of_its_api(
    client: Humanloop, echo: EchoServer, alias: str, name: str
) -> None:
    arguments = examples(alias, name)
    stream_name = name.replace("create", "astream")

    responses = [await getattr(client, alias)(**arguments), await method_of(client, stream_name)(**arguments)]

    assert all(type(response) is AsyncGeneratorResponse for response in responses)
    documented, direct = [[token async for token in response.content] for response in responses]
    assert documented == direct
    assert "".join(token["output"] for token in documented) == spec.operations()[name].answer["data"][0]["output"]
    first, second = echo.take_all()
    assert first.json["stream"] is True
    assert first.sent() == second.sent()


async def test_an_alias_is_the_same_function() -> None:
    """Nothing is spelt twice: signature, annotations and documentation are those of the API."""
    for alias, name in [*ALIASES.items(), *STREAMS.items()]:
        if alias == "get_configs":
            continue
        tag, _, method = name.partition(".")
        api: Any = type(getattr(Humanloop(api_key="k"), tag))
        target = method.replace("create", "astream") if alias in STREAMS else method
        assert getattr(Humanloop, alias) is getattr(api, target)
        if alias in ALIASES:
            assert getattr(Humanloop, f"a{alias}") is getattr(api, f"a{method}")


async def test_every_tag_has_its_attribute(client: Humanloop) -> None:
    for tag in {operation.tag for operation in spec.operations().values()}:
        api = getattr(client, tag)
        assert api is getattr(client, tag), "one object, kept"
        assert api.raw is api.raw
        assert api.api_client is client.api_client, "one connection pool"
