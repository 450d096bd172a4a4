"""Free-form values, such as `inputs` and `metadata`: passed where they are JSON already, in one look at all of them."""

from __future__ import annotations

import sys
from gc import get_referents
from itertools import chain
from math import isfinite
from types import NoneType
from typing import Any

from pydantic_core import PydanticCustomError

DEEPEST = 200
"""How deep values may be nested; parsers of JSON have limits of this size."""

_ATOMS = frozenset({str, int, bool, NoneType})
_SMALL = 8
"""An object of fewer items is looked at item by item in less time."""
_FEW = 50
"""Values of one depth up to which it does not pay to look for a shape that they have in common."""
_MANY = 10_000
"""Values of one depth from which on it pays to look for the same one twice."""
_CONTAINERS = frozenset({dict, list})
_PLAIN = _ATOMS | _CONTAINERS | {float}
_COUNTS_ALL = sys.version_info < (3, 13)
"""Whether an object refers to its values alone where its keys are text, and to its keys, too, where one is not.

So it is in CPython until 3.13, where the `__dict__` of something may refer to nothing.
"""


def plain(value: Any) -> Any:
    """Pass what is a JSON value already; all else goes the longer way, through `to_plain`."""
    if type(value) in _ATOMS or _is_plain(value):
        return value
    raise PydanticCustomError("not_json", "value cannot be sent as JSON")


def an_object(value: Any) -> Any:
    """Pass objects, whatever is in them."""
    # Not `type(value)`: the strict checker would ask for the types of what is in it then.
    if value.__class__ is not dict:
        raise PydanticCustomError("dict_type", "input should be an object")
    return value


def plain_object(value: Any) -> Any:
    """Pass objects that are JSON values already."""
    an_object(value)
    return value if len(value) < _SMALL and _is_flat(value) else plain(value)


def _is_flat(value: dict[Any, Any]) -> bool:
    """Look at a small object item by item: most are flat, and to be ready for all depths takes longer than that."""
    for key, item in value.items():  # noqa: SIM110 - `all` would be a function more
        if type(key) is not str or type(item) not in _ATOMS:
            return False
    return True


def _is_plain(value: Any) -> bool:
    """Look at all values of one depth at once: each look is one of C's, however many values there are."""
    level: list[Any] = [value]
    width = 1
    for _ in range(DEEPEST + 1):
        kinds = _kinds(level, width)
        if kinds <= _ATOMS:
            return True
        if not kinds <= _PLAIN:
            return False
        if float in kinds and not _are_finite(level, kinds):
            return False
        if len(level) > _MANY:
            # What stands in many places, or contains itself, is looked at once.
            level = [*{id(each): each for each in level}.values()]
        # The deepest depth has most values, and seldom objects or lists beside them: nothing is searched in vain.
        containers = level if kinds <= _CONTAINERS else [each for each in level if type(each) in _CONTAINERS]
        inside = _inside(containers)
        if inside is None:
            return False
        level, width = inside, len(containers[0]) if containers else 0
    return False


def _kinds(level: list[Any], width: int) -> set[type]:
    """Collect the types of all values of one depth.

    Args:
        level: The values.
        width: How many of them, at the beginning, are in the same object or list.
    """
    if _FEW < len(level) < _MANY and 0 < width <= len(level) // 2:
        first = [*map(type, level[:width])]
        # Objects of one shape repeat their types, and to see that takes less time than to hash them all.
        if first == [*map(type, level[-width:])] and first * (len(level) // width) == [*map(type, level)]:
            return {*first}
    return {*map(type, level)}


def _are_finite(level: list[Any], kinds: set[type]) -> bool:
    """Tell whether there is no number among the values that JSON does not have."""
    numbers: list[float] = level if len(kinds) == 1 else [each for each in level if type(each) is float]
    # One that is infinite, or none, makes the sum so.
    return isfinite(sum(numbers)) or all(map(isfinite, numbers))


def _inside(containers: list[Any]) -> list[Any] | None:
    """List what is in objects and lists; None if a key of an object is no text."""
    if _COUNTS_ALL:
        values = get_referents(*containers)
        if len(values) == sum(map(len, containers)):
            return values
    objects: list[dict[Any, Any]] = [each for each in containers if type(each) is dict]
    try:
        "".join(chain.from_iterable(objects))
    except TypeError:
        return None
    lists: list[list[Any]] = [each for each in containers if type(each) is list]
    return [*chain.from_iterable(lists), *chain.from_iterable(each.values() for each in objects)]
