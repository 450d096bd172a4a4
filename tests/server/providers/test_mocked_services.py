"""A server of services that others keep stands in for the providers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from llmock.scenarios import Fail, Reply, StreamFault, ToolCall
from llmock.simulation import MockResponseSettings
from llmock.testing import LLMockServer
from pydantic import SecretStr

from humanloop.server import Settings, serve_in_thread
from tests.server.providers.prompts import TOOL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server.conftest import Api

    Json = dict[str, Any]

NAMES = {"openai": "openai", "anthropic": "anthropic", "google": "gemini", "cohere": "cohere", "groq": "groq"}
MODELS = {
    "openai": "gpt-4o",
    "anthropic": "claude-sonnet-4-5",
    "google": "gemini-2.5-flash",
    "cohere": "command-r-plus",
}
each_provider = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def services() -> Iterator[LLMockServer]:
    with LLMockServer(responses=MockResponseSettings()) as running:
        yield running


@pytest.fixture(scope="module")
def asking(services: LLMockServer, api_class: type[Api]) -> Iterator[Api]:
    urls = {ours: services.base_url(theirs) for ours, theirs in NAMES.items()}
    settings = Settings(
        database="sqlite://",
        port=0,
        api_key=SecretStr("k"),
        provider_urls=urls,
        provider_keys=dict.fromkeys(NAMES, "sk-for-a-mock"),
    )
    with serve_in_thread(settings=settings) as running:
        yield api_class(running)


@pytest.fixture(autouse=True)
def _nothing_scripted(services: LLMockServer) -> Iterator[None]:
    yield
    services.state.scenarios.clear()


def body(api: Api, name: str, config: Json | None = None, **more: Any) -> Json:
    asked = {"model": MODELS.get(name, "llama-3.3-70b"), "provider": name, **(config or {})}
    return {
        "project": api.name(),
        "messages": [{"role": "user", "content": "hello"}],
        "model_config": asked,
        **more,
    }


@each_provider
@pytest.mark.parametrize("samples", [1, 2])
def test_answers_and_streams(asking: Api, services: LLMockServer, name: str, samples: int) -> None:
    services.state.scenarios.add(Reply("Nice to meet you.", times=None))
    answer = asking.ok("chats.create", body(asking, name, num_samples=samples))
    assert [each["output"] for each in answer["data"]] == ["Nice to meet you."] * samples
    assert answer["usage"]["generation_tokens"] > 0
    events = asking.stream("chats.create", body(asking, name, num_samples=samples))
    for index in range(samples):
        mine = [event for event in events if event["data"][0]["index"] == index]
        assert "".join(event["data"][0]["output"] for event in mine) == "Nice to meet you."
        assert mine[-1]["data"][0]["finish_reason"] == "stop"
        assert mine[-1]["usage"]["generation_tokens"] > 0


@each_provider
@pytest.mark.parametrize("stream", [False, True])
def test_tool_calls(asking: Api, services: LLMockServer, name: str, stream: bool) -> None:
    services.state.scenarios.add(Reply(tool_calls=(ToolCall("look_up", {"a": 1}),)))
    given = body(asking, name, {"tools": [TOOL["function"]]})
    answer = asking.stream("chats.create", given)[-1] if stream else asking.ok("chats.create", given)
    (call,) = answer["data"][0]["tool_calls"]
    assert (call["function"]["name"], call["function"]["arguments"].replace(" ", "")) == ("look_up", '{"a":1}')
    assert answer["data"][0]["finish_reason"] == "tool_call"


@each_provider
def test_failures(asking: Api, services: LLMockServer, name: str) -> None:
    services.state.scenarios.add(Fail(429, retry_after=3, message="too many"))
    answer = asking.call("chats.create", body(asking, name))
    assert (answer.status, answer.headers["retry-after"]) == (429, "3")
    for fault in ("truncate", "malformed", "disconnect"):
        services.state.scenarios.add(StreamFault(fault, after_chunks=2))
        # As an answer or as an event: what counts as a chunk is not always text.
        answer = asking.call("chats.create", body(asking, name, stream=True))
        assert b'"code":500' in answer.data, answer.data
