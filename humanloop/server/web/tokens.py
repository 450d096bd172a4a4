"""Tokens in forms, which other sites do not know: bound to the session, and masked anew on each page."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

_LENGTH = 32
# What sessions that nobody has signed in to are bound to; it ends with the process.
_OF_ANYONE = secrets.token_bytes(_LENGTH)


def new_csrf_token(session: str) -> str:
    """Make a token for a session.

    Args:
        session: The token of the session.
    """
    mask = secrets.token_bytes(_LENGTH)
    return base64.urlsafe_b64encode(mask + _mix(mask, _secret(session))).decode()


def is_csrf_token(session: str, token: str) -> bool:
    """Tell whether a token was made for a session."""
    try:
        given = base64.urlsafe_b64decode(token.encode())
    except (binascii.Error, ValueError):
        return False
    return hmac.compare_digest(_mix(given[:_LENGTH], given[_LENGTH:]), _secret(session))


def _secret(session: str) -> bytes:
    return hmac.digest(session.encode() or _OF_ANYONE, b"csrf", hashlib.sha256)


def _mix(first: bytes, second: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(first, second, strict=False))
