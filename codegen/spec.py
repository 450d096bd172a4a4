"""Reads an OpenAPI document: every value knows where it stands, and references can be followed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from json import JSONDecodeError
from types import NoneType
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import unquote

import yaml

from codegen import json_tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


SCHEMAS: Final = "#/components/schemas/"
"""How references to schemas that have a name begin."""
OWN_NAME: Final = "x-own-name"
"""What says in a schema that is called otherwise how the API calls it."""


@dataclass(frozen=True)
class Place:
    """Where something is written."""

    file: str
    line: int
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {'.'.join(self.path)}".rstrip()


@dataclass(frozen=True)
class Problem:
    """Something in the document that the generator cannot turn into code."""

    place: Place
    message: str
    within: Place | None = None
    """The operation that was being read, where that is known."""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class SpecError(Exception):
    """The document cannot be read, or refers to something that is not there."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class Node:
    """A value of the document: a dict, a list or a scalar, with its children as nodes too."""

    value: Any
    place: Place
    fields: Mapping[str, Node] = field(default_factory=dict[str, "Node"])
    elements: tuple[Node, ...] = ()

    def __contains__(self, key: str) -> bool:
        return key in self.fields

    def __getitem__(self, key: str) -> Node:
        try:
            return self.fields[key]
        except KeyError:
            raise SpecError(Problem(self.place, f"`{key}` is missing")) from None

    def __iter__(self) -> Iterator[tuple[str, Node]]:
        return iter(self.fields.items())

    def having(self, fields: Mapping[str, Node]) -> Node:
        """An object in the same place with these children."""
        return Node({name: child.value for name, child in fields.items()}, self.place, fields=fields)

    def plus(self, fields: Mapping[str, Node]) -> Node:
        """The same object with these children besides; of the same name, these count."""
        return self.having({**self.fields, **fields})

    def get(self, key: str) -> Node:
        """The child of that name; an empty node in this place if there is none."""
        return self.fields.get(key) or Node(None, self.place)

    def text(self, key: str) -> str:
        """The child of that name as text, without white space around it; empty if there is none."""
        value = self.get(key).value
        return "" if value is None else str(value).strip()

    def flag(self, key: str) -> bool:
        """Whether the child of that name is true."""
        return self.get(key).value is True

    def texts(self, key: str) -> tuple[str, ...]:
        """The elements of the child of that name as texts."""
        return tuple(str(element.value) for element in self.get(key).elements)


@dataclass(frozen=True)
class Document:
    """A whole OpenAPI document."""

    root: Node
    name: str
    unreachable: Mapping[str, str] = field(default_factory=dict[str, str])
    """Why references to other files could not be followed, by what they say."""
    settings: str = ""
    """The file that says what the document does not, if there is one."""

    @property
    def schemas(self) -> Node:
        """The schemas that have a name."""
        return self.root.get("components").get("schemas")

    def with_schemas(self, schemas: Mapping[str, Node]) -> Document:
        """The same document with other schemas."""
        components = self.root.get("components").plus({"schemas": self.schemas.having(schemas)})
        return replace(self, root=self.root.plus({"components": components}))

    def at(self, pointer: str, place: Place) -> Node:
        """Follow a JSON pointer such as `#/components/schemas/Log`.

        Args:
            pointer: The pointer, into this document.
            place: Where it is written.

        Raises:
            SpecError: There is nothing there.
        """
        if reason := self.unreachable.get(pointer):
            raise SpecError(Problem(place, f"reference `{pointer}` cannot be followed: {reason}"))
        if not pointer.startswith("#/"):
            raise SpecError(Problem(place, f"reference `{pointer}` leads out of the document: unsupported"))
        node = self.root
        for key in steps_of(pointer):
            if key in node.fields:
                node = node.fields[key]
            elif key.isdigit() and int(key) < len(node.elements):
                node = node.elements[int(key)]
            else:
                raise SpecError(Problem(place, f"reference `{pointer}` leads nowhere: there is no `{key}`"))
        return node

    def resolve(self, node: Node) -> Node:
        """Follow a node's `$ref`, as often as there is one."""
        seen: set[str] = set()
        while "$ref" in node:
            pointer = node.text("$ref")
            if pointer in seen:
                raise SpecError(Problem(node.place, f"reference `{pointer}` leads back to itself"))
            seen.add(pointer)
            node = self.at(pointer, node.place)
        return node


def steps_of(pointer: str) -> list[str]:
    """The keys that a JSON pointer such as `#/components/schemas/Log` leads through."""
    return [unquote(step).replace("~1", "/").replace("~0", "~") for step in pointer[2:].split("/")]


class _Loader(yaml.CSafeLoader):
    """YAML as JSON knows it: no dates, no `yes` and `no`, no octal numbers."""


_TAGS: Final = {
    "tag:yaml.org,2002:null": re.compile(r"^(?:~|null|Null|NULL|)$"),
    "tag:yaml.org,2002:bool": re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"),
    "tag:yaml.org,2002:int": re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"),
    "tag:yaml.org,2002:float": re.compile(r"^[-+]?(?=[0-9.]*[.eE])(?:\.[0-9]+|[0-9]+\.?[0-9]*)(?:[eE][-+]?[0-9]+)?$"),
}
_Loader.yaml_implicit_resolvers = {None: list(_TAGS.items())}


_OF_YAML: Final = "tag:yaml.org,2002:"
_TEXTS: Final = frozenset({f"{_OF_YAML}binary", f"{_OF_YAML}timestamp"})
_SCALARS: Final = (str, int, float, NoneType)


_MOST_VALUES: Final = 1_000_000


def load(path: Path, name: str = "") -> Document:
    """Read one file of an OpenAPI document, in YAML or JSON; `name` is what messages call it.

    Raises:
        SpecError: It is neither.
    """
    name = name or path.name
    try:
        return loads(path.read_text(encoding="utf-8"), name)
    except UnicodeDecodeError as error:
        raise SpecError(Problem(Place(name, 1), f"not UTF-8: {error.reason}")) from error


def loads(text: str, name: str) -> Document:
    """Read an OpenAPI document from text; `name` is the file's, for messages.

    What is JSON is read as JSON, which YAML does not take in all its forms.
    """
    text = text.removeprefix("\ufeff")
    if text.lstrip()[:1] == "{":
        try:
            return Document(_of_json(json_tree.read(text), Place(name, 1)), name)
        except JSONDecodeError as error:
            if name.endswith(".json"):
                raise SpecError(Problem(Place(name, error.lineno), f"not JSON: {error.msg}")) from error
    return _of_yaml(text, name)


def _of_json(tree: json_tree.Tree, place: Place) -> Node:
    if tree.members is not None:
        fields: dict[str, Node] = {}
        for name, line, child in tree.members:
            inner = Place(place.file, line, (*place.path, name))
            if name in fields:
                raise SpecError(Problem(inner, f"`{name}` is there twice"))
            fields[name] = _of_json(child, inner)
        return Node({name: child.value for name, child in fields.items()}, place, fields=fields)
    if tree.elements is not None:
        elements = tuple(
            _of_json(child, Place(place.file, child.line, (*place.path, str(index))))
            for index, child in enumerate(tree.elements)
        )
        return Node([child.value for child in elements], place, elements=elements)
    return Node(tree.value, place)


def _of_yaml(text: str, name: str) -> Document:
    loader = _Loader(text)
    try:
        tree = loader.get_single_node()
        if tree is None:
            raise SpecError(Problem(Place(name, 1), "the document is empty"))
        _check_size(tree, name)
        return Document(_node(loader, tree, Place(name, 1)), name)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SpecError(Problem(Place(name, line), f"not YAML: {error.problem}")) from error
    except yaml.YAMLError as error:
        raise SpecError(Problem(Place(name, 1), f"not YAML: {' '.join(str(error).split())}")) from error
    finally:
        loader.dispose()


def _check_size(tree: yaml.Node, name: str) -> None:
    """Refuse documents whose aliases lead back to themselves, or make them grow without measure."""
    sizes: dict[yaml.Node, int] = {}
    entered = {tree}
    waiting = [(tree, iter(_children(tree)))]
    while waiting:
        node, rest = waiting[-1]
        child = next(rest, None)
        if child is None:
            sizes[node] = 1 + sum(sizes[each] for each in _children(node))
            waiting.pop()
        elif child not in entered:
            entered.add(child)
            waiting.append((child, iter(_children(child))))
        elif child not in sizes:
            place = Place(name, child.start_mark.line + 1)
            raise SpecError(Problem(place, "what is anchored here holds itself: unsupported"))
    if sizes[tree] > _MOST_VALUES:
        raise SpecError(Problem(Place(name, 1), f"too large: {sizes[tree]:,} values, aliases replaced"))


def _children(tree: yaml.Node) -> list[yaml.Node]:
    if isinstance(tree, yaml.MappingNode):
        return [part for pair in tree.value for part in pair]
    return list(tree.value) if isinstance(tree, yaml.SequenceNode) else []


def _node(loader: _Loader, tree: yaml.Node, place: Place) -> Node:
    if isinstance(tree, yaml.MappingNode):
        fields = _fields(loader, tree, place)
        return Node({name: child.value for name, child in fields.items()}, place, fields=fields)
    if isinstance(tree, yaml.SequenceNode):
        elements = tuple(
            _node(loader, child, Place(place.file, child.start_mark.line + 1, (*place.path, str(index))))
            for index, child in enumerate(tree.value)
        )
        return Node([child.value for child in elements], place, elements=elements)
    return Node(_scalar(loader, tree, place), place)


def _scalar(loader: _Loader, tree: yaml.Node, place: Place) -> Any:
    """Read what is no object and no list; bytes and times are the texts that they are in JSON."""
    if tree.tag in _TEXTS:
        return tree.value
    kind = tree.tag.removeprefix(_OF_YAML)
    try:
        value = cast("Any", loader).construct_object(tree)
    except (KeyError, ValueError) as error:
        raise SpecError(Problem(place, f"`{tree.value[:60]}` is no `!!{kind}` that can be read")) from error
    if not isinstance(value, _SCALARS) or value != value:  # noqa: PLR0124 - as no number but NaN
        raise SpecError(Problem(place, f"`{tree.value[:60]}` as `!!{kind}` has no form in JSON"))
    return value


def _fields(loader: _Loader, tree: yaml.MappingNode, place: Place) -> dict[str, Node]:
    fields: dict[str, Node] = {}
    merged: dict[str, Node] = {}
    for key, value in tree.value:
        name = str(key.value)
        inner = Place(place.file, key.start_mark.line + 1, (*place.path, name))
        if not isinstance(key, yaml.ScalarNode):
            raise SpecError(Problem(replace(inner, path=place.path), "a key has to be a text"))
        if name == "<<" and not key.style:
            # What an object takes over from others; its own fields win, then those of the first.
            for other in reversed(value.value if isinstance(value, yaml.SequenceNode) else [value]):
                merged |= _node(loader, other, place).fields
        elif name in fields:
            raise SpecError(Problem(inner, f"`{name}` is there twice"))
        else:
            fields[name] = _node(loader, value, inner)
    return merged | fields
