"""Where a request goes, and with which key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from humanloop.server.generation.providers.interface import Prompt
    from humanloop.server.generation.providers.keys import Keys

    Sign = Callable[[str, bytes], Awaitable[dict[str, str]]]


@dataclass(frozen=True)
class Destination:
    """Where to send.

    Args:
        url: The base URL.
        headers: Headers with the key.
        key: The key, which nobody may see.
        is_public: Whether a caller has chosen the address, which then must be a public one.
        sign: Makes further headers for the URL and the body.
    """

    url: str
    headers: Mapping[str, str] = field(repr=False)
    key: str = field(repr=False)
    is_public: bool = False
    sign: Sign | None = None


class Access(Protocol):
    """Finds where to send."""

    def check(self, prompt: Prompt) -> None:
        """See whether the request may choose what it chooses.

        Raises:
            ProviderError: It may not.
        """
        ...

    def find(self, prompt: Prompt) -> Destination:
        """Answer where to send.

        Raises:
            ProviderError: A key is missing.
        """
        ...


def bearer(key: str) -> dict[str, str]:
    """Send a key as most providers want it."""
    return {"Authorization": f"Bearer {key}"}


@dataclass(frozen=True)
class KeyAccess:
    """One address, and a key in a header.

    Args:
        name: The provider.
        url: Its base URL.
        keys: The keys.
        headers: Makes the header of a key.
        needs_key: Whether nothing is sent without a key.
    """

    name: str
    url: str
    keys: Keys
    headers: Callable[[str], dict[str, str]] = bearer
    needs_key: bool = True

    def check(self, prompt: Prompt) -> None:
        """Find nothing: there is nothing to choose."""

    def find(self, prompt: Prompt) -> Destination:
        """Answer where to send."""
        if not self.needs_key and self.keys.own(self.name) is None:
            return Destination(self.url, {}, "")
        key = self.keys.find(self.name, prompt.api_keys)
        return Destination(self.url, self.headers(key), key)
