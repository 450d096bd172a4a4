"""How long the server waits for a provider, on a clock that runs ahead while nobody does anything."""

from __future__ import annotations

import asyncio
import selectors
from math import inf
from typing import TYPE_CHECKING, Any

import pytest

from humanloop.server.errors import ProviderError
from humanloop.server.generation.providers.guarded import GuardedProvider, Limits
from humanloop.server.generation.providers.interface import Generation, Piece, Prompt, Sample

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SIGN = Piece(0, "")
WHOLE = Generation([Sample("Hi")], {}, [{}])


class Impatient(selectors.DefaultSelector):
    """Waits for nothing, and knows how long it would have waited."""

    waited = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is not None:
            self.waited += max(timeout, 0)
            timeout = 0
        return super().select(timeout)


class HurriedLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.impatient = Impatient()
        super().__init__(self.impatient)

    def time(self) -> float:
        return self.impatient.waited


class Slow:
    """Yields an item after each pause."""

    title = "Slow Ltd."

    def __init__(self, *items: tuple[float, Piece | Generation]) -> None:
        self.items = items

    async def generate(self, prompt: Prompt) -> Generation:
        raise NotImplementedError

    async def stream(self, prompt: Prompt) -> AsyncIterator[Piece | Generation]:
        for pause, item in self.items:
            await asyncio.sleep(pause)
            yield item


def asked(limits: Limits, *items: tuple[float, Piece | Generation]) -> list[Any]:
    """Answer what comes of a stream, and its error."""
    prompt = Prompt({"model": "m"}, [])

    async def ask() -> list[Any]:
        stream = GuardedProvider(Slow(*items), limits).stream(prompt)
        seen: list[Any] = []
        while not seen or isinstance(seen[-1], Piece):
            try:
                seen.append(await anext(stream))
            except ProviderError as error:
                seen.append((error.code, error.message))
        return seen

    with asyncio.Runner(loop_factory=HurriedLoop) as runner:
        return runner.run(ask())


BUSY = [(0.9, SIGN)] * 5
HI = Piece(0, "Hi")


@pytest.mark.parametrize(
    ("limits", "items", "seen"),
    [
        (Limits(1), [*BUSY, (0.9, HI), *BUSY, (0.9, WHOLE)], [HI, WHOLE]),
        (Limits(1, 5.5), [*BUSY, (0.9, HI), *BUSY], [HI, (504, "The provider did not answer within 5.5 s.")]),
        (Limits(1, 3), BUSY, [(504, "The provider did not answer within 3 s.")]),
        (Limits(1), [*BUSY, (1.1, HI)], [(504, "The provider did not answer within 1 s.")]),
        (Limits(inf, 1), [(0.9, HI), (0.9, WHOLE)], [HI, (504, "The provider did not answer within 1 s.")]),
    ],
)
def test_silence_ends_a_stream_and_signs_of_life_do_not(limits: Limits, items: list[Any], seen: list[Any]) -> None:
    assert asked(limits, *items) == seen
