"""Identifiers: a prefix that tells the kind, and 21 random letters and digits."""

from __future__ import annotations

import os
import string

_ALPHABET = string.ascii_uppercase + string.ascii_lowercase + string.digits
_LENGTH = 21
# Each character is as likely as any other: what is left of the 256 values of a byte is not used.
_FAIR = 256 // len(_ALPHABET) * len(_ALPHABET)
_TO_CHARACTERS = bytes(ord(_ALPHABET[value % len(_ALPHABET)]) for value in range(256))
_NOT_FAIR = bytes(range(_FAIR, 256))
# Asking the system lets other threads go first, so it is asked for many identifiers at once.
_AT_ONCE = 4096
_left: list[str] = []


def new_id(prefix: str) -> str:
    """Make an identifier such as `data_` followed by 21 random characters."""
    while True:
        try:
            # Whichever thread takes one has it alone.
            return f"{prefix}_{_left.pop()}"
        except IndexError:
            characters = os.urandom(_AT_ONCE).translate(_TO_CHARACTERS, _NOT_FAIR).decode()
            _left.extend(characters[at : at + _LENGTH] for at in range(0, len(characters) - _LENGTH + 1, _LENGTH))


def to_id(prefix: str, number: int) -> str:
    """Write a number as an identifier; only its last 21 digits to the base of 62 count."""
    characters: list[str] = []
    for _ in range(_LENGTH):
        number, index = divmod(number, len(_ALPHABET))
        characters.append(_ALPHABET[index])
    return f"{prefix}_{''.join(characters)}"


# A process that begins as a copy of this one makes identifiers of its own.
os.register_at_fork(after_in_child=_left.clear)
