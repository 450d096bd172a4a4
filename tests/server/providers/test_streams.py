"""Streams of providers, item by item."""

from __future__ import annotations

import json
import threading
from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server.generation.providers.interface import Generation, Interruption, Piece
from humanloop.server.generation.providers.registry import Providers
from tests.server.providers.conftest import settings_for
from tests.server.providers.peer import reply
from tests.server.providers.prompts import prompt
from tests.server.providers.services import KEY, SERVICES

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from tests.server.providers.peer import Peer, Write
    from tests.server.providers.services import Service

    Item = Piece | Generation | Interruption

KEYS = {name: KEY for name, service in SERVICES.items() if service.is_of_caller}
WITH_A_KEY = ("my key is " + KEY[:9], KEY[9:] + " ok")
call_for_each = pytest.mark.parametrize(
    "service", [each for each in SERVICES.values() if not each.native_n], ids=lambda each: each.name
)


@asynccontextmanager
async def streaming(
    peer: Peer, service: Service, samples: int = 1, **settings: Any
) -> AsyncIterator[AsyncGenerator[Item]]:
    """The items of a stream, as the server asks for them."""
    providers = Providers(settings_for(peer, **settings), {})
    try:
        asked = prompt(samples=samples, api_keys=KEYS, provider=service.name)
        async with aclosing(providers.find(service.name, KEYS).stream(asked)) as items:
            yield items
    finally:
        await providers.close()


async def last_of(peer: Peer, service: Service, begun: threading.Event) -> Item:
    """Ask for two samples, say when the first piece has come, and answer the last item."""
    seen: list[Item] = []
    async with streaming(peer, service, samples=2) as items:
        async for item in items:
            seen.append(item)
            begun.set()
    return seen[-1]


@call_for_each
async def test_one_sample_that_breaks_off_leaves_what_all_have_said(provider: Peer, service: Service) -> None:
    go, done = threading.Event(), threading.Event()

    def breaks_off(write: Write) -> None:
        write(service.streamed(*WITH_A_KEY, ends=False))
        go.wait(5)

    def goes_on(write: Write) -> None:
        write(service.streamed(*WITH_A_KEY, ends=False))
        done.wait(5)

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
        go.wait(5)

    def refuses(write: Write) -> None:
        go.wait(5)
        write(reply(service.error("no"), 429))

    provider.says(goes_on, refuses)
    item = await last_of(provider, service, go)
    assert isinstance(item, Interruption)
    kept = sorted(zip(item.generation.samples, item.generation.responses, strict=True), key=lambda each: each[0].text)
    assert [(sample.text, response is None) for sample, response in kept] == [("", True), ("a", False)]


async def test_a_sample_that_was_answered_at_once_is_kept_when_another_fails(provider: Peer) -> None:
    service, go = SERVICES["anthropic"], threading.Event()

    def refuses(write: Write) -> None:
        go.wait(5)
        write(reply(service.error("no"), 429))

    provider.says(service.answer("Hi"), refuses)
    item = await last_of(provider, service, go)
    assert isinstance(item, Interruption)
    said = sorted((sample.text, sample.finish_reason) for sample in item.generation.samples)
    assert said == [("", None), ("Hi", "stop")]
