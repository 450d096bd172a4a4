"""The providers that this server can speak to, by the name that configs use."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

from humanloop.server.errors import UnprocessableError
from humanloop.server.generation.providers.guarded import GuardedProvider, Limits
from humanloop.server.generation.providers.keys import Keys
from humanloop.server.generation.providers.mock import MockProvider
from humanloop.server.generation.providers.names import COMPATIBLE, GONE, KNOWN, REPLACEABLE
from humanloop.server.generation.providers.notices import Notices
from humanloop.server.prices import Rates
from humanloop.server.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.server.generation.providers.interface import Provider
    from humanloop.server.provider_settings import ProviderSettings

MOCK = "mock"
"""The provider that makes its answers up."""

_EDIT = "edit"


class Providers:
    """Finds providers by name. An adapter of this package is imported when its provider is first asked for.

    Args:
        settings: What was chosen.
        environment: Environment variables; those of the process if none are given.

    Raises:
        ValueError: An adapter cannot be found, a setting names a provider that there is not, or the fallback itself
            has no adapter.
    """

    def __init__(self, settings: ProviderSettings, environment: Mapping[str, str] | None = None) -> None:
        self._settings = settings
        self.tally = Tally()
        """Counts `calls`, `tokens` and `cost` by provider."""
        self._environment = dict(os.environ) if environment is None else environment
        self._limits = Limits(settings.provider_seconds, settings.provider_total_seconds)
        self._notices = Notices()
        self.rates = Rates(settings.prices)
        """What models cost, also those that others have asked."""
        self._adapters: dict[str, Provider] = {MOCK: MockProvider()}
        self._adapters |= {name: _loaded(name, place) for name, place in settings.providers.items()}
        self._modules = {name: known.adapter for name, known in KNOWN.items()} | dict.fromkeys(
            settings.compatible, COMPATIBLE
        )
        self._check_names()
        self._keys = Keys(settings, self._environment)
        self._fallback = settings.provider_fallback

    def find(
        self, name: str, api_keys: Mapping[str, str] | None = None, endpoint: str | None = None
    ) -> GuardedProvider:
        """Find the provider of a config.

        Args:
            name: Its name.
            api_keys: The keys of the request; None asks only whether there is such a provider.
            endpoint: The endpoint of the config.

        Raises:
            UnprocessableError: There is none of this name, and no fallback; it lists those there are.
        """
        if self._fallback is not None and not self._can_answer(name, api_keys, endpoint):
            name = self._fallback
        adapter = self._adapters.get(name)
        if adapter is None and name in self._modules and self._settings.ask_providers:
            # Imported here: each is for those who ask for its provider.
            self.rates.load()
            adapter = self._adapters[name] = import_module(self._modules[name]).make(name, self._site())
        if adapter is None:
            raise UnprocessableError(self._unknown(name))
        return GuardedProvider(
            adapter, self._limits, name, self._settings.model_aliases, self._notices, self.rates, self.tally
        )

    @property
    def names(self) -> list[str]:
        """Those that can be asked: their adapter is there, and a key where the server needs one of its own."""
        found = {*self._adapters, *(name for name in self._modules if self._can_answer(name, {}, None))}
        return sorted(found)

    async def close(self) -> None:
        """Close the connections of all adapters."""
        for adapter in self._adapters.values():
            close = getattr(adapter, "close", None)
            if close is not None:
                await close()

    def _can_answer(self, name: str, api_keys: Mapping[str, str] | None, endpoint: str | None) -> bool:
        if name in self._adapters and name not in self._modules:
            return True
        if name in self._settings.providers:
            return True
        if name not in self._modules or not self._settings.ask_providers or endpoint == _EDIT:
            return False
        return self._keys.has(name, api_keys or {})

    def _site(self) -> Any:
        # Imported here: what all adapters of this package need is for those who ask for one.
        from humanloop.server.generation.providers.adapter import Site  # noqa: PLC0415

        return Site(self._settings, self._keys, self._notices, self._environment)

    def _unknown(self, name: str) -> str:
        if name in GONE:
            return f"{GONE[name]}; or start the server with `--provider-fallback mock`."
        known = ", ".join(repr(each) for each in sorted({*self._adapters, *self._modules}))
        return (
            f"This server has no adapter for the provider {name!r}; it has: {known}. Set `provider` in the model "
            "config, name its server in HUMANLOOP_SERVER_COMPATIBLE, or start it with `--provider-fallback mock`."
        )

    def _check_names(self) -> None:
        settings = self._settings
        ours = {MOCK, *KNOWN, *GONE} - REPLACEABLE
        for name in settings.compatible:
            if name in ours:
                raise ValueError(f"compatible describes {name!r}, a provider of this package: give it another name")
        fallback = settings.provider_fallback
        for setting, names, there_are in (
            ("provider_urls", settings.provider_urls, self._modules),
            ("provider_keys", settings.provider_keys, self._modules),
            ("provider_fallback", () if fallback is None else (fallback,), self._adapters),
        ):
            for name in names:
                if name not in there_are:
                    raise ValueError(f"{setting} is {name!r}, but there are only: {', '.join(sorted(there_are))}")


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
