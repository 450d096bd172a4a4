"""What an answer costs: by the operator's prices, else by a list that is installed with the server."""

from __future__ import annotations

import threading
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.server.generation.providers.interface import Usage
    from humanloop.server.provider_settings import Price

_LIST = "genai_prices"
_NAMES = {"openai_azure": "azure", "bedrock": "aws"}
"""Providers that the list knows by another name."""
_PRICED = 1_000_000
"""Tokens that a price is for."""
_MOST_UNKNOWN = 10_000


class Costs(NamedTuple):
    """What an answer costs, in US dollars; None where it is not known."""

    prompt: float | None = None
    output: float | None = None


class Rates:
    """Prices of models.

    Args:
        prices: The operator's, by the name of the model.
    """

    def __init__(self, prices: Mapping[str, Price]) -> None:
        self._prices = prices
        self._unknown: set[tuple[str, str]] = set()
        self._is_loading = False

    def load(self) -> None:
        """Read the list while the first answer is waited for: that takes longer than all that is done with it."""
        if not self._is_loading and find_spec(_LIST) is not None:
            self._is_loading = True
            threading.Thread(target=import_module, args=(_LIST,), name="humanloop-prices", daemon=True).start()

    def costs(self, provider: str, models: tuple[str, ...], usage: Usage | None) -> Costs:
        """Answer what one sample costs.

        Args:
            provider: Who has answered.
            models: Names of the model; the first one that has a price counts.
            usage: The tokens of the sample.
        """
        if usage is None:
            return Costs()
        output = usage.samples[0]
        price = next((self._prices[model] for model in models if model in self._prices), None)
        if price is not None:
            cached = usage.cached if price.cached is not None else 0
            prompt = (usage.prompt - cached) * price.input + cached * (price.cached or 0)
            return Costs(prompt / _PRICED, None if output is None else output * price.output / _PRICED)
        if not self._is_loading:
            # Nobody is asked who wants money.
            return Costs()
        return next((found for model in models if (found := self._listed(provider, model, usage))), Costs())

    def _listed(self, provider: str, model: str, usage: Usage) -> Costs | None:
        """Look a model up in the list."""
        if (provider, model) in self._unknown:
            return None
        # Looked up by name: large, and for those only who ask providers.
        prices: Any = import_module(_LIST)
        output = usage.samples[0]
        counted = prices.Usage(
            input_tokens=usage.prompt,
            cache_read_tokens=usage.cached or None,
            cache_write_tokens=usage.cache_written or None,
            output_tokens=output or 0,
        )
        try:
            found: Any = prices.calc_price(counted, model_ref=model, provider_id=_NAMES.get(provider, provider))
        except (LookupError, ValueError):
            if len(self._unknown) >= _MOST_UNKNOWN:
                self._unknown.clear()
            self._unknown.add((provider, model))
            return None
        return Costs(float(found.input_price), None if output is None else float(found.output_price))
