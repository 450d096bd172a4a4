"""The providers that this server can speak to, by the name that configs use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from humanloop.server.errors import UnprocessableError
from humanloop.server.generation.providers.guarded import GuardedProvider
from humanloop.server.generation.providers.mock import MockProvider

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.server.generation.providers.interface import Provider


class Providers:
    """Finds providers by name.

    Args:
        more: Adapters besides those of this package: name → `module:object`, which is a provider or a class of one.
        fallback: Name of the provider that stands in for all that have no adapter; None refuses them.
        seconds: Longest time for an answer.

    Raises:
        ValueError: An adapter cannot be found, or the fallback itself has none.
    """

    def __init__(
        self, more: Mapping[str, str] | None = None, fallback: str | None = None, seconds: float = 600
    ) -> None:
        self._seconds = seconds
        self._adapters: dict[str, Provider] = {"mock": MockProvider()}
        self._adapters |= {name: _loaded(name, place) for name, place in (more or {}).items()}
        if fallback is not None and fallback not in self._adapters:
            raise ValueError(
                f"provider_fallback is {fallback!r}, but there are only: {', '.join(sorted(self._adapters))}"
            )
        self._fallback = fallback

    def find(self, name: str) -> GuardedProvider:
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
                "Set `provider` in the model config, or start the server with `--provider-fallback mock`."
            )
            raise UnprocessableError(message)
        return GuardedProvider(adapter, self._seconds)


def _loaded(name: str, place: str) -> Provider:
    module, _, attribute = place.partition(":")
    try:
        found: Any = getattr(import_module(module), attribute)
        provider: Provider = found() if isinstance(found, type) else found
    except Exception as error:
        # The code of others may fail in any way.
        raise ValueError(f"the provider {name!r} is to be {place!r}, which cannot be loaded: {error}") from error
    missing = [each for each in ("title", "generate", "stream") if not hasattr(provider, each)]
    if missing:
        raise ValueError(f"the provider {name!r} is to be {place!r}, which has no {', '.join(missing)}")
    return provider
