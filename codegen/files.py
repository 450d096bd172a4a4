"""A document of several files becomes one document: what other files hold is put where it belongs in it.

Schemas, parameters, answers and their like get a place in `components`, under the name that the file calls them by;
everything else, such as the operations of a path, stands in place of the reference. Nothing is fetched.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from codegen import naming
from codegen.spec import Document, Node, Problem, SpecError, load, steps_of
from codegen.walk import Kind, kind_below

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Steps = tuple[str, ...]
    Address = tuple[str, Steps]
    """A file, as seen from the document's folder, and the steps to a part of it."""

_SCHEMAS: Final = "schemas"
_SECTIONS: Final = {
    **{name: (name, True) for name in ("schemas", "parameters", "responses", "headers", "examples", "requestBodies")},
    "securitySchemes": ("securitySchemes", True),
    "requestBody": ("requestBodies", False),
    "schema": (_SCHEMAS, False),
}
"""Where parts that stand under a key belong in `components`, and whether the key has several of them."""
_STEPS: Final = 3
"""Steps of the way to a part that has a name: `components`, its section, its name."""
_NAMED: Final = re.compile(r"#/components/[^/]*/[^/]*$")
_OF_FILES: Final = ("$schema", "$id", "$defs", "definitions")
"""What a schema says of its file, and what it keeps there for others to refer to."""
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z\d+.-]+:|//")
_FILE: Final = re.compile(r"#/|.+\.(ya?ml|json)(#|$)")
"""What leads to a schema, where the bare name of one may stand too."""


def load_whole(path: Path) -> Document:
    """Read an OpenAPI document with all files that it refers to.

    Raises:
        SpecError: The document cannot be read. A file that cannot is told where the reference to it is followed.
    """
    document = load(path)
    if not any(_leads_elsewhere(node) for node in _nodes(document.root)):
        return document
    return _Joiner(document, path.parent).joined()


def _nodes(root: Node) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += (*node.fields.values(), *node.elements)


def _leads_elsewhere(node: Node) -> bool:
    """Whether a node stands for something that has no name of its own in `components` of the same document."""
    pointer = node.get("$ref").value
    return isinstance(pointer, str) and not (_NAMED.match(pointer) and "/pathItems/" not in pointer)


class _Broken(Exception):
    """A reference cannot be followed; its text says why."""


class _Joiner:
    """Puts the parts of other files into a document."""

    def __init__(self, document: Document, folder: Path) -> None:
        self._document = document
        self._folder = folder
        self._files: dict[str, Node | _Broken] = {document.name: document.root}
        self._homes: dict[tuple[str, Address], str] = {}
        """What parts of files are called in a section of `components`."""
        self._names: dict[str, set[str]] = {}
        """The names that are taken in each section, as classes."""
        self._waiting: list[tuple[str, str, Node]] = []
        """Parts that have a name and are not in place yet: section, name, part."""
        self._inside: list[Address] = []
        """The references that are being followed."""
        self._broken: dict[str, str] = {}

    def joined(self) -> Document:
        """Answer the document as one."""
        root = self._document.root
        sections = {name: self._opened(section) for name, section in self._opened(root.get("components"))}
        self._settle(sections)
        fields = {key: self._child(key, child, (key,)) for key, child in root if key != "components"}
        made = {name: self._child(name, section, ("components", name)) for name, section in sections.items()}
        added: dict[str, dict[str, Node]] = {}
        while self._waiting:
            section, name, part = self._waiting.pop()
            added.setdefault(section, {})[name] = self._moved(part, ("components", section, name), section)
        for section, parts in added.items():
            node = made.get(section) or Node(None, root.place)
            made[section] = node.plus({**dict(sorted(parts.items()))})
        if made:
            fields["components"] = root.get("components").having(made)
        return replace(self._document, root=root.having(fields), unreachable=self._broken)

    def _opened(self, node: Node) -> Node:
        """Follow a reference that a whole section is."""
        try:
            address = self._target(node)
            return node if address is None else self._at(address)
        except _Broken as reason:
            message = f"reference `{node.text('$ref')}` cannot be followed: {reason}"
            raise SpecError(Problem(node.place, message)) from reason

    def _settle(self, sections: dict[str, Node]) -> None:
        """Note what parts of files the document itself has a name for."""
        for section, entries in sections.items():
            self._names[section] = {naming.class_name(name) for name, _ in entries}
            for name, entry in entries:
                self._homes[section, (entry.place.file, entry.place.path)] = name
            for name, entry in entries:
                if [*entry.fields] == ["$ref"]:
                    try:
                        address = self._target(entry)
                    except _Broken:
                        continue
                    if address is not None:
                        self._homes.setdefault((section, address), name)

    def _moved(self, node: Node, path: Steps, section: str = "", *, is_many: bool = False) -> Node:
        """Answer a part of some file as it stands in the document.

        Args:
            node: The part.
            path: Where it stands then.
            section: Where it belongs in `components`; empty for what has no place there.
            is_many: Whether it holds several such parts, and is none.
        """
        if not isinstance(node.get("$ref").value, str):
            return self._with_children(node, path, section, is_many=is_many)
        try:
            address = self._target(node)
            if address is None:
                return self._pointed(node, path, node.text("$ref"), section)
            if is_many or not section:
                return self._in_place(node, path, address, section, is_many=is_many)
            if self._is_named(address):
                return self._pointed(node, path, _pointer(address[1]), section)
            part = self._at(address)
            home = ("components", section, self._name_of(section, address, part))
            return (
                self._moved(part, path, section) if path == home else self._pointed(node, path, _pointer(home), section)
            )
        except _Broken as reason:
            self._broken[node.text("$ref")] = str(reason)
            return _placed(node, path)

    def _in_place(self, node: Node, path: Steps, address: Address, section: str, *, is_many: bool) -> Node:
        """Put what a reference leads to in its place; what stands beside the reference counts more."""
        if address in self._inside:
            raise _Broken("it leads back to itself")
        self._inside.append(address)
        part = self._at(address)
        beside = {key: child for key, child in node if key != "$ref"}
        made = self._moved(part.plus({**beside}) if beside else part, path, section, is_many=is_many)
        self._inside.pop()
        return made

    def _pointed(self, node: Node, path: Steps, pointer: str, section: str) -> Node:
        """Answer a reference that leads somewhere else than it says."""
        reference = replace(_placed(node["$ref"], (*path, "$ref")), value=pointer)
        beside = node.having({key: child for key, child in node if key != "$ref"})
        moved = self._with_children(beside, path, section)
        return moved.having({"$ref": reference, **moved.fields})

    def _with_children(self, node: Node, path: Steps, section: str, *, is_many: bool = False) -> Node:
        left_out = _OF_FILES if section == _SCHEMAS and node.place.file != self._document.name else ()
        fields = {
            key: self._child(key, child, (*path, key), section, is_many=is_many)
            for key, child in node
            if is_many or key not in left_out
        }
        elements = tuple(
            self._moved(child, (*path, str(index)), section if is_many else "")
            for index, child in enumerate(node.elements)
        )
        made = replace(node, place=replace(node.place, path=path), fields=fields, elements=elements)
        if elements:
            return replace(made, value=[element.value for element in elements])
        return made.having(fields) if fields else made

    def _child(self, key: str, child: Node, path: Steps, section: str = "", *, is_many: bool = False) -> Node:
        if is_many:
            return self._moved(child, path, section)
        if section == _SCHEMAS:
            if key == "discriminator" and child.get("mapping").fields:
                mapping = {name: self._mapped(entry) for name, entry in child["mapping"]}
                child = child.plus({"mapping": child["mapping"].having(mapping)})
            kind = kind_below(key, is_schema=True)
            if kind in {Kind.SCHEMA, Kind.SCHEMAS}:
                return self._moved(child, path, section, is_many=kind is Kind.SCHEMAS)
            return _placed(child, path)
        if key.startswith("x-") or key in {"example", "value"}:
            return _placed(child, path)
        below, is_map = _SECTIONS.get(key, ("", False))
        return self._moved(child, path, below, is_many=is_map)

    def _mapped(self, node: Node) -> Node:
        """What a discriminator leads to."""
        if not _FILE.match(str(node.value)):
            return node
        try:
            address = self._target(Node(None, node.place, {"$ref": node}))
            if address is None:
                return node
            name = self._name_of(_SCHEMAS, address, self._at(address))
        except _Broken as reason:
            self._broken[str(node.value)] = str(reason)
            return node
        return replace(node, value=_pointer(("components", _SCHEMAS, name)))

    def _name_of(self, section: str, address: Address, part: Node) -> str:
        """What a part of a file is called in a section of `components`."""
        known = self._homes.get((section, address))
        if known is not None:
            return known
        stem = PurePosixPath(address[0]).name.partition(".")[0]
        own = address[1][-1] if address[1] else stem
        taken = self._names.setdefault(section, set())
        name, number = re.sub(r"\W+", "_", own), 2
        if naming.class_name(name) in taken or not naming.class_name(name).isidentifier():
            name = re.sub(r"\W+", "_", f"{stem}_{own}")
        base = name
        while naming.class_name(name) in taken:
            name, number = f"{base}_{number}", number + 1
        taken.add(naming.class_name(name))
        self._homes[section, address] = name
        self._waiting.append((section, name, part))
        return name

    def _target(self, node: Node) -> Address | None:
        """Where a reference leads in the end; None for one within the document that stays as it is."""
        address: Address | None = None
        seen: set[Address] = set()
        while isinstance(node.get("$ref").value, str):
            if address is not None and [*node.fields] != ["$ref"]:
                break
            following = self._address(node)
            if address is None and not _leads_elsewhere(node) and node.place.file == self._document.name:
                return None
            if following in seen:
                raise _Broken("it leads back to itself")
            seen.add(following)
            address = following
            if self._is_named(address):
                break
            node = self._at(address)
        return address

    def _is_named(self, address: Address) -> bool:
        file, steps = address
        return file == self._document.name and steps[:1] == ("components",) and len(steps) == _STEPS

    def _address(self, node: Node) -> Address:
        """Where a reference leads.

        Raises:
            _Broken: It leads to no file.
        """
        target, _, fragment = node.text("$ref").partition("#")
        if _SCHEME.match(target):
            raise _Broken("nothing is fetched from the network: save the file beside the document, and name it so")
        if target.startswith(("/", "\\")):
            raise _Broken("a path has to be relative to the file that names it")
        if fragment.strip("/") and not fragment.startswith("/"):
            raise _Broken(f"`#{fragment}` is no JSON pointer, which begins with `#/`")
        file = node.place.file
        if target:
            file = normpath(str(PurePosixPath(file).parent / unquote(target)))
        return file, tuple(steps_of(f"#{fragment}")) if fragment.strip("/") else ()

    def _at(self, address: Address) -> Node:
        """The part of a file that an address leads to.

        Raises:
            _Broken: There is none.
        """
        file, steps = address
        if file not in self._files:
            self._files[file] = self._read(file)
        node = self._files[file]
        if isinstance(node, _Broken):
            raise _Broken(str(node))
        for step in steps:
            if step in node:
                node = node[step]
            elif step.isdigit() and int(step) < len(node.elements):
                node = node.elements[int(step)]
            else:
                raise _Broken(f"there is no `{step}` in `{file}`")
        return node

    def _read(self, file: str) -> Node | _Broken:
        path = self._folder / file
        if path.is_dir():
            return _Broken(f"`{file}` is a folder: name a file in it")
        if not path.is_file():
            return _Broken(f"there is no file `{file}`")
        try:
            return load(path, file).root
        except (SpecError, OSError) as error:
            return _Broken(str(error))


def _placed(node: Node, path: Steps) -> Node:
    """Answer a node as it stands elsewhere, with all below it."""
    if node.place.path == path:
        return node
    fields = {key: _placed(child, (*path, key)) for key, child in node}
    elements = tuple(_placed(child, (*path, str(index))) for index, child in enumerate(node.elements))
    return replace(node, place=replace(node.place, path=path), fields=fields, elements=elements)


def _pointer(steps: Steps) -> str:
    return "#/" + "/".join(step.replace("~", "~0").replace("/", "~1") for step in steps)
