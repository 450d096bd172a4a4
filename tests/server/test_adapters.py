"""Providers that are added by settings, and what models cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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


@pytest.fixture(scope="module")
def own(api_class: type[Api]) -> Iterator[Api]:
    settings = Settings(
        database="sqlite://",
        port=0,
        api_key=SecretStr("k"),
        providers={"openai": f"{HERE}:Shouting", "mock": f"{HERE}:INSTANCE"},
        prices={"m": {"prompt": 2.5, "output": 10}},
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
    assert answer["usage"] == {"prompt_tokens": 2000, "generation_tokens": 500, "total_tokens": 2500}
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
    detail = own.fail(422, "chats.create", chat(own, config={"provider": "cohere"}))
    assert "it has: 'mock', 'openai'" in detail["message"]


@pytest.mark.parametrize("place", ["nowhere:X", f"{HERE}:Nothing", HERE, "", f"{HERE}:ProviderError", f"{HERE}:HERE"])
def test_an_adapter_that_is_none_is_said_at_the_start(place: str) -> None:
    settings = Settings(database="sqlite://", port=0, providers={"x": place})
    with pytest.raises(StartError, match="the provider 'x'"), serve_in_thread(settings=settings):
        pass


@pytest.mark.parametrize("price", [{}, {"prompt": 1}, {"prompt": -1, "output": 1}, {"prompt": 1, "output": "nan"}])
def test_prices_that_make_no_sense(price: Json) -> None:
    with pytest.raises(ValidationError):
        Settings(prices={"m": price})
