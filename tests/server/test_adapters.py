"""Providers that are added by settings, and what models cost."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

import pytest
from pydantic import SecretStr, ValidationError

from humanloop.server import Settings, StartError, serve_in_thread
from humanloop.server.errors import ProviderError
from humanloop.server.generation.providers.interface import Generation, Piece, Sample, Usage, status_for

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from humanloop.server.generation.providers.interface import Prompt
    from tests.server.conftest import Api

    Json = dict[str, Any]

HERE = __name__


class Shouting:
    """Answers in capitals; needs a key."""

    title = "Shouting Inc."

    async def generate(self, prompt: Prompt) -> Generation:
        if "openai" not in prompt.api_keys:
            raise ProviderError("no key", origin=self.title, code=status_for(403))
        text = prompt.messages[-1]["content"].upper()
        return Generation([Sample(text)], {"asked": text}, [{"said": text}], Usage(2000, [500]))

    async def stream(self, prompt: Prompt) -> AsyncIterator[Piece | Generation]:
        whole = await self.generate(prompt)
        yield Piece(0, whole.samples[0].text)
        yield whole


INSTANCE = Shouting()


ODD = {
    "number": [Sample(cast("str", 5))],
    "object": [Sample("", "tool_call", [{"id": "c", "type": "function", "function": {"name": "f", "arguments": {}}}])],
    "nameless": [Sample("", "tool_call", [{"id": "c", "type": "function", "function": {"arguments": "{}"}}])],
}
"""Samples that no log can have, by the model that answers them."""


class Broken:
    """Does what its model says: everything but what is asked."""

    title = "Broken Ltd."

    async def generate(self, prompt: Prompt) -> Generation:
        if prompt.config["model"] == "slow":
            await asyncio.sleep(60)
        if prompt.config["model"] == "raises":
            raise KeyError("choices")
        return Generation(ODD.get(prompt.config["model"], []), {}, [])

    async def stream(self, prompt: Prompt) -> AsyncIterator[Piece | Generation]:
        how = prompt.config["model"]
        if how.startswith("late "):
            how = how.removeprefix("late ")
            yield Piece(0, "so ")
            yield Piece(0, "far")
        if how == "slow":
            await asyncio.sleep(60)
        if how == "raises":
            raise KeyError("choices")
        if how == "refuses":
            raise ProviderError("enough", origin=self.title, code=429)
        if how == "counts":
            yield Piece(3, "x")
        if how == "number":
            yield Piece(0, cast("str", 5))
        if how in ODD:
            yield Generation(ODD[how], {}, [])


@pytest.fixture(scope="module")
def own(api_class: type[Api]) -> Iterator[Api]:
    settings = Settings(
        database="sqlite://",
        port=0,
        api_key=SecretStr("k"),
        providers={"openai": f"{HERE}:Shouting", "mock": f"{HERE}:INSTANCE", "cohere": f"{HERE}:Broken"},
        prices={"m": {"prompt": 2.5, "output": 10}},
        provider_seconds=0.3,
    )
    with serve_in_thread(settings=settings) as running:
        yield api_class(running)


def chat(own: Api, **fields: Any) -> Json:
    config = {"model": "m", "provider": "openai", **fields.pop("config", {})}
    body = {"project": own.name(), "messages": [{"role": "user", "content": "hi"}], "model_config": config}
    return body | {"provider_api_keys": {"openai": "sk"}} | fields


def test_a_provider_of_ones_own_answers(own: Api) -> None:
    answer = own.ok("chats.create", chat(own))
    assert (answer["data"][0]["output"], answer["provider_request"]) == ("HI", {"asked": "HI"})
    assert answer["usage"] == {
        "prompt_tokens": 2000,
        "generation_tokens": 500,
        "total_tokens": 2500,
        "reasoning_tokens": 0,
    }
    events = own.stream("chats.create", chat(own))
    assert [event["data"][0]["output"] for event in events] == ["HI", ""]
    # It takes the place of one of the package's, too.
    assert own.ok("chats.create", chat(own, config={"provider": "mock"}))["data"][0]["output"] == "HI"


def test_logs_say_what_a_priced_model_costs(own: Api) -> None:
    costs = []
    for model in ("m", "another"):
        log_id = own.ok("chats.create", chat(own, config={"model": model}))["data"][0]["id"]
        log = own.ok("logs.get", id=log_id)
        costs.append((log["prompt_cost"], log["output_cost"]))
    assert costs == [(0.005, 0.005), (None, None)]


@pytest.mark.parametrize("keys", [{}, {"openai": ""}])
def test_blank_keys_do_not_reach_a_provider_and_its_refusal_is_ours(own: Api, keys: Json) -> None:
    body = chat(own, provider_api_keys=keys)
    detail = own.fail(401, "chats.create", body)
    assert detail == {"type": "authentication_error", "message": "no key", "code": 401, "origin": "Shouting Inc."}
    (project,) = own.ok("projects.list", query={"filter": body["project"]})["records"]
    (log,) = own.ok("logs.list", query={"project_id": project["id"]})["records"]
    assert (log["error"], log["messages"][0]["content"]) == ("no key", "hi")


def test_a_provider_without_an_adapter_is_refused_with_those_there_are(own: Api) -> None:
    detail = own.fail(422, "chats.create", chat(own, config={"provider": "elsewhere"}))
    known = "'anthropic', 'bedrock', 'cohere', 'google', 'groq', 'mock', 'openai', 'openai_azure'"
    assert f"it has: {known}. " in detail["message"]


@pytest.mark.parametrize("place", ["nowhere:X", f"{HERE}:Nothing", HERE, "", f"{HERE}:ProviderError", f"{HERE}:HERE"])
def test_an_adapter_that_is_none_is_said_at_the_start(place: str) -> None:
    settings = Settings(database="sqlite://", port=0, providers={"x": place})
    with pytest.raises(StartError, match="the provider 'x'"), serve_in_thread(settings=settings):
        pass


@pytest.mark.parametrize("price", [{}, {"prompt": 1}, {"prompt": -1, "output": 1}, {"prompt": 1, "output": "nan"}])
def test_prices_that_make_no_sense(price: Json) -> None:
    with pytest.raises(ValidationError):
        Settings(prices={"m": price})


FAILURES = [
    ("slow", 504, "did not answer within 0.3 s"),
    ("raises", 500, "adapter of the provider failed: KeyError"),
    ("counts", 500, "adapter of the provider failed: ValueError"),
    ("number", 500, "adapter of the provider failed: TypeError"),
    ("object", 500, "adapter of the provider failed: TypeError"),
    ("nameless", 500, "adapter of the provider failed: KeyError"),
]


def the_log(own: Api, body: Json) -> Json:
    (project,) = own.ok("projects.list", query={"filter": body["project"]})["records"]
    log: Json = own.ok("logs.list", query={"project_id": project["id"]})["records"][0]
    return log


@pytest.mark.parametrize(("how", "status", "said"), FAILURES)
@pytest.mark.parametrize("stream", [False, True])
def test_what_goes_wrong_in_an_adapter_is_an_error_with_a_log(
    own: Api, how: str, status: int, said: str, stream: bool
) -> None:
    body = chat(own, config={"provider": "cohere", "model": how}, stream=stream)
    detail = own.fail(status, "chats.create", body)
    assert said in detail["message"]
    assert detail["origin"] == "Broken Ltd."
    assert "choices" not in detail["message"]
    assert the_log(own, body)["error"] == detail["message"]


@pytest.mark.parametrize(
    ("how", "status", "said"), [*FAILURES, ("refuses", 429, "enough"), ("ends", 500, "ValueError")]
)
def test_what_an_adapter_had_said_before_is_kept(own: Api, how: str, status: int, said: str) -> None:
    body = chat(own, config={"provider": "cohere", "model": f"late {how}"})
    *events, last = own.stream("chats.create", body)
    assert "".join(event["data"][0]["output"] for event in events) == "so far"
    assert (last["data"], last["error"]["code"]) == ([], status)
    assert said in last["error"]["message"]
    log = the_log(own, body)
    assert (log["raw_output"], log["error"]) == ("so far", last["error"]["message"])
    assert log["finish_reason"] is None
