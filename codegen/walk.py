"""Documents are changed node by node; what is not changed stays the same object."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from codegen.spec import Node

if TYPE_CHECKING:
    from collections.abc import Callable

_OPAQUE: Final = frozenset({"default", "example", "examples", "enum", "mapping"})
SCHEMA_MAPS: Final = frozenset({"properties", "patternProperties", "$defs"})
"""Keywords of a schema that hold schemas by name."""
SCHEMA_LISTS: Final = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
"""Keywords that hold several schemas."""
SCHEMA_PLACES: Final = frozenset({"items", "additionalProperties", "not"})
"""Keywords that hold one schema."""
_MAPS: Final = frozenset({"properties", "schemas", "responses"})


def walk(node: Node, change: Callable[[Node], Node], *, is_map: bool = False) -> Node:
    """Change all nodes, from the leaves on; what is in a map of names is changed, not the map itself."""
    fields = {
        key: child if key in _OPAQUE or key.startswith("x-") else walk(child, change, is_map=key in _MAPS)
        for key, child in node.fields.items()
    }
    if is_map:
        fields = {key: walk(child, change) for key, child in node.fields.items()}
    elements = tuple(walk(child, change) for child in node.elements)
    if any(fields[key] is not child for key, child in node.fields.items()):
        node = node.having(fields)
    if any(new is not old for new, old in zip(elements, node.elements, strict=True)):
        node = replace(node, elements=elements, value=[element.value for element in elements])
    return node if is_map else change(node)


def walk_schemas(node: Node, change: Callable[[Node], Node], *, is_schema: bool = False) -> Node:
    """Change all schemas, the inner ones first, and nothing else.

    Args:
        node: Where to begin.
        change: Answers what a schema becomes.
        is_schema: Whether `node` is a schema itself.
    """
    fields = {key: _below(key, child, change, is_schema) for key, child in node.fields.items()}
    elements = tuple(walk_schemas(child, change) for child in node.elements) if not is_schema else node.elements
    if any(fields[key] is not child for key, child in node.fields.items()):
        node = node.having(fields)
    if any(new is not old for new, old in zip(elements, node.elements, strict=True)):
        node = replace(node, elements=elements, value=[element.value for element in elements])
    return change(node) if is_schema else node


def _below(key: str, child: Node, change: Callable[[Node], Node], is_schema: bool) -> Node:
    """Change the schemas below a key of a schema, or of something else."""
    if key.startswith("x-") or key in _OPAQUE:
        return child
    if key == "schema" and not is_schema:
        return walk_schemas(child, change, is_schema=True)
    if key == "schemas" or (is_schema and key in SCHEMA_MAPS):
        made = {name: walk_schemas(entry, change, is_schema=True) for name, entry in child}
        return child.having(made) if any(made[name] is not entry for name, entry in child) else child
    if is_schema and key in SCHEMA_LISTS:
        members = [walk_schemas(entry, change, is_schema=True) for entry in child.elements]
        return listed(child, members) if any(map(_differ, members, child.elements)) else child
    if is_schema:
        return walk_schemas(child, change, is_schema=True) if key in SCHEMA_PLACES and child.fields else child
    return walk_schemas(child, change)


def _differ(new: Node, old: Node) -> bool:
    return new is not old


def listed(node: Node, members: list[Node]) -> Node:
    """Make a list that stands where a node stands."""
    return Node([member.value for member in members], node.place, elements=tuple(members))


def true(node: Node) -> Node:
    """Make a true that stands where a node stands."""
    return Node(True, node.place)  # noqa: FBT003 - the value is what the node is about
