"""Gives schemas and operations whose names would be the same in Python names of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from codegen import naming
from codegen.notes import Note
from codegen.renaming import with_names

if TYPE_CHECKING:
    from codegen.operation import Operation
    from codegen.spec import Document


def with_own_classes(document: Document, notes: list[Note]) -> Document:
    """Rename schemas whose class or module another schema has, and all references to them."""
    schemas = document.schemas
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
    return with_names(document, names)


def _is_usable(name: str, taken: set[str]) -> bool:
    made = naming.class_name(name)
    return made.isidentifier() and not {made, naming.module_name(name)} & taken


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
