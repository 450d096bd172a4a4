"""What a name that is not there may have been meant to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.core.loading import LOADING

if TYPE_CHECKING:
    from collections.abc import Iterable


def meant(name: str, names: Iterable[str]) -> str | None:
    """Find the name that a misspelt one comes closest to; None if none is close.

    Args:
        name: What was written.
        names: What there is.
    """
    by_letters = {_letters(known): known for known in names}
    written = _letters(name)
    if written in by_letters:
        return by_letters[written]
    # Imported here: for slips only.
    with LOADING:
        from difflib import get_close_matches  # noqa: PLC0415

    close = get_close_matches(written, by_letters, 1)
    return by_letters[close[0]] if close else None


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Ask for the name that a misspelt one comes closest to; nothing if none is close."""
    close = meant(name, names)
    return f"; did you mean `{close}`?" if close else ""


def _letters(name: str) -> str:
    """Leave out what spellings of one name differ in: `maxTokens`, `max-tokens`, `max_tokens`."""
    return name.lower().replace("_", "").replace("-", "")
