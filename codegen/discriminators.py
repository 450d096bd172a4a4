"""Gives the members of unions the values by which a discriminator tells them apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from codegen.notes import IGNORED, Note
from codegen.spec import OWN_NAME, SCHEMAS, Document, Node, SpecError
from codegen.walk import listed, walk_schemas

if TYPE_CHECKING:
    from collections.abc import Iterable


def with_tags(document: Document, notes: list[Note]) -> Document:
    """Answer a document in which each discriminator tells the members of its union apart, or is gone.

    Args:
        document: The document; each object in it is whole.
        notes: Takes the discriminators that are gone.
    """
    unions: list[Node] = []

    def collect(node: Node) -> Node:
        if node.get("discriminator").text("propertyName") and _members(node):
            unions.append(node)
        return node

    walk_schemas(document.root, collect)
    wanted: dict[tuple[str, str], set[str]] = {}
    for union in unions:
        name = union["discriminator"].text("propertyName")
        notes.extend(_lost(union, document))
        for schema, tags in _tags(union, document):
            wanted.setdefault((schema, name), set()).update(tags)
    made = {
        name: _tagged(node, {key: tags for (schema, key), tags in wanted.items() if schema == name}, document)
        for name, node in document.schemas
    }
    if made:
        document = document.with_schemas(made)

    def checked(node: Node) -> Node:
        name = node.get("discriminator").text("propertyName")
        if "discriminator" not in node or (name and _members(node) and _tells_apart(name, node, document)):
            return node
        done = "members are told apart by what fits" if _members(node) else IGNORED
        notes.append(Note(node["discriminator"].place, f"the discriminator `{name}`", done))
        return node.having({key: child for key, child in node if key != "discriminator"})

    return replace(document, root=walk_schemas(document.root, checked))


def _members(node: Node) -> tuple[Node, ...]:
    return node.get("oneOf").elements or node.get("anyOf").elements


def _mapping(union: Node) -> Iterable[tuple[str, str, Node]]:
    """List the values that a discriminator maps, each with the reference that it stands for."""
    for value, pointer in union["discriminator"].get("mapping"):
        text = str(pointer.value)
        yield value, text if "/" in text else f"{SCHEMAS}{text}", pointer


def _lost(union: Node, document: Document) -> Iterable[Note]:
    """List the values that stand for a schema that is not there."""
    for value, reference, pointer in _mapping(union):
        if reference.startswith(SCHEMAS) and reference.removeprefix(SCHEMAS) not in document.schemas:
            yield Note(pointer.place, f"the value `{value}` stands for `{pointer.value}`, which is not there")


def _tags(union: Node, document: Document) -> Iterable[tuple[str, list[str]]]:
    """List the schemas of a union by name, with the values that the description gives each."""
    mapping: dict[str, list[str]] = {}
    for value, reference, _ in _mapping(union):
        mapping.setdefault(reference, []).append(value)
    mapped = {value for value, _, _ in _mapping(union)}
    values = [_values(union["discriminator"].text("propertyName"), each, document) for each in _members(union)]
    given = Counter(value for each in values for value in each)
    for member, own in zip(_members(union), values, strict=True):
        reference = _pointer(member)
        if reference.startswith(SCHEMAS):
            schema = reference.removeprefix(SCHEMAS)
            name = document.schemas.get(schema).text(OWN_NAME) or schema
            if tags := mapping.get(reference):
                # What it alone lists stays: a mapping may have some of its values, and another union others.
                alone = [value for value in own if given[value] == 1 and value not in mapped]
                yield schema, [*tags, *alone] if len(own) > 1 else tags
            elif not own or (len(own) > 1 and any(given[value] > 1 for value in own)):
                # What it is called counts, unless it lists several values that are its alone.
                yield schema, [name]


def _pointer(member: Node) -> str:
    """The reference that a member is, also one that is wrapped in an `allOf`."""
    while "$ref" not in member and len(inner := member.get("allOf").elements) == 1:
        member = inner[0]
    return member.text("$ref")


def _tagged(node: Node, tags: dict[str, set[str]], document: Document) -> Node:
    """Say in a schema what values its properties have that tell it apart."""
    properties = dict(node.get("properties").fields)
    for name, values in tags.items():
        if name not in properties:
            continue
        target = _resolved(properties[name], document)
        known = target.texts("enum")
        if target.get("type").value not in {None, "string"} or (len(known) == 1 and known[0] not in values):
            continue
        entry = properties[name]
        remarks = {key: child for key, child in entry if key == "description"}
        enum = listed(entry, [Node(value, entry.place) for value in sorted(values)])
        properties[name] = entry.having({**remarks, "type": Node("string", entry.place), "enum": enum})
    if not tags or not properties:
        return node
    return node.plus({"properties": node["properties"].having(properties)})


def _tells_apart(name: str, node: Node, document: Document) -> bool:
    values = [{*_values(name, member, document)} for member in _members(node)]
    return all(values) and len(set[str]().union(*values)) == sum(map(len, values))


def _values(name: str, member: Node, document: Document) -> tuple[str, ...]:
    """The values that a property of a member may have, as far as they are listed."""
    return _resolved(_resolved(member, document).get("properties").get(name), document).texts("enum")


def _resolved(node: Node, document: Document) -> Node:
    """Follow references, also those inside of an `allOf` of one."""
    for _ in range(20):
        try:
            node = document.resolve(node)
        except SpecError:
            return Node(None, node.place)
        inner = node.get("allOf").elements
        if len(inner) != 1 or "properties" in node:
            return node
        node = inner[0]
    return node
