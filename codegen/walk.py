"""Documents are changed node by node; what is not changed stays the same object."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from codegen.spec import Node

if TYPE_CHECKING:
    from collections.abc import Callable

_OPAQUE: Final = frozenset({"default", "example", "examples", "enum", "mapping"})
REMARKS: Final = frozenset(
    {"title", "description", "default", "example", "deprecated", "nullable", "readOnly", "writeOnly", "externalDocs"}
    | {"xml", "$defs"}
)
"""What a schema says that does not limit its values; what is in `$defs` counts where it is referred to."""
SCHEMA_MAPS: Final = frozenset({"properties", "patternProperties", "$defs"})
"""Keywords of a schema that hold schemas by name."""
SCHEMA_LISTS: Final = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
"""Keywords that hold several schemas."""
SCHEMA_PLACES: Final = frozenset({"items", "additionalProperties", "not"})
"""Keywords that hold one schema."""
_MAPS: Final = frozenset({"properties", "schemas", "responses"})


class Kind(Enum):
    """What may stand below a key."""

    SCHEMA = auto()
    SCHEMAS = auto()
    """Several schemas: a map by name, or a list."""
    OTHER = auto()
    """Something that is no schema, and may hold some."""
    OPAQUE = auto()
    """A value that is not looked into."""


def kind_below(key: str, *, is_schema: bool) -> Kind:
    """Say what stands below a key of a schema, or of something else."""
    if key.startswith("x-") or key in _OPAQUE:
        return Kind.OPAQUE
    if not is_schema:
        return {"schema": Kind.SCHEMA, "schemas": Kind.SCHEMAS}.get(key, Kind.OTHER)
    if key in SCHEMA_MAPS | SCHEMA_LISTS:
        return Kind.SCHEMAS
    return Kind.SCHEMA if key in SCHEMA_PLACES else Kind.OPAQUE


def walk(node: Node, change: Callable[[Node], Node], *, is_map: bool = False) -> Node:
    """Change all nodes, from the leaves on; what is in a map of names is changed, not the map itself."""

    def below(key: str, child: Node) -> Node:
        if not is_map and (key in _OPAQUE or key.startswith("x-")):
            return child
        return walk(child, change, is_map=not is_map and key in _MAPS)

    node = _with_children(node, below)
    return node if is_map else change(node)


def walk_schemas(node: Node, change: Callable[[Node], Node], *, is_schema: bool = False) -> Node:
    """Change all schemas, the inner ones first, and nothing else.

    Args:
        node: Where to begin.
        change: Answers what a schema becomes.
        is_schema: Whether `node` is a schema itself.
    """

    def below(key: str, child: Node) -> Node:
        kind = kind_below(key, is_schema=is_schema)
        if kind is Kind.SCHEMAS:
            return _with_children(child, lambda _, entry: walk_schemas(entry, change, is_schema=True))
        if kind is Kind.OPAQUE or (is_schema and not child.fields):
            return child  # A schema may be a mere true or false, which says nothing.
        return walk_schemas(child, change, is_schema=kind is Kind.SCHEMA)

    node = _with_children(node, below)
    return change(node) if is_schema else node


def _with_children(node: Node, change: Callable[[str, Node], Node]) -> Node:
    """Change the children of a node; if none of them is changed, it stays the same object."""
    fields = {key: change(key, child) for key, child in node}
    if any(fields[key] is not child for key, child in node):
        node = node.having(fields)
    elements = tuple(change(str(index), child) for index, child in enumerate(node.elements))
    if any(new is not old for new, old in zip(elements, node.elements, strict=True)):
        node = replace(node, elements=elements, value=[element.value for element in elements])
    return node


def listed(node: Node, members: list[Node]) -> Node:
    """Make a list that stands where a node stands."""
    return Node([member.value for member in members], node.place, elements=tuple(members))


def true(node: Node) -> Node:
    """Make a true that stands where a node stands."""
    return Node(True, node.place)  # noqa: FBT003 - the value is what the node is about
