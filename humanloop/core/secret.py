"""Text that does not show itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
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


_LONGEST_NAME = 24
"""Characters of a name before a key; those of providers have 21 at most."""
_Bytes: Any = type("bytes", (bytes,), {"__repr__": Secret.__repr__})
"""Bytes that were given for a key; the error that refuses them names their kind."""


def _hidden_name(name: Any) -> Any:
    """Hide what stands in the place of a name and is none: names and keys may have been swapped."""
    is_name = not isinstance(name, str) or (name.isidentifier() and len(name) <= _LONGEST_NAME)
    return name if is_name else Secret(name)


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
        made = {_hidden_name(name): hidden(key) for name, key in given.items()}
    elif type(given) in (list, tuple, set, frozenset):
        made = type(given)(map(hidden, given))
    elif isinstance(keys, Collection):
        # As for bytes: whatever it is, it is refused by the name of its kind.
        kind: type[Any] = given.__class__
        made = type(kind.__name__, (), {"__repr__": Secret.__repr__})()
    return made  # type: ignore[no-any-return]  # of the same kind
