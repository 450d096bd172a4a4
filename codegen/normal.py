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
from codegen.from_3_1 import from_3_1
from codegen.loose import loosely_normal
from codegen.spec import Document, Node, Problem, SpecError
from codegen.types_of import is_open
from codegen.walk import listed, walk

if TYPE_CHECKING:
    from codegen.notes import Note

METHODS: Final = frozenset({"get", "put", "post", "delete", "patch", "head", "options"})
_SCHEMAS: Final = ("components", "schemas")
_REMARKS: Final = frozenset({"title", "description", "default", "example", "deprecated", "nullable"})


def normalised(document: Document, notes: list[Note] | None = None) -> Document:
    """Answer the same document in normal form.

    Args:
        document: The document.
        notes: Takes what is passed over; None, and nothing is: what is not in normal form then is reported by readers.
    """
    if document.root.text("openapi").startswith("3.1") or notes is not None:
        document = replace(document, root=walk(document.root, from_3_1))
    if notes is None:
        document = replace(document, root=walk(document.root, _Merger(document).merged))
    else:
        document = loosely_normal(document, notes)
    return _Namer(replace(document, root=_with_ids(document.root))).named()


def _with_ids(root: Node) -> Node:
    """Call operations that have no `operationId` by their method and path."""
    if "paths" not in root:
        return root
    paths = {path: item.having(_named_operations(path, item)) for path, item in root["paths"]}
    return root.having({**root.fields, "paths": root["paths"].having(paths)})


def _named_operations(path: str, item: Node) -> dict[str, Node]:
    named = dict(item.fields)
    for method in METHODS & named.keys():
        node = named[method]
        if node.fields and not node.text("operationId"):
            name = naming.snake_case(f"{method} {path}")
            named[method] = node.having({**node.fields, "operationId": Node(name, node.place)})
    return named


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
            return node.having({**remarks, **node.fields, "allOf": listed(node["allOf"], telling)})
        members = self._members(node, ())
        if members is None:
            return node
        objects = [member for member in (*members, node) if member.fields.keys() & {"properties", "required"}]
        properties: dict[str, Node] = {}
        required: dict[str, Node] = {}
        for member in objects:
            for name, entry in walk(member.get("properties"), self.merged, is_map=True):
                _check_kind(name, properties.get(name, entry), entry)
                properties[name] = entry
            required |= {str(entry.value): entry for entry in member.get("required").elements}
        if not properties:
            return node
        fields = {key: child for key, child in node.fields.items() if key != "allOf"}
        opened = [member["additionalProperties"] for member in objects if is_open(member)]
        return node.having(
            {
                **fields,
                **({"additionalProperties": opened[-1]} if opened else {}),
                "type": Node("object", node.place),
                "properties": node.having(properties),
                "required": listed(node, list(required.values())),
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


def _check_kind(name: str, known: Node, entry: Node) -> None:
    """Refuse a property that one part of an `allOf` describes as another type than the part before it."""
    kinds = {known.text("type"), entry.text("type")} - {""}
    if len(kinds) > 1 and kinds != {"integer", "number"}:
        raise SpecError(Problem(entry.place, f"`{name}` is of another type in another part of the `allOf`"))


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
        return node.having({"allOf": listed(node, [reference]), **extra}) if extra else reference

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
                fields[key] = listed(child, members)
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
