"""Schema objects of OpenAPI become types."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from codegen.notes import AS_ANY, IGNORED, Note
from codegen.shapes import misshapen
from codegen.spec import SCHEMAS, Node, Problem, SpecError, steps_of
from codegen.type_expr import ANY, NONE, Binary, Choice, ListOf, MapOf, Ref, Scalar, Temporal, UnionOf, is_file
from codegen.walk import REMARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from codegen.spec import Document, Place
    from codegen.type_base import TypeExpr

KEYWORDS: Final = {
    "string": frozenset({"format", "enum", "minLength", "maxLength", "pattern"}),
    "integer": frozenset({"format", "enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}),
    "number": frozenset({"format", "enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}),
    "boolean": frozenset({"enum"}),
    "array": frozenset({"items", "minItems", "maxItems", "uniqueItems"}),
    "object": frozenset({"properties", "required", "additionalProperties"}),
}
_SCHEMA_STEPS: Final = 3
_SCALARS: Final = {"integer": "int", "number": "float", "boolean": "bool"}
_FORMATS: Final = {
    "string": frozenset(
        {
            *("", "binary", "byte", "char", "date", "date-time", "decimal", "duration", "email", "hostname", "html"),
            *("idn-email", "idn-hostname", "ipv4", "ipv6", "iri", "iri-reference", "json-pointer", "password", "regex"),
            *("relative-json-pointer", "time", "uri", "uri-reference", "uri-template", "uuid"),
        }
    ),
    "integer": frozenset({"", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"}),
    "number": frozenset({"", "decimal", "double", "float"}),
}


class TypeReader:
    """Reads schema objects as types, and collects what it cannot turn into one."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.notes: list[Note] = []
        """What is passed over, and may be a slip of the pen."""
        self.has_files = False
        """Whether what is being read is the field of a form, which may be a file."""
        self.reading: Place | None = None
        """The operation that is being read."""

    def report(self, node: Node, message: str) -> None:
        """Note a problem where `node` stands."""
        self.problems.append(Problem(node.place, message, self.reading))

    def pass_over(self, node: Node, message: str, done: str = IGNORED) -> None:
        """Note what can be done without."""
        self.notes.append(Note(node.place, message, done))

    def check_keys(self, node: Node, known: Iterable[str], what: str) -> None:
        """Report the keys of `node` that are not known; extensions (`x-...`) are free."""
        for key, child in node:
            if key not in known and not key.startswith("x-"):
                self.pass_over(child, f"unsupported in {what}: `{key}`")
        self.problems += [replace(problem, within=self.reading) for problem in misshapen(node, what)]

    def type_of(self, node: Node) -> TypeExpr:
        """Read a schema as the type of a value."""
        try:
            if "$ref" in node:
                self.check_keys(node, {"$ref"}, "a schema with `$ref` (wrap the reference in `allOf`)")
                return self._reference(node)
            expression = self._plain_type(node)
        except SpecError as error:
            self.problems.append(replace(error.problem, within=self.reading))
            return ANY
        return expression.nullable if node.flag("nullable") else expression

    def target(self, node: Node) -> Node:
        """Follow references, also those inside an `allOf` of one."""
        seen: set[Place] = set()
        node = self.resolve(node)
        while len(members := node.get("allOf").elements) == 1:
            if node.place in seen:
                self.report(node, "an `allOf` that leads back to itself")
                return Node(None, node.place)
            seen.add(node.place)
            node = self.resolve(members[0])
        return node

    def resolve(self, node: Node) -> Node:
        """Follow a reference; what leads nowhere is reported, and taken for empty."""
        try:
            return self.document.resolve(node)
        except SpecError as error:
            self.problems.append(replace(error.problem, within=self.reading))
            return Node(None, node.place)

    def members(self, node: Node) -> tuple[Node, ...]:
        """The members of a union; none, if `node` is not one."""
        return node.get("anyOf").elements or node.get("oneOf").elements

    def _reference(self, node: Node) -> TypeExpr:
        pointer = node.text("$ref")
        target = self.document.at(pointer, node.place)
        steps = steps_of(pointer)
        if not pointer.startswith(SCHEMAS) or len(steps) != _SCHEMA_STEPS:
            self.report(node, f"unsupported reference `{pointer}`: schemas are in `{SCHEMAS}`")
            return ANY
        if self.has_files and "properties" not in target and is_file(kind := self.type_of(target)):
            return kind
        ref = self.ref(steps[-1], target)
        return ref.nullable if ref.is_object and target.flag("nullable") else ref

    @staticmethod
    def ref(name: str, target: Node) -> Ref:
        """Name another schema."""
        is_object = "properties" in target
        return Ref(name, is_object=is_object, is_open=is_object and is_open(target))

    def _plain_type(self, node: Node) -> TypeExpr:
        if "allOf" in node:
            return self._all_of(node)
        if "anyOf" in node or "oneOf" in node:
            return self._union(node)
        kind = node.get("type").value or _implied(node)
        if kind is None and "enum" in node:
            self.check_keys(node, {*REMARKS, "enum"}, "a schema without `type`")
            reason = "an enumeration of values that are not all texts, all numbers or all booleans"
            self.pass_over(node["enum"], reason, AS_ANY)
        elif kind is None:
            self.check_keys(node, REMARKS, "a schema without `type`")
        elif not isinstance(kind, str) or kind not in KEYWORDS:
            self.report(node["type"], f"unsupported type: {kind!r}")
        else:
            self.check_keys(node, {*REMARKS, "type", *KEYWORDS[kind]}, f"a schema of type `{kind}`")
            return self._typed(kind, node)
        return ANY

    def _all_of(self, node: Node) -> TypeExpr:
        self.check_keys(node, {*REMARKS, "allOf"}, "a schema with `allOf`")
        if len(node["allOf"].elements) == 1:
            return self.type_of(node["allOf"].elements[0])
        self.report(node["allOf"], "unsupported: `allOf` of several schemas that are not all objects with properties")
        return ANY

    def _typed(self, kind: str, node: Node) -> TypeExpr:
        if kind == "object":
            return self._mapping(node)
        if kind == "array":
            return ListOf(self.type_of(node.get("items")), node.get("minItems").value, node.get("maxItems").value)
        return self._scalar(kind, node)

    def _scalar(self, kind: str, node: Node) -> TypeExpr:
        form = node.text("format")
        if form not in _FORMATS.get(kind, {""}):
            # Formats are open, says OpenAPI: the type alone is right too.
            reason = f"the format `{form}` of a `{kind}` is not known"
            self.notes.append(Note(node["format"].place, reason, is_harmless=True))
        if "enum" in node:
            return self._choice(node["enum"], _SCALARS.get(kind, "str"))
        if kind != "string":
            return Scalar(_SCALARS[kind])
        if form == "binary":
            # Inside of JSON, bytes can only be a text.
            return Binary() if self.has_files else Scalar("str")
        if form in {"date", "date-time"}:
            return Temporal("date" if form == "date" else "datetime")
        return Scalar("str", min_length=node.get("minLength").value, max_length=node.get("maxLength").value)

    def _choice(self, node: Node, base: str) -> TypeExpr:
        values = tuple(entry.value for entry in node.elements if entry.value is not None)
        if not node.elements:
            self.report(node, "an enumeration without values")
        if not values:
            return NONE
        if base == "float":
            # There is no literal for a fraction.
            whole = all(type(value) is int for value in values)
            kind = Choice(values, base="float") if whole else Scalar("float")
            return kind.nullable if len(values) < len(node.elements) else kind
        for entry in node.elements:
            if entry.value is not None and type(entry.value).__name__ != base:
                if base == "str" and isinstance(entry.value, (int, float, bool)):
                    values = tuple(_as_text(value) for value in values)
                    self.pass_over(entry, f"`{entry.value}` is not of the type of its enumeration", "taken for text")
                    break
                self.report(entry, f"`{entry.value}` is not of the type of its enumeration")
                return ANY
        choice = Choice(values, base=base)
        return choice.nullable if len(values) < len(node.elements) else choice

    def _mapping(self, node: Node) -> TypeExpr:
        if "properties" in node:
            self.report(node, "unsupported: an object with properties here; name it in `components.schemas`")
            return ANY
        for name in node.texts("required"):
            self.report(node["required"], f"required property `{name}` is not described")
        values = node.get("additionalProperties")
        return MapOf(self.type_of(values) if values.fields else ANY)

    def _union(self, node: Node) -> TypeExpr:
        self.check_keys(node, {*REMARKS, "anyOf", "oneOf", "discriminator"}, "a union")
        if "anyOf" in node and "oneOf" in node:
            self.report(node, "unsupported: `anyOf` beside `oneOf`")
        if not self.members(node):
            self.report(node, "a union without members")
            return ANY
        members = [self.type_of(member) for member in self.members(node)]
        if len(members) == 1:
            return members[0]
        name = node.get("discriminator").text("propertyName")
        return UnionOf(tuple(_merge_choices(members)), discriminator=name if self._is_told_by(name, node) else None)

    def _is_told_by(self, name: str, node: Node) -> bool:
        """Whether the field `name` tells the members of a union apart: not if it may be missing."""
        if not name:
            return False
        mapping = [(str(pointer.value), value) for value, pointer in node["discriminator"].get("mapping")]
        targets = [(member, self.target(member)) for member in self.members(node)]
        told: set[str] = set()
        for member, target in targets:
            values = target.get("properties").get(name).texts("enum")
            if not values:
                self.report(member, f"unsupported: the discriminator `{name}` has to be an `enum` here")
            elif {value for pointer, value in mapping if pointer == member.text("$ref")} - {*values}:
                said = " or ".join(f"`{value}`" for value in values)
                self.pass_over(node["discriminator"], f"`{member.text('$ref')}` says that its `{name}` is {said}")
            for value in values:
                if value in told:
                    self.report(member, f"another member of the union has the {name} `{value}` too")
            told |= {*values}
        return all(name in target.texts("required") for _, target in targets)


def is_open(target: Node) -> bool:
    """Whether an object may have more properties than it describes, as it says itself."""
    more = target.get("additionalProperties")
    return more.value is True or bool(more.fields)


def _as_text(value: Any) -> Any:
    return value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)


def _implied(node: Node) -> str | None:
    """The type that a schema has without saying so."""
    if "properties" in node or "additionalProperties" in node:
        return "object"
    if "items" in node:
        return "array"
    values = node.get("enum").elements
    if "enum" in node:
        kinds: set[type] = {type(entry.value) for entry in values if entry.value is not None}
        fitting: dict[str, set[type]] = {"string": {str}, "boolean": {bool}, "integer": {int}, "number": {int, float}}
        return next((name for name, known in fitting.items() if kinds <= known), None)
    return None


def _merge_choices(members: Iterable[TypeExpr]) -> Iterator[TypeExpr]:
    """Several enumerations in one union are one enumeration."""
    members = list(members)
    choices = [member for member in members if isinstance(member, Choice)]
    for member in members:
        if not isinstance(member, Choice):
            yield member
        elif member is next(choice for choice in choices if choice.base == member.base):
            values = [value for choice in choices if choice.base == member.base for value in choice.values]
            yield Choice(tuple(dict.fromkeys(values)), base=member.base)
