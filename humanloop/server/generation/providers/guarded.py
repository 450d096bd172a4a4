"""A provider as the server uses it: it has so much time, and whatever goes wrong in its adapter is its error."""

from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from humanloop.server.errors import ProviderError
from humanloop.server.generation.providers.interface import Piece

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Generator

    from humanloop.server.generation.providers.interface import Generation, Interruption, Prompt, Provider

_logger = logging.getLogger(__name__)


class GuardedProvider:
    """Keeps an adapter within its bounds.

    Args:
        provider: The adapter.
        seconds: Longest time for a whole answer, and for each silence of a stream.
    """

    def __init__(self, provider: Provider, seconds: float) -> None:
        self._provider = provider
        self._seconds = seconds

    @property
    def title(self) -> str:
        """Name for people, used as the origin of errors."""
        return self._provider.title

    async def generate(self, prompt: Prompt) -> Generation:
        """Ask for whole answers.

        Raises:
            ProviderError: The provider refused or failed, took too long, or did not answer what was asked.
        """
        with self._translated():
            async with asyncio.timeout(self._seconds):
                generation = await self._provider.generate(prompt)
            _check(generation, prompt)
            return generation

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Piece | Generation | Interruption]:
        """Ask for answers piece by piece; the last item is the whole generation.

        Raises:
            ProviderError: As above; after the first piece too.
        """
        items = self._provider.stream(prompt)
        try:
            item: Any = None
            while item is None or isinstance(item, Piece):
                with self._translated():
                    item = await self._next(items, prompt)
                yield item
        finally:
            # An asynchronous generator may still hold a connection.
            close = getattr(items, "aclose", None)
            if close is not None:
                await close()

    async def _next(
        self, items: AsyncIterator[Piece | Generation | Interruption], prompt: Prompt
    ) -> Piece | Generation | Interruption:
        async with asyncio.timeout(self._seconds):
            item = await anext(items, None)
        if item is None:
            raise ValueError("the stream ended without its last item")
        if isinstance(item, Piece):
            if item.index not in range(prompt.samples):
                raise ValueError(f"there is no sample {item.index}")
            return item
        _check(getattr(item, "generation", item), prompt)
        return item

    @contextmanager
    def _translated(self) -> Generator[None]:
        try:
            yield
        except ProviderError:
            raise
        except TimeoutError as error:
            message = f"The provider did not answer within {self._seconds:g} s."
            raise ProviderError(message, origin=self.title, code=504) from error
        except Exception as error:
            _logger.exception("The adapter of the provider %s failed.", self.title)
            message = f"The adapter of the provider failed: {type(error).__name__}."
            raise ProviderError(message, origin=self.title) from error


def _check(generation: Any, prompt: Prompt) -> None:
    count = len(generation.samples)
    if count != prompt.samples:
        raise ValueError(f"{prompt.samples} samples were asked for, {count} came")
