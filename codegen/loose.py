"""Brings what real documents say into the forms that the readers know, and notes what is lost on the way.

Whatever stands beside a union, an `allOf` or a reference is worked into its members; several schemas that have to hold
at once become one; unions whose members say which they are keep a discriminator.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import prod
from typing import TYPE_CHECKING, Final

from codegen.bases import with_unions
from codegen.discriminators import with_tags
from codegen.notes import AS_ANY, IGNORED, Note
from codegen.spec import OWN_NAME, SCHEMAS, Document, Node, SpecError
from codegen.unique import with_own_classes
from codegen.walk import REMARKS, listed, true, walk_schemas

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNIONS: Final = ("oneOf", "anyOf")
_LIMITS: Final = frozenset({"required", "not", "minProperties", "maxProperties"}) | REMARKS
"""What a member of a union may say and still describe no type."""
_OBJECT: Final = frozenset({"properties", "allOf", "additionalProperties"})
_MOST_FORMS: Final = 24
"""Into how many members a union may be multiplied out."""


def loosely_normal(document: Document, notes: list[Note]) -> Document:
    """Answer a document whose schemas are in forms that the readers know.

    Args:
        document: The document.
        notes: Takes what is lost.
    """
    document = with_unions(document)
    loosener = _Loosener(notes)
    document = replace(document, root=walk_schemas(document.root, loosener.loosened))
    document = replace(document, root=walk_schemas(document.root, _Merger(document, notes).merged))
    document = replace(document, root=walk_schemas(document.root, loosener.with_required))
    return without_loops(with_own_classes(with_tags(document, notes), notes), notes)


@dataclass
class _Loosener:
    """Rewrites single schemas."""

    notes: list[Note]

    def note(self, node: Node, reason: str, done: str = IGNORED) -> None:
        self.notes.append(Note(node.place, reason, done))

    def loosened(self, node: Node) -> Node:
        """Rewrite a schema whose parts are rewritten."""
        if isinstance(node.value, bool):
            return Node({}, node.place)
        if node.text("type") == "null":
            return node.having({**self._remarks(node), "enum": listed(node, [Node(None, node.place)])})
        if "patternProperties" in node:
            node = self._without_patterns(node)
        if "anyOf" in node and "oneOf" in node:
            self.note(node["anyOf"], "`anyOf` beside `oneOf`")
            node = _less(node, "anyOf")
        for key in _UNIONS:
            if key in node:
                return self._union(node, key)
        return node

    @staticmethod
    def _remarks(node: Node) -> dict[str, Node]:
        return {key: child for key, child in node if key in REMARKS}

    def _without_patterns(self, node: Node) -> Node:
        patterns = [child for _, child in node["patternProperties"]]
        values = patterns[0] if len(patterns) == 1 and "properties" not in node else true(node)
        return _less(node.having({"additionalProperties": values, **node.fields}), "patternProperties")

    def _union(self, node: Node, key: str) -> Node:
        members = node[key].elements
        if members and all(member.fields.keys() <= _LIMITS for member in members):
            self.note(node[key], f"the limits in `{key}`")
            return self.loosened(_less(_less(node, key), "discriminator"))
        rest = {name: child for name, child in node if name not in {key, "discriminator", *REMARKS}}
        if not rest:
            return node
        kind = rest.get("type")
        if rest.keys() & _OBJECT:
            kept = {name: child for name, child in node if name in REMARKS}
            union = node.having({name: child for name, child in node if name in {key, "discriminator"}})
            others = self.loosened(node.having(rest))
            return node.having({**kept, "allOf": listed(node, [others, union])})
        for name, child in rest.items():
            if name != "type" and not name.startswith("x-"):
                self.note(child, f"`{name}` beside a union")
        if kind is not None and isinstance(kind.value, str):
            untyped = {*REMARKS, "enum", "items", "format", "minLength", "maxLength", "pattern", "minimum", "maximum"}
            typed = [
                member.having({"type": kind, **member.fields}) if member.fields.keys() <= untyped else member
                for member in members
            ]
            node = node.plus({key: listed(node[key], typed)})
        return node.having({name: child for name, child in node if name not in rest})

    def with_required(self, node: Node) -> Node:
        """Describe the properties that are required and not described, as ones that may be anything."""
        if "required" not in node:
            return node
        if not isinstance(node["required"].value, list):
            self.note(node["required"], "`required` has to be a list")
            return _less(node, "required")
        if "properties" not in node:
            if node["required"].elements:
                self.note(node["required"], "properties that are required and not described")
            return _less(node, "required") if "$ref" not in node else node
        told = node["properties"].fields
        missing = [entry for entry in node["required"].elements if str(entry.value) not in told]
        if not missing:
            return node
        for entry in missing:
            self.note(entry, f"the required property `{entry.value}` is not described", AS_ANY)
        added = {str(entry.value): Node({}, entry.place) for entry in missing}
        known = [entry for entry in node["required"].elements if str(entry.value) in told]
        properties = node["properties"].having({**told, **added})
        return node.plus({"properties": properties, "required": listed(node["required"], known)})


@dataclass
class _Merger:
    """Makes one schema out of several that have to hold at once."""

    document: Document
    notes: list[Note]
    _entered: list[str] = field(default_factory=list[str])

    def merged(self, node: Node) -> Node:
        """Merge an `allOf` and what stands beside it."""
        if "allOf" not in node:
            return node
        members = list(node["allOf"].elements)
        rest = {name: child for name, child in node if name not in {"allOf", *REMARKS} and not name.startswith("x-")}
        telling = [member for member in members if member.fields.keys() - REMARKS]
        if len(telling) == 1 and not rest.keys() - {"type"} and "$ref" in telling[0]:
            # A reference and remarks: it stays one.
            remarks = {key: child for member in members if member not in telling for key, child in member}
            kept = {key: child for key, child in node if key in REMARKS or key.startswith("x-")}
            return node.having({**remarks, **kept, "allOf": listed(node["allOf"], telling)})
        parts = [*members, node.having(rest)] if rest else members
        made = self._one(node, parts)
        kept = {name: child for name, child in node if name in REMARKS or name.startswith("x-")}
        return node.having({**made.fields, **kept}) if kept else made

    def _one(self, node: Node, parts: Iterable[Node]) -> Node:
        flat = list(self._flat(parts))
        unions = [part for part in flat if any(key in part for key in _UNIONS)]
        plain = [part for part in flat if part not in unions]
        if not unions:
            return self._together(node, plain)
        first, *others = unions
        key = next(key for key in _UNIONS if key in first)
        if prod(len(_members(union)) for union in unions) > _MOST_FORMS:
            self.notes.append(Note(node.place, "unions in an `allOf` that have too many members together", AS_ANY))
            return Node({}, node.place)
        beside = [*plain, *others]
        if not any(part.fields.keys() - REMARKS - {"type"} for part in beside):
            return first
        made = [self._one(member, [*beside, member]) for member in first[key].elements]
        kept = {name: child for name, child in first if name == "discriminator"}
        return node.having({key: listed(first[key], made), **kept})

    def _flat(self, parts: Iterable[Node]) -> Iterable[Node]:
        """List the parts of an `allOf`, and what those are made of in turn."""
        for part in parts:
            pointer = part.text("$ref")
            if pointer in self._entered:
                self.notes.append(Note(part.place, f"`{pointer}` is a part of itself"))
                continue
            target = part
            if pointer:
                try:
                    target = self.document.at(pointer, part.place)
                except SpecError:
                    self.notes.append(Note(part.place, f"reference `{pointer}` leads nowhere"))
                    continue
                self._entered.append(pointer)
            yield from self._opened(target)
            if pointer:
                self._entered.pop()

    def _opened(self, target: Node) -> Iterable[Node]:
        if "$ref" in target:
            yield from self._flat([target])
            return
        if "allOf" in target:
            yield from self._flat(target["allOf"].elements)
            target = _less(target, "allOf")
        limited = {name: child for name, child in target if name not in REMARKS or name == "nullable"}
        if limited:
            yield target

    def _together(self, node: Node, parts: list[Node]) -> Node:
        """Put schemas together that are no unions."""
        parts = [_less(part, OWN_NAME) if OWN_NAME in part else part for part in parts]
        if len(parts) == 1:
            return parts[0]
        kinds = {part.text("type") or _kind(part) for part in parts} - {""}
        if kinds == {"integer", "number"}:
            kinds = {"integer"}
        if len(kinds) > 1:
            self.notes.append(Note(node.place, f"an `allOf` of several types ({', '.join(sorted(kinds))})", AS_ANY))
            return Node({}, node.place)
        fields: dict[str, Node] = {}
        for part in parts:
            fields |= {name: child for name, child in part if name not in REMARKS and name not in _MERGED}
        fields |= {key: made for key in _MERGED if (made := self._combined(node, key, parts)) is not None}
        for kind in kinds:
            fields["type"] = Node(kind, node.place)
        return node.having(fields)

    def _combined(self, node: Node, key: str, parts: list[Node]) -> Node | None:
        """Put together what several schemas say of one keyword; None if none says something."""
        given = [part[key] for part in parts if key in part]
        if not given:
            return None
        if key == "properties":
            found: dict[str, Node] = {}
            for properties in given:
                for name, entry in properties:
                    known = found.get(name)
                    kinds = {one.text("type") for one in (entry, known) if one is not None} - {"", "integer"}
                    if len(kinds) > 1:
                        self.notes.append(Note(entry.place, f"`{name}` is of another type in another part of `allOf`"))
                    # A part that says nothing of its type does not take away what another says.
                    found[name] = known if known is not None and not entry.fields.keys() - REMARKS else entry
            return node.having(found)
        if key == "enum":
            values = [entry for entry in given[-1].elements if all(entry.value in one.value for one in given)]
            return listed(given[-1], values or list(given[-1].elements))
        if key == "additionalProperties":
            opened = [one for one in given if one.value is not False]
            return opened[-1] if opened else given[-1]
        entries = {str(entry.value): entry for one in given for entry in one.elements}
        return listed(node, list(entries.values()))


_MERGED: Final = ("properties", "required", "enum", "additionalProperties")


def without_loops(document: Document, notes: list[Note]) -> Document:
    """Cut references by which a schema that is no object holds itself: its type would have no end."""
    schemas = document.schemas
    plain = {name: node for name, node in schemas if "properties" not in node}
    found: set[int] = set()

    def enter(node: Node, inside: tuple[str, ...]) -> None:
        name = node.text("$ref").removeprefix(SCHEMAS)
        if name in inside:
            found.add(id(node))
            notes.append(Note(node.place, f"`{name}` holds itself and is no object", AS_ANY))
        elif name in plain and name not in done:
            enter(plain[name], (*inside, name))
            done.add(name)
        for _, child in node:
            enter(child, inside)
        for child in node.elements:
            enter(child, inside)

    done: set[str] = set()
    for name, node in plain.items():
        if name not in done:
            enter(node, (name,))
            done.add(name)
    if not found:
        return document
    return replace(document, root=walk_schemas(document.root, lambda node: _cut(node, found)))


def _cut(node: Node, found: set[int]) -> Node:
    return Node({}, node.place) if id(node) in found else node


def _members(node: Node) -> tuple[Node, ...]:
    return next((node[key].elements for key in _UNIONS if key in node), ())


def _kind(part: Node) -> str:
    if "properties" in part or "additionalProperties" in part:
        return "object"
    return "array" if "items" in part else ""


def _less(node: Node, key: str) -> Node:
    return node.having({name: child for name, child in node if name != key})
