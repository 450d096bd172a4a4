"""A provider as the server uses it: it has so much time, and whatever goes wrong in its adapter is its error."""

from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING, Any

from humanloop.server.errors import ProviderError
from humanloop.server.generation.providers.interface import Interruption, Piece, Stream
from humanloop.server.prices import Costs, Tokens
from humanloop.server.tally import Tally

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Generator, Mapping

    from humanloop.server.generation.providers.interface import Generation, Prompt, Provider, Usage
    from humanloop.server.generation.providers.notices import Notices
    from humanloop.server.prices import Rates

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """How long a provider may take.

    Args:
        seconds: Longest time for a whole answer, and for each silence of a stream, in which nothing at all comes.
        total: Longest time for a whole stream.
    """

    seconds: float
    total: float = inf


class GuardedProvider:
    """Keeps an adapter within its bounds.

    Args:
        provider: The adapter.
        limits: How long it may take.
        name: By which name it was found.
        aliases: Models to ask in place of others.
        notices: Where it is said that another model is asked.
        rates: What models cost.
        tally: Where calls, tokens and costs are counted.
    """

    def __init__(
        self,
        provider: Provider,
        limits: Limits,
        name: str = "",
        aliases: Mapping[str, str] | None = None,
        notices: Notices | None = None,
        rates: Rates | None = None,
        tally: Tally | None = None,
    ) -> None:
        self._provider = provider
        self._limits = limits
        self._aliases = aliases or {}
        self._notices = notices
        self._rates = rates
        self._tally = tally or Tally()
        self.name = name

    @property
    def title(self) -> str:
        """Name for people, used as the origin of errors."""
        return self._provider.title

    def model_of(self, config: Mapping[str, Any]) -> str:
        """Answer the model that is asked for a config: the one that it names, or its alias."""
        named: str = config["model"]
        return self._aliases.get(named, named)

    def costs(self, config: Mapping[str, Any], usage: Usage | None) -> Costs:
        """Answer what a sample costs.

        Args:
            config: The config that it was asked with.
            usage: Its tokens.
        """
        if self._rates is None or usage is None:
            return Costs()
        models = tuple(dict.fromkeys((self.model_of(config), config["model"])))
        tokens = Tokens(usage.prompt, usage.samples[0], usage.cached, usage.cache_written)
        return self._rates.costs(self.name, models, tokens)

    async def generate(self, prompt: Prompt) -> Generation:
        """Ask for whole answers.

        Raises:
            ProviderError: The provider refused or failed, took too long, or did not answer what was asked.
        """
        with self._translated(self._limits.seconds):
            async with asyncio.timeout(self._limits.seconds):
                generation = await self._provider.generate(self._aliased(prompt))
            _check(generation, prompt)
        self._count(prompt, generation)
        return generation

    def stream(self, prompt: Prompt) -> Stream:
        """Ask for answers piece by piece; the last item is the whole generation.

        Raises:
            ProviderError: As above; after the first piece too.
        """
        sources: list[Any] = []
        return Stream(self._items(prompt, sources), lambda: self._so_far(prompt, sources))

    async def _items(self, prompt: Prompt, sources: list[Any]) -> AsyncGenerator[Piece | Generation | Interruption]:
        items = self._provider.stream(self._aliased(prompt))
        sources.append(items)
        clock = asyncio.get_running_loop().time
        ends_at = clock() + self._limits.total
        try:
            item: Any = None
            while item is None or isinstance(item, Piece):
                left = ends_at - clock()
                is_silence = self._limits.seconds <= left
                with self._translated(self._limits.seconds if is_silence else self._limits.total):
                    async with asyncio.timeout(self._limits.seconds if is_silence else max(left, 0)):
                        item = await self._next(items, prompt)
                if not isinstance(item, Piece) or item.text:
                    yield item
        finally:
            # An asynchronous generator may still hold a connection.
            close = getattr(items, "aclose", None)
            if close is not None:
                await close()

    def _so_far(self, prompt: Prompt, sources: list[Any]) -> Generation | None:
        """Ask an adapter of streams what it has, if it knows that."""
        try:
            generation = next((each.so_far() for each in sources if isinstance(each, Stream)), None)
            if generation is not None:
                _check(generation, prompt)
        except Exception:
            # The stream has failed already, or nobody waits for it.
            _logger.exception("The adapter of the provider %s failed.", self.title)
            return None
        return generation

    async def _next(
        self, items: AsyncIterator[Piece | Generation | Interruption], prompt: Prompt
    ) -> Piece | Generation | Interruption:
        item = await anext(items, None)
        if item is None:
            raise ValueError("the stream ended without its last item")
        if isinstance(item, Piece):
            if item.index not in range(prompt.samples):
                raise ValueError(f"there is no sample {item.index}")
            _check_text(item.text)
            return item
        _check(getattr(item, "generation", item), prompt)
        if isinstance(item, Interruption):
            self._count(prompt, item.generation, item.error)
        else:
            self._count(prompt, item)
        return item

    def _aliased(self, prompt: Prompt) -> Prompt:
        named, model = prompt.config["model"], self.model_of(prompt.config)
        if model == named:
            return prompt
        if self._notices is not None:
            self._notices.instead(named, model)
        return replace(prompt, config={**prompt.config, "model": model})

    @contextmanager
    def _translated(self, seconds: float) -> Generator[None]:
        try:
            yield
        except ProviderError as error:
            self._tally.add("calls", self.name, _status(error))
            raise
        except TimeoutError as error:
            self._tally.add("calls", self.name, "504")
            message = f"The provider did not answer within {seconds:g} s."
            raise ProviderError(message, origin=self.title, code=504) from error
        except Exception as error:
            self._tally.add("calls", self.name, "500")
            _logger.exception("The adapter of the provider %s failed.", self.title)
            message = f"The adapter of the provider failed: {type(error).__name__}."
            raise ProviderError(message, origin=self.title) from error

    def _count(self, prompt: Prompt, generation: Generation, error: ProviderError | None = None) -> None:
        """Count a call that was answered, its tokens and what it costs."""
        self._tally.add("calls", self.name, "200" if error is None else _status(error))
        usage = generation.usage
        if usage is None:
            return
        numbers = (usage.prompt, usage.generated, usage.cached, usage.reasoning)
        for kind, number in zip(("prompt", "output", "cached", "reasoning"), numbers, strict=True):
            if number:
                self._tally.add("tokens", self.name, kind, amount=number)
        # One sample stands for all where they share a prompt.
        parts = [part for part in usage.calls if part] or [replace(usage, samples=[usage.generated])]
        costs = [cost for part in parts for cost in self.costs(prompt.config, part) if cost]
        if costs:
            self._tally.add("cost", self.name, amount=sum(costs))


def _status(error: ProviderError) -> str:
    return str(error.code or 500)


def _check(generation: Any, prompt: Prompt) -> None:
    """See that a generation can be stored and answered.

    Raises:
        ValueError: It has not as many samples as were asked for.
        TypeError: A sample says something that is no text.
    """
    count = len(generation.samples)
    if count != prompt.samples:
        raise ValueError(f"{prompt.samples} samples were asked for, {count} came")
    for sample in generation.samples:
        _check_text(sample.text)
        for function in (call["function"] for call in sample.tool_calls):
            _check_text(function["name"])
            _check_text(function.get("arguments", ""))


def _check_text(value: Any) -> None:
    if not isinstance(value, str):
        raise TypeError(f"what should be a text is of the type {type(value).__name__}")
