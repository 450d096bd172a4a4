"""Gives schemas other names: what refers to them follows, also the values of discriminators."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from codegen.spec import SCHEMAS
from codegen.walk import walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codegen.spec import Document, Node


def with_names(document: Document, names: Mapping[str, str]) -> Document:
    """Answer the document with other names for some of its schemas.

    Args:
        document: The document.
        names: Name → new name.
    """
    if not names:
        return document
    document = document.with_schemas({names.get(name, name): schema for name, schema in document.schemas})
    return replace(document, root=walk(document.root, lambda node: _following(node, names)))


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
