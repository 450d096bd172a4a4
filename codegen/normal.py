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
from codegen.spec import SCHEMAS, Document, Node
from codegen.walk import listed, walk

if TYPE_CHECKING:
    from codegen.notes import Note

METHODS: Final = frozenset({"get", "put", "post", "delete", "patch", "head", "options", "trace"})


def normalised(document: Document, notes: list[Note]) -> Document:
    """Answer the same document in normal form.

    Args:
        document: The document.
        notes: Takes what is passed over.
    """
    document = replace(document, root=walk(document.root, from_3_1))
    document = loosely_normal(document, notes)
    return _Namer(replace(document, root=_with_ids(document.root))).named()


def _with_ids(root: Node) -> Node:
    """Call operations that have no `operationId` by their method and path."""
    if "paths" not in root:
        return root
    paths = {path: item.having(_named_operations(path, item)) for path, item in root["paths"]}
    return root.plus({"paths": root["paths"].having(paths)})


def _named_operations(path: str, item: Node) -> dict[str, Node]:
    named = dict(item.fields)
    for method in METHODS & named.keys():
        node = named[method]
        if node.fields and not node.text("operationId"):
            name = naming.snake_case(f"{method} {path}")
            named[method] = node.plus({"operationId": Node(name, node.place)})
    return named


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
        pointer = Node(f"{SCHEMAS}{name}", node.place)
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
