"""Text that does not show itself."""

from __future__ import annotations


class Secret(str):
    """A key: usable like any text, `<redacted>` wherever a value is shown for debugging."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<redacted>"

    def masked(self) -> str:
        """The last four characters, if the key is long enough for them not to help anybody."""
        return f"…{self[-4:]}" if len(self) >= 20 else "…"
