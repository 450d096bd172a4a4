"""Streams of providers, item by item."""

from __future__ import annotations

import json
import threading
from contextlib import aclosing, asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from humanloop.server.errors import ProviderError
from humanloop.server.generation.providers.adapter import Site
from humanloop.server.generation.providers.guarded import GuardedProvider, Limits
from humanloop.server.generation.providers.interface import Generation, Interruption, Piece, Stream
from humanloop.server.generation.providers.keys import Keys
from humanloop.server.generation.providers.notices import Notices
from humanloop.server.generation.providers.registry import Providers
from tests.server.providers.conftest import settings_for
from tests.server.providers.frames import frame
from tests.server.providers.peer import events, reply
from tests.server.providers.prompts import prompt
from tests.server.providers.services import KEY, SERVICES

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from humanloop.server.generation.providers.interface import Prompt
    from tests.server.providers.peer import Peer, Write
    from tests.server.providers.services import Service

    Item = Piece | Generation | Interruption

KEYS = {name: KEY for name, service in SERVICES.items() if service.is_of_caller}
WITH_A_KEY = ("my key is " + KEY[:9], KEY[9:] + " ok")
call_for_each = pytest.mark.parametrize(
    "service", [each for each in SERVICES.values() if not each.native_n], ids=lambda each: each.name
)


@asynccontextmanager
async def streaming(peer: Peer, service: Service, samples: int = 1) -> AsyncIterator[Stream]:
    """The items of a stream, as the server asks for them."""
    providers = Providers(settings_for(peer), {})
    try:
        asked = prompt(samples=samples, api_keys=KEYS, provider=service.name)
        async with aclosing(providers.find(service.name, KEYS).stream(asked)) as items:
            yield items
    finally:
        await providers.close()


@asynccontextmanager
async def asking_the_adapter(peer: Peer, service: Service, samples: int = 1) -> AsyncIterator[Stream]:
    """The items of an adapter, with those that the server keeps for itself."""
    settings, environment = settings_for(peer), {"AWS_REGION": "x"}
    module = import_module(f"humanloop.server.generation.providers.{service.name}")
    adapter = module.make(service.name, Site(settings, Keys(settings, environment), Notices(), environment))
    try:
        async with aclosing(adapter.stream(prompt(samples=samples, api_keys=KEYS, provider=service.name))) as items:
            yield items
    finally:
        await adapter.close()


async def last_of(peer: Peer, service: Service, begun: threading.Event) -> Item:
    """Ask for two samples, say when the first piece has come, and answer the last item."""
    seen: list[Item] = []
    async with streaming(peer, service, samples=2) as items:
        async for item in items:
            seen.append(item)
            begun.set()
    return seen[-1]


def thought(text: str) -> bytes:
    delta = {"type": "thinking_delta", "thinking": text}
    return events({"type": "content_block_delta", "index": 0, "delta": delta}, names=True)


def argument(text: str) -> bytes:
    call = {"index": 0, "id": "c1", "function": {"name": "look_up", "arguments": text}}
    return events({"choices": [{"index": 0, "delta": {"tool_calls": [call]}}]})


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("anthropic", [thought("h"), thought("mm")]),
        ("openai", [argument("{"), argument("}")]),
        ("cohere", [b": still here\n\n", b": still here\n\n"]),
        ("google", [b'data: {"candidates": ', b"[]}\n\n"]),
        ("bedrock", [frame("messageStart", {}), frame("contentBlockStop", {})]),
    ],
)
async def test_bytes_without_text_are_a_sign_of_life(provider: Peer, name: str, pieces: list[bytes]) -> None:
    """Each piece is written when the one before it has been noticed."""
    service, noticed = SERVICES[name], threading.Semaphore(0)

    def thinks(write: Write) -> None:
        write(service.head())
        for piece in pieces:
            write(piece)
            if not noticed.acquire(timeout=30):
                return
        write(service.stream(["Hi"]))

    provider.says(thinks)
    items: list[Item] = []
    async with asking_the_adapter(provider, service) as stream:
        async for item in stream:
            items.append(item)
            noticed.release()
    assert items[: len(pieces)] == [Piece(0, "")] * len(pieces)
    assert "".join(item.text for item in items if isinstance(item, Piece)) == "Hi"
    assert isinstance(items[-1], Generation)


async def test_signs_of_life_of_several_calls(provider: Peer) -> None:
    service, noticed = SERVICES["anthropic"], threading.Event()

    def thinks(write: Write) -> None:
        write(service.head() + thought("hmm"))
        if noticed.wait(30):
            write(service.stream(["Hi"]))

    provider.says(thinks)
    silent, item = set[int](), None
    async with asking_the_adapter(provider, service, samples=2) as stream:
        async for item in stream:
            if isinstance(item, Piece) and not item.text:
                silent.add(item.index)
            if silent == {0, 1}:
                noticed.set()
    assert isinstance(item, Generation)


async def test_what_fails_after_signs_of_life_has_not_begun(provider: Peer) -> None:
    service = SERVICES["anthropic"]
    for samples in (1, 2):
        provider.says(service.head() + thought("hmm"))
        async with streaming(provider, service, samples) as items:
            with pytest.raises(ProviderError, match="broke off"):
                await anext(items)


@pytest.mark.parametrize("samples", [1, 2])
async def test_what_a_stream_has_before_its_last_item(provider: Peer, samples: int) -> None:
    service, done = SERVICES["anthropic"], threading.Event()

    def goes_on(write: Write) -> None:
        write(service.streamed(*WITH_A_KEY, ends=False))
        done.wait(30)

    provider.says(goes_on)
    said = [""] * samples
    async with streaming(provider, service, samples) as items:
        assert items.so_far() is None
        while not all(text.endswith("ok") for text in said):
            item = await anext(items)
            assert isinstance(item, Piece)
            said[item.index] += item.text
    done.set()
    kept = items.so_far()
    assert kept is not None
    assert kept.usage is not None
    assert [(each.text, each.finish_reason) for each in kept.samples] == [("my key is (key) ok", None)] * samples
    assert (len(kept.responses), kept.usage.prompt) == (samples, 3 * samples)


class Forgetful:
    """Does not know what it has said."""

    title = "Forgetful Ltd."

    async def generate(self, prompt: Prompt) -> Generation:
        raise NotImplementedError

    def stream(self, prompt: Prompt) -> Stream:
        def so_far() -> Generation:
            raise KeyError(prompt.samples)

        async def items() -> AsyncGenerator[Item]:
            yield Piece(0, "Hi")

        return Stream(items(), so_far)


async def test_an_adapter_that_fails_when_it_is_asked_what_it_has(caplog: pytest.LogCaptureFixture) -> None:
    async with aclosing(GuardedProvider(Forgetful(), Limits(5)).stream(prompt())) as items:
        assert await anext(items) == Piece(0, "Hi")
    assert items.so_far() is None
    assert "The adapter of the provider Forgetful Ltd. failed." in caplog.text


@call_for_each
async def test_one_sample_that_breaks_off_leaves_what_all_have_said(provider: Peer, service: Service) -> None:
    go, done = threading.Event(), threading.Event()

    def breaks_off(write: Write) -> None:
        write(service.streamed(*WITH_A_KEY, ends=False))
        go.wait(30)

    def goes_on(write: Write) -> None:
        write(service.streamed(*WITH_A_KEY, ends=False))
        done.wait(30)

    provider.says(breaks_off, goes_on)
    said, item = ["", ""], None
    async with streaming(provider, service, samples=2) as items:
        async for item in items:
            if isinstance(item, Piece):
                said[item.index] += item.text
            if all(text.endswith("ok") for text in said):
                go.set()
    done.set()
    assert isinstance(item, Interruption)
    kept = item.generation
    assert [(each.text, each.finish_reason) for each in kept.samples] == [("my key is (key) ok", None)] * 2
    assert [bool(response) for response in kept.responses] == [True, True]
    assert KEY not in json.dumps(kept.responses)
    if service.name in {"anthropic", "google"}:
        assert kept.usage is not None
        assert kept.usage.prompt == 6
        assert all(kept.usage.calls)


async def test_a_sample_that_has_not_begun_has_no_response(provider: Peer) -> None:
    service, go = SERVICES["anthropic"], threading.Event()

    def goes_on(write: Write) -> None:
        write(service.streamed("a", ends=False))
        go.wait(30)

    def refuses(write: Write) -> None:
        go.wait(30)
        write(reply(service.error("no"), 429))

    provider.says(goes_on, refuses)
    item = await last_of(provider, service, go)
    assert isinstance(item, Interruption)
    kept = sorted(zip(item.generation.samples, item.generation.responses, strict=True), key=lambda each: each[0].text)
    assert [(sample.text, response is None) for sample, response in kept] == [("", True), ("a", False)]


async def test_a_sample_that_was_answered_at_once_is_kept_when_another_fails(provider: Peer) -> None:
    service, go = SERVICES["anthropic"], threading.Event()

    def refuses(write: Write) -> None:
        go.wait(30)
        write(reply(service.error("no"), 429))

    provider.says(service.answer("Hi"), refuses)
    item = await last_of(provider, service, go)
    assert isinstance(item, Interruption)
    said = sorted((sample.text, sample.finish_reason) for sample in item.generation.samples)
    assert said == [("", None), ("Hi", "stop")]
