"""The types of feedback on the page of a log: a button a label as far as there is room, and fields for all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import escape

from humanloop.core.json_kinds import is_list
from humanloop.server.web.formats import value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Bytes of a form besides what differs, and of a field for more labels with their list.
_FORM = 480
_FIELD = 900
_OPTION = 30
_LISTED = 2000
_MOST_BUTTONS = 20


def groups_of(
    types: Sequence[Mapping[str, Any]], given: Sequence[Mapping[str, Any]], user: str, frame: int, left: int
) -> tuple[list[dict[str, Any]], list[str]]:
    """Build the groups of a log; answers them, and the names of types that found no room, as many as are listed.

    Args:
        types: The types of its project.
        given: Its feedback.
        user: Who looks at it.
        frame: Bytes that stand in each form of this page.
        left: Bytes that there is room for.
    """
    groups: dict[str, dict[str, Any]] = {}
    # One with thousands of labels shall not take the room of all others.
    for kind in sorted(types, key=lambda each: len(each["values"] or ()) > _MOST_BUTTONS):
        name, of_kind = kind["type"], [item for item in given if item["type"] == kind["type"]]
        pressed = [value for item in of_kind if item["user"] == user for value in _each(item["value"])]
        group = {"type": name, "given": of_kind, "pressed": pressed, "labels": None, "more": [], "is_more": False}
        form = _FORM + frame + 2 * _size(name)
        if kind["values"] is None:
            # A text that is too long for the field stands below, and a new one takes its place.
            group["text"] = value_of(pressed[0]) if pressed and _size(value_of(pressed[0])) < left // 4 else ""
            size = 2 * form + _size(group["text"])
        else:
            size = _add_labels(group, kind["values"], form, left)
        if size <= left:
            groups[name], left = group, left - size
    names = [kind["type"] for kind in types]
    return [groups[name] for name in names if name in groups], _listed(name for name in names if name not in groups)


def _add_labels(group: dict[str, Any], labels: Sequence[Mapping[str, Any]], form: int, left: int) -> int:
    """Give a group its buttons, those that are pressed in any case; answers how large it is."""
    chosen: set[str] = set()
    size = form
    for label in sorted(labels, key=lambda each: each["value"] not in group["pressed"]):
        button = form + 2 * _size(label["value"])
        if len(chosen) == _MOST_BUTTONS or size + button + _FIELD + _LISTED > left:
            break
        chosen.add(label["value"])
        size += button
    group["labels"] = [label for label in labels if label["value"] in chosen]
    if len(chosen) == len(labels):
        return size if labels else 0
    group |= {"is_more": True, "more": _listed(each["value"] for each in labels if each["value"] not in chosen)}
    return size + form + _FIELD + _LISTED if chosen else left + 1


def _listed(values: Iterable[str]) -> list[str]:
    """Answer as many values as a list of proposals has."""
    found: list[str] = []
    left = _LISTED
    for value in values:
        left -= _OPTION + _size(value)
        if left < 0 and found:
            break
        found.append(value)
    return found


def _each(value: Any) -> list[Any]:
    return value if is_list(value) else [value]


def _size(text: str) -> int:
    return len(str(escape(text)).encode(errors="replace"))
