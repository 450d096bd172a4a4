"""Gives schemas and operations whose names would be the same in Python names of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from codegen import naming
from codegen.notes import Note
from codegen.spec import Document, Node

if TYPE_CHECKING:
    from collections.abc import Callable

    from codegen.operation import Operation

_SCHEMAS: Final = "#/components/schemas/"


def with_own_classes(document: Document, notes: list[Note]) -> Document:
    """Rename schemas whose class or module another schema has, and all references to them."""
    schemas = document.root.get("components").get("schemas")
    names: dict[str, str] = {}
    taken: set[str] = set()
    for name, node in schemas:
        found, number = name, 2
        while not _is_usable(found, taken):
            found, number = f"{naming.class_name(name) or 'Schema'}{number}", number + 1
        taken |= {naming.class_name(found), naming.module_name(found)}
        if found != name:
            names[name] = found
            notes.append(Note(node.place, f"another schema has the class of `{name}`", f"called `{found}`"))
    if not names:
        return document
    references = {f"{_SCHEMAS}{old}": f"{_SCHEMAS}{new}" for old, new in names.items()}

    def renamed(node: Node) -> Node:
        target = references.get(node.text("$ref")) if "$ref" in node else None
        return node.having({**node.fields, "$ref": Node(target, node.place)}) if target else node

    root = _changed(document.root, renamed)
    components = root.get("components")
    moved = {names.get(name, name): node for name, node in components.get("schemas")}
    components = components.having({**components.fields, "schemas": schemas.having(moved)})
    return replace(document, root=root.having({**root.fields, "components": components}))


def _is_usable(name: str, taken: set[str]) -> bool:
    made = naming.class_name(name)
    return made.isidentifier() and not {made, naming.module_name(name)} & taken


def _changed(node: Node, change: Callable[[Node], Node]) -> Node:
    """Change all nodes, wherever they stand."""
    fields = {key: _changed(child, change) for key, child in node.fields.items()}
    if any(fields[key] is not child for key, child in node.fields.items()):
        node = node.having(fields)
    elements = tuple(_changed(child, change) for child in node.elements)
    if any(new is not old for new, old in zip(elements, node.elements, strict=True)):
        node = replace(node, elements=elements, value=[element.value for element in elements])
    return change(node)


def with_own_method(operation: Operation, taken: set[str]) -> Operation:
    """Name an operation so that its methods are no other operation's.

    Args:
        operation: The operation.
        taken: The methods of its tag so far; takes its own.
    """
    if not all(name.isidentifier() for name in operation.methods):
        operation = replace(operation, id=f"call {operation.http_method} {operation.id or operation.path}")
    found, number = operation, 2
    while not taken.isdisjoint(found.methods):
        found, number = replace(operation, id=f"{operation.id}_{number}"), number + 1
    taken |= {*found.methods}
    return found
