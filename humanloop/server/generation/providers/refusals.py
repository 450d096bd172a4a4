"""What is refused before a provider is asked."""

from __future__ import annotations

from humanloop.server.errors import ORIGIN, ProviderError


def refused(message: str) -> ProviderError:
    """Say that what was asked cannot be sent."""
    return ProviderError(message, origin=ORIGIN, code=422)


def without_key(message: str) -> ProviderError:
    """Say that a key is missing."""
    return ProviderError(message, origin=ORIGIN, code=401)
