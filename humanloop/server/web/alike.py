"""Columns that say the same in all rows of a list: they step back behind those that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_FEWEST = 3


def alike(rows: Sequence[Mapping[str, Any]], names: Iterable[str]) -> set[str]:
    """Tell which columns are equal in all rows; of one row or two nothing can be said."""
    if len(rows) < _FEWEST:
        return set()
    return {name for name in names if all(row.get(name) == rows[0].get(name) for row in rows)}
