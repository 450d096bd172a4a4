"""Lists of objects of one shape, looked at column by column: each look is one of C's, however many there are."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

_FEW = 8
"""So many objects are checked one by one in less time."""


class Columns:
    """What the fields of an object may be, as far as a look at the types of the values can tell."""

    def __init__(self, fields: Mapping[str, Callable[[list[Any]], bool]], required: AbstractSet[str]) -> None:
        """Note the fields.

        Args:
            fields: The check of a whole column, by the field's name; fields without one are left to a check one by one.
            required: The names that no object may lack.
        """
        self._fields = fields
        self._required = required

    def fit(self, items: Any) -> bool:
        """Tell whether all objects of a list are certainly right; those that differ in their keys are not."""
        # Not `type(items) is list`: the strict checker would ask for the type of the items then.
        if items.__class__ is not list or len(items) < _FEW or {*map(type, items)} != {dict}:
            return False
        first = items[0]
        if not self._required <= first.keys() <= self._fields.keys() or {*map(len, items)} != {len(first)}:
            return False
        try:
            return all(self._fields[key]([*map(itemgetter(key), items)]) for key in first)
        except KeyError:
            return False


def of_types(types: AbstractSet[type]) -> Callable[[list[Any]], bool]:
    """Check that all values of a column have one of some types."""
    return lambda column: {*map(type, column)} <= types


def of_words(words: AbstractSet[str]) -> Callable[[list[Any]], bool]:
    """Check that all values of a column are words of a list."""
    return lambda column: {*map(type, column)} == {str} and {*column} <= words
