"""The providers that this server can speak to, by the name that configs use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.server.errors import UnprocessableError
from humanloop.server.generation.providers.mock import MockProvider

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.server.generation.providers.interface import Provider


class Providers:
    """Finds providers by name.

    Args:
        adapters: Name → provider; those of this package if none are given.
        fallback: Name of the provider that stands in for all that have no adapter; None refuses them.

    Raises:
        ValueError: The fallback itself has no adapter.
    """

    def __init__(self, adapters: Mapping[str, Provider] | None = None, fallback: str | None = None) -> None:
        self._adapters = dict(adapters) if adapters is not None else {"mock": MockProvider()}
        if fallback is not None and fallback not in self._adapters:
            raise ValueError(
                f"provider_fallback is {fallback!r}, but there are only: {', '.join(sorted(self._adapters))}"
            )
        self._fallback = fallback

    def find(self, name: str) -> Provider:
        """Find the provider of a config.

        Raises:
            UnprocessableError: There is none of this name, and no fallback; it lists those there are.
        """
        adapter = self._adapters.get(name)
        if adapter is None and self._fallback is not None:
            adapter = self._adapters[self._fallback]
        if adapter is None:
            known = ", ".join(repr(each) for each in sorted(self._adapters))
            message = (
                f"This server has no adapter for the provider {name!r}; it has: {known}. "
                "Set `provider` in the model config, or start the server with a provider fallback."
            )
            raise UnprocessableError(message)
        return adapter
