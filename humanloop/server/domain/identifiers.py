"""Identifiers: a prefix that tells the kind, and 21 random letters and digits."""

from __future__ import annotations

import secrets
import string

_ALPHABET = string.ascii_uppercase + string.ascii_lowercase + string.digits
_LENGTH = 21
_SPACE = len(_ALPHABET) ** _LENGTH


def new_id(prefix: str) -> str:
    """Make an identifier such as `data_` followed by 21 random characters."""
    # One draw from the system's source and 21 divisions: cheaper than 21 draws.
    return to_id(prefix, secrets.randbelow(_SPACE))


def to_id(prefix: str, number: int) -> str:
    """Write a number as an identifier; only its last 21 digits to the base of 62 count."""
    characters: list[str] = []
    for _ in range(_LENGTH):
        number, index = divmod(number, len(_ALPHABET))
        characters.append(_ALPHABET[index])
    return f"{prefix}_{''.join(characters)}"
