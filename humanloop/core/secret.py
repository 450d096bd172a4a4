"""Text that does not show itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

T = TypeVar("T")


class Secret(str):
    """A key: usable like any text, `<redacted>` wherever a value is shown for debugging."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<redacted>"

    def masked(self) -> str:
        """The last four characters, if the key is long enough for them not to help anybody."""
        return f"…{self[-4:]}" if len(self) >= 20 else "…"


_Bytes: Any = type("bytes", (bytes,), {"__repr__": Secret.__repr__})
"""Bytes that were given for a key; the error that refuses them names their kind."""


def hidden(keys: T) -> T:
    """Copy what a call brings along for keys, so that no traceback shows it; a lone text is taken for a key."""
    given: Any = keys
    if given is None:
        return keys
    made: Any = keys
    if isinstance(given, str):
        made = Secret(given)
    elif isinstance(given, bytes):
        made = _Bytes(given)
    elif isinstance(keys, Mapping):
        made = {name: hidden(key) for name, key in given.items()}
    elif type(given) in (list, tuple):
        made = type(given)(map(hidden, given))
    return made  # type: ignore[no-any-return]  # of the same kind
