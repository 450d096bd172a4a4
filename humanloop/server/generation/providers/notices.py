"""What operators should know of requests, said once and not with each of them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from humanloop.server.domain.config_content import identity_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

_MOST = 10_000

_logger = logging.getLogger(__name__)


class Notices:
    """Warns of each thing once."""

    def __init__(self) -> None:
        self._said: set[tuple[str, ...]] = set()

    def left_out(self, provider: str, config: Mapping[str, Any], fields: Sequence[str]) -> None:
        """Say that a provider does not take what a config or its request asks for."""
        if not fields:
            return
        identity = identity_of("model", config)
        for name in fields:
            if self._is_new(provider, identity, name):
                _logger.warning(
                    "%r of a config with the model %r is not sent: %s does not take it.",
                    name,
                    config["model"],
                    provider,
                )

    def instead(self, model: str, other: str) -> None:
        """Say that another model is asked than the config names."""
        if self._is_new("alias", model, other):
            _logger.warning("The model %r is asked for wherever a config names %r.", other, model)

    def _is_new(self, *what: str) -> bool:
        if what in self._said:
            return False
        if len(self._said) >= _MOST:
            self._said.clear()
        self._said.add(what)
        return True
