"""Brings a document into the form that the readers know: each object by name and whole, and no forms of OpenAPI 3.1.

- An `allOf` of several objects becomes one object with all their properties.
- An object that is described in place gets a name, made from where it stands.
- `type: [string, "null"]`, `const` and their like become what OpenAPI 3.0 has for them.

What comes out refers to the same places of the file, so that messages about it lead there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from codegen import naming
from codegen.spec import Document, Node, SpecError

if TYPE_CHECKING:
    from collections.abc import Callable

_SCHEMAS: Final = ("components", "schemas")
_OPAQUE: Final = frozenset({"default", "example", "examples", "enum", "mapping"})
_MAPS: Final = frozenset({"properties", "schemas", "responses"})
_REMARKS: Final = frozenset({"title", "description", "default", "example", "deprecated", "nullable"})


def normalised(document: Document) -> Document:
    """Answer the same document in normal form."""
    if document.root.text("openapi").startswith("3.1."):
        document = replace(document, root=_walk(document.root, _from_3_1))
    merger = _Merger(document)
    document = replace(document, root=_walk(document.root, merger.merged))
    return _Namer(document).named()


def _walk(node: Node, change: Callable[[Node], Node], *, is_map: bool = False) -> Node:
    """Change all nodes, from the leaves on; what is in a map of names is changed, not the map itself."""
    fields = {
        key: child if key in _OPAQUE or key.startswith("x-") else _walk(child, change, is_map=key in _MAPS)
        for key, child in node.fields.items()
    }
    if is_map:
        fields = {key: _walk(child, change) for key, child in node.fields.items()}
    elements = tuple(_walk(child, change) for child in node.elements)
    if any(fields[key] is not child for key, child in node.fields.items()):
        node = node.having(fields)
    if any(new is not old for new, old in zip(elements, node.elements, strict=True)):
        node = replace(node, elements=elements, value=[element.value for element in elements])
    return node if is_map else change(node)


def _from_3_1(node: Node) -> Node:
    """Write one schema of OpenAPI 3.1 as one of 3.0."""
    fields = dict(node.fields)
    is_schema = bool(fields.keys() & {"type", "anyOf", "oneOf", "const"})
    if "$ref" in fields and len(fields) > 1:
        # Beside a reference, 3.1 allows what 3.0 has to wrap.
        reference = node.having({"$ref": fields.pop("$ref")})
        return node.having({"allOf": _listed(node, [reference]), **fields})
    if "const" in fields:
        fields["enum"] = _listed(node, [fields.pop("const")])
    if is_schema and "examples" in fields:
        for example in fields.pop("examples").elements[:1]:
            fields.setdefault("example", example)
    kinds = node.get("type").elements
    if kinds:
        others = [kind for kind in kinds if kind.value != "null"]
        if len(others) < len(kinds):
            fields["nullable"] = _true(node)
        if len(others) == 1:
            fields["type"] = others[0]
        else:
            fields.pop("type")
            fields["anyOf"] = _listed(node, [node.having({"type": kind}) for kind in others])
    return _without_null(node.having(fields) if fields != node.fields else node)


def _without_null(node: Node) -> Node:
    """Say `nullable` where a union has null for a member."""
    for key in ("anyOf", "oneOf"):
        members = node.get(key).elements
        others = [member for member in members if member.get("type").value != "null"]
        if len(others) < len(members):
            fields = {name: child for name, child in node.fields.items() if name != key}
            fields["allOf" if len(others) == 1 else key] = _listed(node, others)
            return node.having({**fields, "nullable": _true(node)})
    return node


class _Merger:
    """Makes one object out of an `allOf` of several."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def merged(self, node: Node) -> Node:
        """Merge the members of an `allOf`, if they are objects; what cannot be merged stays, and is reported later."""
        if "allOf" not in node:
            return node
        telling = [member for member in node["allOf"].elements if member.fields.keys() - _REMARKS]
        if len(telling) == 1 and "properties" not in node:
            others = [member for member in node["allOf"].elements if member not in telling]
            remarks = {key: child for member in others for key, child in member}
            return node.having({**remarks, **node.fields, "allOf": _listed(node["allOf"], telling)})
        members = self._members(node, ())
        if members is None:
            return node
        objects = [member for member in (*members, node) if member.fields.keys() & {"properties", "required"}]
        properties: dict[str, Node] = {}
        required: dict[str, Node] = {}
        for member in objects:
            properties |= _walk(member.get("properties"), self.merged, is_map=True).fields
            required |= {str(entry.value): entry for entry in member.get("required").elements}
        if not properties:
            return node
        fields = {key: child for key, child in node.fields.items() if key != "allOf"}
        is_open = any(member.flag("additionalProperties") for member in objects)
        return node.having(
            {
                **fields,
                **({"additionalProperties": _true(node)} if is_open else {}),
                "type": Node("object", node.place),
                "properties": node.having(properties),
                "required": _listed(node, list(required.values())),
            }
        )

    def _members(self, node: Node, seen: tuple[str, ...]) -> tuple[Node, ...] | None:
        """List all objects that a schema is made of, those that they are made of first; None if there are others."""
        found: list[Node] = []
        for member in node.get("allOf").elements:
            pointer, target = member.text("$ref"), member
            if pointer in seen:
                return None
            try:
                target = self._document.resolve(member)
            except SpecError:
                return None
            inner = self._members(target, (*seen, pointer) if pointer else seen)
            if inner is None or target.text("type") not in {"", "object"} or target.fields.keys() & {"anyOf", "oneOf"}:
                return None
            found += [*inner, target]
        return tuple(found)


@dataclass
class _Namer:
    """Gives names to objects that are described in place."""

    document: Document

    def named(self) -> Document:
        """Answer the document with all objects by name."""
        root = self.document.root
        taken: dict[str, Node] = dict(root.get("components").get("schemas").fields)
        self._classes = {naming.class_name(name) for name in taken}
        self._new: dict[str, Node] = {}
        for name, node in list(taken.items()):
            taken[name] = self._below(node, name)
        fields = {key: child for key, child in root.fields.items() if key not in {"components", "paths"}}
        if "paths" in root:
            fields["paths"] = root["paths"].having({path: self._path(item) for path, item in root["paths"]})
        components = {
            key: child.having({name: self._contents(entry, naming.class_name(name)) for name, entry in child})
            for key, child in root.get("components")
        }
        schemas = root.get("components").get("schemas").having({**taken, **self._new})
        fields["components"] = root.get("components").having({**components, "schemas": schemas})
        return replace(self.document, root=root.having(fields))

    def _path(self, item: Node) -> Node:
        names = {key: naming.class_name(naming.snake_case(child.text("operationId"))) for key, child in item}
        return item.having({key: self._contents(child, names[key]) for key, child in item})

    def _contents(self, node: Node, name: str) -> Node:
        """Name the objects in all schemas below a node that is not a schema itself."""
        fields: dict[str, Node] = {}
        for key, child in node:
            if key in {"example", "examples"} or key.startswith("x-"):
                fields[key] = child
            elif key == "schema":
                fields[key] = self._schema(child, name)
            else:
                fields[key] = self._contents(child, name + _part(key))
        elements = tuple(self._contents(child, name + naming.class_name(child.text("name"))) for child in node.elements)
        return replace(node.having(fields) if fields else node, elements=elements)

    def _schema(self, node: Node, name: str) -> Node:
        node = self._below(node, name)
        if "properties" not in node:
            return node
        name = self._free(naming.class_name(name))
        self._new[name] = node
        pointer = Node(f"#/{'/'.join(_SCHEMAS)}/{name}", node.place)
        reference = node.having({"$ref": pointer})
        extra = {key: child for key, child in node if key in {"nullable", "deprecated", "description"}}
        self._new[name] = node.having({key: child for key, child in node if key != "nullable"})
        return node.having({"allOf": _listed(node, [reference]), **extra}) if extra else reference

    def _below(self, node: Node, name: str) -> Node:
        """Name the objects inside a schema."""
        fields = dict(node.fields)
        for key, child in node:
            if key == "properties":
                fields[key] = child.having(
                    {wire: self._schema(entry, f"{name}_{naming.class_name(wire)}") for wire, entry in child}
                )
            elif key in {"items", "additionalProperties"}:
                fields[key] = self._schema(child, f"{name}_{'Item' if key == 'items' else 'Value'}")
            elif key in {"allOf", "anyOf", "oneOf"}:
                members = [self._schema(entry, f"{name}_{index}") for index, entry in enumerate(child.elements, 1)]
                fields[key] = _listed(child, members)
        return node.having(fields) if fields != node.fields else node

    def _free(self, name: str) -> str:
        found, number = name, 2
        while found in self._classes:
            found, number = f"{name}{number}", number + 1
        self._classes.add(found)
        return found


def _part(key: str) -> str:
    """What a step of the way to a schema adds to its name."""
    if key == "requestBody":
        return "Request"
    return f"{key.capitalize()}Response" if key[:1].isdigit() or key == "default" else ""


def _listed(node: Node, members: list[Node]) -> Node:
    return Node([member.value for member in members], node.place, elements=tuple(members))


def _true(node: Node) -> Node:
    return Node(True, node.place)  # noqa: FBT003 - the value is what the node is about
