"""The types of feedback on the page of a log: a group each, with a button a label, or a field for text.

Whatever a project has and whoever wrote it, the page of a log stays below 100 KB. So there is a fixed number of all
that stands here, and of the bytes of names; what finds no place among them is typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list
from humanloop.server.web.texts import join_place, pretty, size_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from humanloop.server.web.texts import Room

LONGEST_FIELD = 3000
"""Characters of a text that stands in its field."""
_MOST_TYPES = 8
_MOST_BUTTONS = 20
# Characters of the texts in all fields.
_FIELDS = 2 * LONGEST_FIELD


class _Names:
    """Names that have a place on the page: so many, and so many bytes."""

    def __init__(self, count: int, size: int) -> None:
        self._count, self._size = count, size

    def take(self, names: Iterable[str], most: int) -> list[str]:
        """Answer those that find a place; one that is long leaves it to others."""
        found: list[str] = []
        for name in names:
            if len(found) == most or not self._count:
                break
            size = size_of(name)
            if size <= self._size:
                found.append(name)
                self._count, self._size = self._count - 1, self._size - size
        return found


def groups_of(
    types: Sequence[Mapping[str, Any]], given: Sequence[Mapping[str, Any]], user: str, room: Room
) -> tuple[list[dict[str, Any]], list[str]]:
    """Build the groups of a log; answers them, and the names of other types, as many as are proposed.

    Args:
        types: The types of its project.
        given: Its feedback.
        user: Who looks at it.
        room: The room for texts on the page, of which those in fields take theirs first.
    """
    types = [kind for kind in types if kind["values"] is None or kind["values"]]
    # One with thousands of labels shall not take the place of all others.
    few_first = sorted(types, key=lambda each: len(each["values"] or ()) > _MOST_BUTTONS)
    shown = _Names(_MOST_TYPES, 1000).take((kind["type"] for kind in few_first), _MOST_TYPES)
    buttons, proposed, left = _Names(60, 1500), _Names(60, 1500), _FIELDS
    groups: dict[str, dict[str, Any]] = {}
    for kind in few_first:
        if (name := kind["type"]) not in shown:
            continue
        own = [(at, item["value"]) for at, item in enumerate(given) if item["type"] == name and item["user"] == user]
        if kind["values"] is None:
            groups[name] = _text_group(own, left)
            left -= len(groups[name]["text"])
            room.take(groups[name]["text"])
        else:
            groups[name] = _label_group(kind["values"], [each for _, value in own for each in _each(value)], buttons)
            groups[name]["more"] = proposed.take(groups[name]["more"], _MOST_BUTTONS)
    names = [kind["type"] for kind in types]
    others = [name for name in names if name not in groups]
    return [{"type": name, **groups[name]} for name in names if name in groups], _Names(25, 1000).take(others, 25)


def _text_group(own: Sequence[tuple[int, Any]], left: int) -> dict[str, Any]:
    """Build the field of a type, with the text that one gave: all of it, or none."""
    at, text = (own[-1][0], pretty(own[-1][1])) if own else (0, "")
    is_long = len(text) > min(LONGEST_FIELD, left)
    place = join_place("feedback", at, "value") if is_long else ""
    return {"labels": None, "is_given": bool(own), "text": "" if is_long else text, "place": place, "length": len(text)}


def _label_group(labels: Sequence[Mapping[str, Any]], pressed: Sequence[Any], buttons: _Names) -> dict[str, Any]:
    """Give a type its buttons, those that are pressed first."""
    pressed_first = sorted((label["value"] for label in labels), key=lambda value: value not in pressed)
    chosen = set(buttons.take(pressed_first, _MOST_BUTTONS))
    return {
        "labels": [{**label, "is_on": label["value"] in pressed} for label in labels if label["value"] in chosen],
        "more": [value for value in pressed_first if value not in chosen],
        "is_more": len(chosen) < len(labels),
        "is_more_pressed": any(value not in chosen for value in pressed),
    }


def _each(value: Any) -> list[Any]:
    return value if is_list(value) else [value]
