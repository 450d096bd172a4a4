"""The markers of templates: where they stand, which inputs they name, and what these are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object

if TYPE_CHECKING:
    from collections.abc import Mapping

MARKER = re.compile(
    r"""
    \{\{\s?
    (?: (?P<name> [A-Za-z0-9_.\[\]]+ )
      | (?P<tool> [A-Za-z0-9_-]+ ) \( (?P<arguments> [A-Za-z0-9_\-,\ "]* ) \)
    )
    \s?\}\}
    """,
    re.VERBOSE,
)
"""A marker: `name` is that of an input, `tool` and `arguments` those of a call of a snippet."""
_STEP = re.compile(r"\.?([A-Za-z0-9_]+)|\[([0-9]+)\]")


def names_in(text: str) -> list[str]:
    """List the inputs that a template names, each once."""
    names: dict[str, None] = {}
    for marker in MARKER.finditer(text):
        given = [marker["name"]] if marker["name"] else marker["arguments"].split(",")
        names.update(dict.fromkeys(name.strip() for name in given if name.strip() and '"' not in name))
    return list(names)


def look_up(inputs: Mapping[str, Any], name: str) -> Any:
    """Find an input by its whole name, else by the path that the name spells; None if there is none."""
    if name in inputs:
        return inputs[name]
    value: Any = None if name.startswith(".") else inputs
    position = 0
    while position < len(name) and value is not None:
        step = _STEP.match(name, position)
        if step is None:
            return None
        value = _item(value, step[1], step[2])
        position = step.end()
    return value


def _item(value: Any, key: str | None, index: str | None) -> Any:
    if is_object(value):
        return value.get(key or index or "")
    if is_list(value) and (index or key or "").isdecimal():
        place = int(index or key or "")
        return value[place] if place < len(value) else None
    return None
