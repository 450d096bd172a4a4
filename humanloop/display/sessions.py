"""Logs that belong together: under the session they are in, each below the log that it is a part of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_object
from humanloop.display.fields import fields_of, is_model, is_models, label_of, shortened
from humanloop.display.markup import DIM, Html, element, heading, joined, text

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 300


def is_session(value: object) -> bool:
    """Say whether a value is a session."""
    return is_model(value) and {"projects", "datapoints_count"} <= vars(value).keys()


def is_tree(records: Sequence[Any]) -> bool:
    """Say whether some of the records are logs that are parts of others among them."""
    if not is_models(records):
        return False
    known = {_text_of(record, "id") for record in records} - {""}
    return any(_text_of(record, "parent_id") in known for record in records)


def _text_of(record: Any, name: str) -> str:
    value = fields_of(record).get(name)
    return value if isinstance(value, str) else ""


def in_tree_order(records: Sequence[Any]) -> list[tuple[int, Any]]:
    """Put each record below the one that it is a part of, and say how deep it is; none is left out."""
    places = {_text_of(record, "id"): place for place, record in enumerate(records)}
    children: dict[int | None, list[int]] = {}
    for place, record in enumerate(records):
        parent = places.get(_text_of(record, "parent_id") or " ")
        children.setdefault(None if parent == place else parent, []).append(place)
    ordered: list[tuple[int, Any]] = []
    seen: set[int] = set()
    # Logs that are parts of each other hang below no root; they come last.
    for root in (*children.get(None, []), *range(len(records))):
        waiting = [(0, root)]
        while waiting:
            depth, place = waiting.pop()
            if place not in seen:
                seen.add(place)
                ordered.append((depth, records[place]))
                waiting += [(depth + 1, child) for child in reversed(children.get(place, []))]
    return ordered


def session_html(session: Any) -> Html:
    """Show a session: its projects, and where it began and where it got to."""
    fields = fields_of(session)
    projects = fields.get("projects")
    named = [f"{label_of(one)} ({fields_of(one).get('type')})" for one in projects] if is_models(projects) else []
    branches: list[Html] = [_branch(name) for name in map(_short, named)]
    for name, value in (("first inputs", fields.get("first_inputs")), ("last output", fields.get("last_output"))):
        if is_object(value):
            parts = [f"{key}: {item}" for key, item in value.items()]
            branches.append(_branch(name, joined(element("div", text(_short(part))) for part in parts[:10])))
        elif value is not None:
            branches.append(_branch(name, text(_short(str(value)))))
    count = fields.get("datapoints_count")
    times = " to ".join(f"{fields.get(name)!s:.19}" for name in ("created_at", "updated_at"))
    remark = [f"{count} {'log' if count == 1 else 'logs'}", str(fields.get("reference_id") or ""), times]
    return joined(
        [
            heading(f"Session {fields.get('id')}", " · ".join(filter(None, remark))),
            element("ul", *branches, style="margin:.2em 0;padding-left:1.4em;list-style:disc"),
        ]
    )


def _short(value: str) -> str:
    return shortened(value, _LONGEST)


def _branch(name: str, *content: str) -> Html:
    return element("li", element("span", name, style=DIM if content else ""), *content)
