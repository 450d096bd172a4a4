"""Objects that others are derived from, told apart by a discriminator: where one is asked for, it is one of these."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from codegen.spec import OWN_NAME, SCHEMAS, Node
from codegen.walk import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from codegen.spec import Document

_REMARKS: Final = frozenset({"title", "description", "nullable", "deprecated", "example", "externalDocs"})
"""What a base says of the values that stand for it, and not of its own properties."""


def with_unions(document: Document) -> Document:
    """Answer a document in which each base with a discriminator is the union of what it may be.

    Its own properties stay an object, which what is derived from it is made of.
    """
    bases = _Bases(dict(document.schemas))
    if not bases.own:
        return document
    return document.with_schemas(dict(bases.rewritten()))


@dataclass
class _Bases:
    """The schemas of a document by name, and which of them are bases."""

    schemas: Mapping[str, Node]

    @cached_property
    def own(self) -> dict[str, str]:
        """The bases, each with the name of the object that has its own properties."""
        return {name: self._free(f"{name}Base") for name, node in self.schemas.items() if self._is_base(name, node)}

    def _free(self, name: str) -> str:
        while name in self.schemas:
            name += "_"
        return name

    def _is_base(self, name: str, node: Node) -> bool:
        told = node.get("discriminator").text("propertyName")
        is_object = bool(node.fields.keys() & {"properties", "allOf"}) and not node.fields.keys() & {"oneOf", "anyOf"}
        return bool(told) and is_object and any(member != name for _, member in self._values(name))

    def _values(self, name: str) -> list[tuple[str, str]]:
        """The values of a base's discriminator, each with the schema that it stands for.

        The value of one that is not mapped is its name, says OpenAPI; where it says itself what its value is, that
        counts. Beside a mapping, the base itself stands for nothing of its own.
        """
        told = self.schemas[name]["discriminator"].text("propertyName")
        mapping = self.schemas[name]["discriminator"].get("mapping")
        pairs = [(value, str(pointer.value).removeprefix(SCHEMAS)) for value, pointer in mapping]
        mapped = {schema for _, schema in pairs}
        implied = self._derived(name) if mapped else [*self._derived(name), name]
        found = [(value, schema) for value, schema in pairs if schema in self.schemas]
        return found + [(_value(self.schemas[each], told, each), each) for each in implied if each not in mapped]

    def _derived(self, name: str) -> list[str]:
        """All schemas that are derived from a schema, also by way of others."""
        found = [name]
        for base in found:
            found += (each for each in self._children.get(base, ()) if each not in found)
        return found[1:]

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, node in self.schemas.items():
            for base in _parts(node):
                found.setdefault(base, []).append(name)
        return found

    def rewritten(self) -> Iterable[tuple[str, Node]]:
        """All schemas, the bases twice: as unions, and as the objects that others are made of."""
        members = {schema for name in self.own for _, schema in self._values(name)}
        for name, node in self.schemas.items():
            if name in self.own:
                yield name, self._union(name, node)
                kept = {key: child for key, child in node if key not in {"discriminator", "nullable"}}
                yield self.own[name], self._made_of_own(node.having(kept))
            elif name in members:
                # One that adds nothing is an object of its own all the same.
                yield name, self._made_of_own(node.having({"properties": node.having({}), **node.fields}))
            elif len(node.get("allOf").elements) > 1 or "properties" in node:
                yield name, self._made_of_own(node)
            else:
                yield name, node

    def _union(self, name: str, node: Node) -> Node:
        pairs = [(value, self._pointer(schema, node)) for value, schema in self._values(name)]
        members = {str(pointer.value): node.having({"$ref": pointer}) for _, pointer in pairs}
        discriminator = node["discriminator"]
        # A value that is given twice is that of the first.
        mapping = discriminator.get("mapping").plus(dict(reversed(pairs)))
        told = discriminator.plus({"mapping": mapping})
        remarks = {key: child for key, child in node if key in _REMARKS}
        return node.having({**remarks, "oneOf": listed(node, list(members.values())), "discriminator": told})

    def _pointer(self, schema: str, node: Node) -> Node:
        return Node(f"{SCHEMAS}{self.own.get(schema, schema)}", node.place)

    def _made_of_own(self, node: Node) -> Node:
        """Have a schema be made of the properties of bases, and not of what these may be."""
        parts = node.get("allOf")
        made = [
            part.plus({"$ref": self._pointer(name, part)})
            if (name := _name(part)) in self.own
            else self._made_of_own(part)
            for part in parts.elements
        ]
        return node.plus({"allOf": listed(parts, made)}) if made else node


def _value(node: Node, told: str, name: str) -> str:
    """The only value that a schema allows for the property that tells it apart, else its name."""
    for part in (node, *node.get("allOf").elements):
        values = part.get("properties").get(told).texts("enum")
        if len(values) == 1:
            return values[0]
    return node.text(OWN_NAME) or name


def _parts(node: Node) -> Iterable[str]:
    """The names of the schemas that a schema is made of."""
    for part in node.get("allOf").elements:
        if "$ref" in part:
            yield _name(part)
        else:
            yield from _parts(part)


def _name(part: Node) -> str:
    return part.text("$ref").removeprefix(SCHEMAS)
