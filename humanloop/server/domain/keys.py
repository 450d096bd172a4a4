"""API keys: random, stored as digests only, compared in constant time."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from humanloop.server.errors import AuthenticationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def new_api_key() -> str:
    """Make a key."""
    return f"hl_{secrets.token_urlsafe(32)}"


def digest_of(key: str) -> str:
    """Compute what is stored of a key. Keys are long and random, so no slow hash is needed."""
    return hashlib.sha256(key.encode()).hexdigest()


def key_of_exporter(headers: Mapping[str, str]) -> str | None:
    """Find the key that an exporter of traces sends: in `X-API-KEY`, as a bearer token, or as a password.

    Args:
        headers: Headers of the request; their names in any case.
    """
    given = headers.get("X-API-KEY")
    if given and given.strip():
        return given
    scheme, _, value = headers.get("Authorization", "").strip().partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value.strip(), validate=True).decode().partition(":")[2]
        except (binascii.Error, ValueError):
            return None
    return None


class Keys:
    """The keys that are accepted.

    Args:
        digests: Digests of the keys; None accepts every request.
    """

    def __init__(self, digests: Iterable[str] | None) -> None:
        self._digests = None if digests is None else tuple(digests)

    def replace(self, digests: Iterable[str]) -> None:
        """Accept other keys from now on."""
        self._digests = tuple(digests)

    def check(self, header: str | None) -> str:
        """Check the value of the header `X-API-KEY`, with or without a prefix such as `Bearer`.

        Returns:
            Who calls: the digest of the key, or an empty text where no key is needed.

        Raises:
            AuthenticationError: There is no key, or one that is not known.
        """
        if self._digests is None:
            return ""
        if not header or not header.strip():
            raise AuthenticationError("Send your API key in the header X-API-KEY.")
        caller = ""
        for candidate in {header.strip(), header.split()[-1]}:
            given = digest_of(candidate)
            for known in self._digests:
                # Every key is compared, so that the time taken says nothing about which one was near.
                if hmac.compare_digest(given, known):
                    caller = known
        if not caller:
            raise AuthenticationError("The API key in the header X-API-KEY is not known to this server.")
        return caller
