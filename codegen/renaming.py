"""Gives schemas other names: what refers to them follows; the values of discriminators stay what the API knows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from codegen.spec import OWN_NAME, SCHEMAS, Node
from codegen.walk import walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codegen.spec import Document


def with_names(document: Document, names: Mapping[str, str]) -> Document:
    """Answer the document with other names for some of its schemas.

    Args:
        document: The document.
        names: Name → new name.
    """
    if not names:
        return document
    schemas = {names.get(name, name): _keeping(name, schema, names) for name, schema in document.schemas}
    document = document.with_schemas(schemas)
    return replace(document, root=walk(document.root, lambda node: _following(node, names)))


def _keeping(name: str, node: Node, names: Mapping[str, str]) -> Node:
    """Note in an object what it was called: that is its value for a discriminator that maps none to it."""
    if name not in names or OWN_NAME in node or not node.fields.keys() & {"properties", "allOf"}:
        return node
    return node.plus({OWN_NAME: Node(name, node.place)})


def _following(node: Node, names: Mapping[str, str]) -> Node:
    mapping, reference = node.get("mapping"), node.get("$ref")
    if mapping.fields and "propertyName" in node:
        node = node.plus({"mapping": mapping.having({key: _renamed(child, names) for key, child in mapping})})
    if str(reference.value).startswith(SCHEMAS):
        renamed = _renamed(reference, names)
        return node if renamed is reference else node.plus({"$ref": renamed})
    return node


def _renamed(node: Node, names: Mapping[str, str]) -> Node:
    """Rename what a reference leads to, or the bare name of a schema."""
    start = SCHEMAS if str(node.value).startswith(SCHEMAS) else ""
    name = str(node.value).removeprefix(start)
    return replace(node, value=f"{start}{names[name]}") if name in names else node
