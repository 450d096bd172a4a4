"""What an answer costs: by the operator's prices, else by a list that an extra brings along."""

from __future__ import annotations

import logging
import threading
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from humanloop.core.extras import install

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from humanloop.server.provider_settings import Price

_logger = logging.getLogger(__name__)

_LIST = "genai_prices"
_NAMES = {"openai_azure": "azure", "bedrock": "aws"}
"""Providers that the list knows by another name."""
_PRICED = 1_000_000
"""Tokens that a price is for."""
_PARTS = ("input_mtok", "cache_read_mtok", "cache_write_mtok", "output_mtok")
_MOST_KNOWN = 10_000


class Tokens(NamedTuple):
    """Tokens that an answer took.

    Args:
        prompt: Those of the prompt; None where they are not known.
        output: Those of the answer; None where they are not known.
        cached: Those of the prompt that the provider had kept from earlier calls.
        cache_written: Those of the prompt that the provider has kept for later calls.
    """

    prompt: int | None
    output: int | None
    cached: int = 0
    cache_written: int = 0

    @property
    def ordered(self) -> Tokens:
        """The same, without numbers below zero, and without more parts of the prompt than there is prompt."""
        prompt = None if self.prompt is None or self.prompt < 0 else self.prompt
        output = None if self.output is None or self.output < 0 else self.output
        cached = max(0, min(self.cached, prompt or 0))
        return Tokens(prompt, output, cached, max(0, min(self.cache_written, (prompt or 0) - cached)))


class Costs(NamedTuple):
    """What an answer costs, in US dollars; None where it is not known."""

    prompt: float | None = None
    output: float | None = None

    @property
    def are_known(self) -> bool:
        """Whether one of them is known."""
        return self.prompt is not None or self.output is not None


class Rates:
    """Prices of models.

    Args:
        prices: The operator's, by the name of the model.
    """

    def __init__(self, prices: Mapping[str, Price]) -> None:
        self._prices = prices
        self._known: dict[tuple[str | None, str], _Flat | None] = {}
        self._is_asked = False
        self._is_there = False

    def load(self) -> None:
        """Read the list beside other work, the first time that it is asked for; say so if it is not installed."""
        if self._is_asked:
            return
        self._is_asked, self._is_there = True, find_spec(_LIST) is not None
        if self._is_there:
            threading.Thread(target=import_module, args=(_LIST,), name="humanloop-prices", daemon=True).start()
        else:
            _logger.warning("Costs are known only of models in HUMANLOOP_SERVER_PRICES; else %s", install("prices"))

    def own(self, models: Sequence[str], tokens: Tokens) -> Costs:
        """Answer what the operator says that an answer costs.

        Args:
            models: Names of the model; the first one that has a price counts.
            tokens: What the answer took.
        """
        price = next((self._prices[model] for model in models if model in self._prices), None)
        if price is None:
            return Costs()
        tokens = tokens.ordered
        cached = tokens.cached if price.cached is not None else 0
        prompt = None if tokens.prompt is None else (tokens.prompt - cached) * price.input
        return Costs(
            None if prompt is None else (prompt + cached * (price.cached or 0)) / _PRICED,
            None if tokens.output is None else tokens.output * price.output / _PRICED,
        )

    def listed(self, provider: str | None, models: Sequence[str], tokens: Tokens) -> Costs:
        """Answer what the list says that an answer costs: nothing before it is loaded.

        Args:
            provider: Who has answered; None where only the model is known.
            models: Names of the model; the first one that has a price counts.
            tokens: What the answer took.
        """
        if not self._is_there:
            return Costs()
        given = tokens.ordered
        return next((found for model in models if (found := self._looked_up(provider, model, given))), Costs())

    def costs(self, provider: str, models: Sequence[str], tokens: Tokens) -> Costs:
        """Answer what an answer costs: by the operator, else by the list; the arguments are those of `listed`."""
        own = self.own(models, tokens)
        return own if own.are_known else self.listed(provider, models, tokens)

    def _looked_up(self, provider: str | None, model: str, tokens: Tokens) -> Costs | None:
        known = self._known.get((provider, model), _NOT_ASKED)
        if known is None or isinstance(known, _Flat):
            return known and known.of(tokens)
        # Looked up by name: large, and for those only who ask for prices.
        prices: Any = import_module(_LIST)
        counted = prices.Usage(
            input_tokens=tokens.prompt or 0,
            cache_read_tokens=tokens.cached or None,
            cache_write_tokens=tokens.cache_written or None,
            output_tokens=tokens.output or 0,
        )
        name = None if provider is None else _NAMES.get(provider, provider)
        try:
            found: Any = prices.calc_price(counted, model_ref=model, provider_id=name)
        except (LookupError, ValueError):
            self._remember(provider, model, None)
            return None
        flat = _flat(found)
        if flat is not None:
            self._remember(provider, model, flat)
        return Costs(
            None if tokens.prompt is None else float(found.input_price),
            None if tokens.output is None else float(found.output_price),
        )

    def _remember(self, provider: str | None, model: str, known: _Flat | None) -> None:
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[provider, model] = known


class _Flat(NamedTuple):
    """Prices that go neither by the time nor by the length of the prompt; the list itself takes long to reckon."""

    input: float
    cached: float
    cache_written: float
    output: float

    def of(self, tokens: Tokens) -> Costs:
        """Answer what an answer costs."""
        rest = (tokens.prompt or 0) - tokens.cached - tokens.cache_written
        prompt = rest * self.input + tokens.cached * self.cached + tokens.cache_written * self.cache_written
        return Costs(
            None if tokens.prompt is None else prompt / _PRICED,
            None if tokens.output is None else tokens.output * self.output / _PRICED,
        )


_NOT_ASKED = object()


def _flat(found: Any) -> _Flat | None:
    """Take the prices out of what the list has answered, if they are always the same."""
    parts = [getattr(found.model_price, part, None) for part in _PARTS]
    if isinstance(found.model.prices, list) or not all(price is None or isinstance(price, Decimal) for price in parts):
        return None
    whole, cached, written, output = (None if price is None else float(price) for price in parts)
    whole = whole or 0
    return _Flat(whole, whole if cached is None else cached, whole if written is None else written, output or 0)
