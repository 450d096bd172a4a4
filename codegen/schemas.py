"""Schemas and properties of OpenAPI become schemas and fields of the model."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from codegen.limits import limits_of
from codegen.model import ABSENT, Field, Schema
from codegen.spec import SCHEMAS, SpecError
from codegen.text import first_sentence
from codegen.type_expr import ANY, Choice, UnionOf
from codegen.types_of import KEYWORDS, TypeReader, is_open
from codegen.walk import REMARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from codegen.spec import Document, Node
    from codegen.type_base import TypeExpr


class SchemaReader(TypeReader):
    """Reads schemas, properties and names of earlier releases."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._tags = frozenset(self._discriminators(document.root))

    def schemas(self) -> tuple[Schema, ...]:
        """Read all schemas of the document."""
        named = self.document.schemas
        return tuple(self._schema(name, node) for name, node in named)

    def aliases(self) -> tuple[Schema, ...]:
        """Read the names of earlier releases."""
        return tuple(
            Schema(name, description=_alias_text(target), type=self._target_type(pointer), target=target)
            for name, pointer in self.document.root.get("x-aliases")
            for target in [str(pointer.value)]
        )

    def field(self, wire: str, node: Node, *, required: bool) -> Field:
        """Read a property, or the schema of a parameter."""
        target = self.target(node)
        return Field(
            wire,
            self.type_of(node),
            required=required,
            description=node.text("description") or first_sentence(target.text("description"))[0],
            default=_given(node, "default"),
            example=_given(node, "example"),
            deprecated=node.flag("deprecated"),
            limits=limits_of(node),
            is_read_only=node.flag("readOnly"),
            is_write_only=node.flag("writeOnly"),
            parameter=node.text("x-parameter-name"),
        )

    def fields(self, node: Node) -> tuple[Field, ...]:
        """Read the properties of an object."""
        required = node.texts("required")
        for name in required:
            if name not in node.get("properties"):
                self.report(node["required"], f"required property `{name}` is not described")
        entries = (
            _tagged(entry) if child.place.path in self._tags else entry
            for name, child in node.get("properties")
            for entry in [self.field(name, child, required=name in required)]
        )
        return tuple(_distinct(entries))

    def _schema(self, name: str, node: Node) -> Schema:
        is_object = "properties" in node
        if is_object:
            self._check_object(node)
        return Schema(
            name,
            description=node.text("description"),
            type=ANY if is_object else self.type_of(node),
            fields=self.fields(node) if is_object else None,
            example=_given(node, "example"),
            is_open=is_open(node),
            further=self._further(node) if is_object else None,
            deprecated=node.flag("deprecated"),
        )

    def _check_object(self, node: Node) -> None:
        self.check_keys(node, {*REMARKS, "type", *KEYWORDS["object"]}, "an object")

    def _further(self, node: Node) -> TypeExpr | None:
        """The type of properties that an object may have besides those that it describes, if that is said."""
        more = node.get("additionalProperties")
        kind = self.type_of(more) if more.fields else ANY
        return None if kind == ANY else kind

    def _target_type(self, pointer: Node) -> TypeExpr:
        path = str(pointer.value)
        try:
            node = self.document.at(path, pointer.place)
        except SpecError as error:
            self.problems.append(error.problem)
            return ANY
        if path.startswith(SCHEMAS) and "/" not in path.removeprefix(SCHEMAS):
            return self.ref(path.removeprefix(SCHEMAS), node)
        return self.type_of(node)

    def _discriminators(self, node: Node) -> Iterator[tuple[str, ...]]:
        """Find the properties that tell the members of unions apart, by their place in the document."""
        name = node.get("discriminator").text("propertyName")
        for member in self.members(node) if name else ():
            yield self.target(member).get("properties").get(name).place.path
        for key, child in node:
            if key not in {"default", "example", "examples"}:
                yield from self._discriminators(child)
        for child in node.elements:
            yield from self._discriminators(child)


def merged(members: Iterable[tuple[Field, ...]]) -> tuple[Field, ...]:
    """Make the fields of several objects one list; a field that differs may be either."""
    found: dict[str, Field] = {}
    for entry in (entry for fields in members for entry in fields):
        known = found.get(entry.wire, entry)
        kind = known.type if known.type == entry.type else UnionOf((known.type, entry.type))
        found[entry.wire] = replace(known, type=kind)
    return tuple(found.values())


def _distinct(entries: Iterable[Field]) -> Iterator[Field]:
    """Number the fields whose names would be the same in Python; one that has its name in the API keeps it."""
    fields = list(entries)
    taken = {entry.attribute for entry in fields if entry.attribute == entry.wire}
    for entry in fields:
        name, number = entry.attribute, 2
        while name in taken and name != entry.wire:
            name, number = f"{entry.attribute}_{number}", number + 1
        taken.add(name)
        yield entry if name == entry.attribute else replace(entry, rename=name)


def _tagged(entry: Field) -> Field:
    """Close the enumeration of a field that tells the members of a union apart."""
    closed = replace(entry.type, is_open=False) if isinstance(entry.type, Choice) else entry.type
    return replace(entry, type=closed)


def _alias_text(pointer: str) -> str:
    steps = [step.replace("~1", "/") for step in pointer.split("/")[1:]]
    if steps[:1] == ["paths"] and len(steps) > 2:
        part = "body" if "requestBody" in steps else "answer"
        return f"What an earlier release called the {part} of `{steps[2].upper()} {steps[1]}`."
    return f"What an earlier release called `{'.'.join(step for step in steps[2:] if step != 'properties')}`."


def _given(node: Node, key: str) -> Any:
    return node[key].value if key in node else ABSENT
