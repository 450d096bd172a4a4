"""API keys: random, and known by their digests only."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from humanloop.server.domain.roles import ANYONE, Caller
from humanloop.server.errors import AuthenticationError
from humanloop.server.store.moments import steady_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

BETWEEN_WRITTEN_USES = timedelta(minutes=1)
"""Shortest time between two uses of a key that are written down."""


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


class EndedKeyError(AuthenticationError):
    """A key that was good, and is no more."""


@dataclass(frozen=True)
class Key:
    """A key that is known: also one that is good no more, so that its holder is told so.

    Args:
        digest: What is stored of it.
        caller: Who has it.
        expires_at: From when on it is good no more.
        revoked_at: When it was revoked.
        last_used_at: When it was used, as far as that is written down.
    """

    digest: str
    caller: Caller
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None


class Keys:
    """The keys that are known.

    Args:
        known: The keys; None accepts every request.
    """

    def __init__(self, known: Iterable[Key] | None) -> None:
        self.are_needed = known is not None
        """Whether requests need a key."""
        self._known: dict[str, Key] = {}
        self._used: dict[str, datetime] = {}
        self.replace(known or ())

    def replace(self, known: Iterable[Key]) -> None:
        """Know other keys from now on."""
        self._known = {key.digest: key for key in known}

    def check(self, header: str | None) -> Caller:
        """Check the value of the header `X-API-KEY`, with or without a prefix such as `Bearer`.

        Raises:
            AuthenticationError: There is no key, or one that is not known, or that is good no more.
        """
        return self.find(header).caller if self.are_needed else ANYONE

    def find(self, header: str | None) -> Key:
        """Find the key of such a header, and note that it is used.

        Raises:
            AuthenticationError: As above.
        """
        if not header or not header.strip():
            raise AuthenticationError("Send your API key in the header X-API-KEY.")
        for candidate in (header.strip(), header.split()[-1]):
            # Looked up by its digest: how long that takes says nothing of any key, because nobody can choose a digest.
            key = self._known.get(digest_of(candidate))
            if key is not None:
                moment = steady_now()
                _check_time(key, moment)
                self._used[key.digest] = moment
                return key
        raise AuthenticationError("The API key in the header X-API-KEY is not known to this server.")

    def holder(self, digest: str) -> Caller | None:
        """Answer who has the key of a digest; None if nobody has, or if it is good no more."""
        key = self._known.get(digest)
        if key is None:
            return None
        try:
            _check_time(key, steady_now())
        except EndedKeyError:
            return None
        return key.caller

    def secret_for(self, what: str) -> str:
        """Make a secret for something, the same on all servers of the database, and known to none but them."""
        # The oldest key: it stays in the database, also when it is good no more.
        oldest = next(iter(self._known), "")
        return hmac.digest(oldest.encode(), what.encode(), hashlib.sha256).hex()

    def unwritten_uses(self) -> dict[str, datetime]:
        """Take the uses that are to be written down: digest → when. Each key has one a minute at most."""
        due = uses_to_write(self._used, {digest: key.last_used_at for digest, key in self._known.items()})
        for digest in due:
            del self._used[digest]
        return due


def uses_to_write(used: Mapping[str, datetime], written: Mapping[str, datetime | None]) -> dict[str, datetime]:
    """Choose those of the last uses of keys that are to be written down.

    Args:
        used: Digest → last use.
        written: Digest → the last use that is written down, of all keys.
    """
    due: dict[str, datetime] = {}
    for digest, moment in used.items():
        if digest in written:
            before = written[digest]
            if before is None or moment - before >= BETWEEN_WRITTEN_USES:
                due[digest] = moment
    return due


def _check_time(key: Key, moment: datetime) -> None:
    """See that a key is good at a moment.

    Raises:
        EndedKeyError: It is not.
    """
    name = key.caller.name
    # For good, whatever the clock said when it was done, and says now.
    if key.revoked_at is not None:
        raise EndedKeyError(f"The API key {name!r} was revoked.")
    if key.expires_at is not None and key.expires_at <= moment:
        raise EndedKeyError(f"The API key {name!r} expired at {key.expires_at:%Y-%m-%d %H:%M:%S} UTC.")
