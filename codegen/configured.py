"""Settings in a file of their own, for a document that stays as its owner wrote it: `--config codegen.toml`.

What they say becomes what the document would say itself: `[client]` is its `x-client`, and what is said of an operation
are the extensions of that operation.
"""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from codegen.normal import METHODS
from codegen.renaming import with_names
from codegen.settings_file import EXTENSIONS
from codegen.spec import Node, Problem, SpecError

if TYPE_CHECKING:
    from codegen.settings_file import Settings
    from codegen.spec import Document


def configured(document: Document, settings: Settings) -> Document:
    """Answer the document as it would be if it said what the settings say.

    Raises:
        SpecError: The settings name something that is not there.
    """
    root = document.root
    client = settings.root.get("client")
    if client.fields:
        root = root.plus({"x-client": client.having({**root.get("x-client").fields, **client.fields})})
    root = _with_operations(root, settings)
    document = replace(document, root=root, settings=settings.root.place.file)
    return with_names(document, _names(document, settings.root.get("schemas")))


def _with_operations(root: Node, settings: Settings) -> Node:
    """Say of operations what the settings say of them; some are left out."""
    told = dict(settings.root.get("operations"))
    patterns = {str(entry.value): entry for entry in settings.root.get("leave-out").elements}
    unused = {**told, **patterns}
    paths: dict[str, Node] = {}
    for path, item in root.get("paths"):
        entries = dict(item.fields)
        for method in METHODS & entries.keys():
            node = entries[method]
            names = [f"{method.upper()} {path}", *filter(None, [node.text("operationId")])]
            kinds = [*names, path, *(f"tag:{tag}" for tag in node.texts("tags"))]
            matching = [pattern for pattern in patterns if any(fnmatchcase(kind, pattern) for kind in kinds)]
            for name in (*matching, *(name for name in names if name in told)):
                unused.pop(name, None)
            if matching:
                del entries[method]
                continue
            for name in names:
                if name in told:
                    entries[method] = node = _with_operation(node, told[name])
        if METHODS & entries.keys() or not METHODS & item.fields.keys():
            paths[path] = item.having(entries)
    for name, entry in unused.items():
        raise SpecError(Problem(entry.place, f"there is no operation `{name}`"))
    return root.plus({"paths": root["paths"].having(paths)}) if "paths" in root else root


def _with_operation(node: Node, told: Node) -> Node:
    fields = {**node.fields, **{f"x-{key}": child for key, child in told if key in EXTENSIONS}}
    if "name" in told:
        fields["operationId"] = told["name"]
    if "tag" in told:
        fields["tags"] = _list(told["tag"])
    names = dict(told.get("parameters"))
    if names and "parameters" in fields:
        found = tuple(
            entry.plus({"x-parameter-name": names.pop(entry.text("name"))}) if entry.text("name") in names else entry
            for entry in fields["parameters"].elements
        )
        fields["parameters"] = replace(fields["parameters"], value=[one.value for one in found], elements=found)
    for name, entry in names.items():
        raise SpecError(Problem(entry.place, f"the operation has no parameter `{name}` of its own"))
    return node.having(fields)


def _names(document: Document, names: Node) -> dict[str, str]:
    """Read the other names for schemas."""
    new = {name: str(entry.value) for name, entry in names}
    for name, entry in names:
        if name not in document.schemas:
            raise SpecError(Problem(entry.place, f"there is no schema `{name}`"))
        if new[name] in document.schemas.fields.keys() - new.keys():
            raise SpecError(Problem(entry.place, f"there is a schema `{new[name]}` already"))
    return new


def _list(node: Node) -> Node:
    return Node([node.value], node.place, elements=(node,))
