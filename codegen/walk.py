"""Documents are changed node by node; what is not changed stays the same object."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from codegen.spec import Node

if TYPE_CHECKING:
    from collections.abc import Callable

_OPAQUE: Final = frozenset({"default", "example", "examples", "enum", "mapping"})
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


def listed(node: Node, members: list[Node]) -> Node:
    """Make a list that stands where a node stands."""
    return Node([member.value for member in members], node.place, elements=tuple(members))


def true(node: Node) -> Node:
    """Make a true that stands where a node stands."""
    return Node(True, node.place)  # noqa: FBT003 - the value is what the node is about
