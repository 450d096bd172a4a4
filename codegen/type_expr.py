"""Types of values, and how each is written on the five sides where it appears."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from codegen import naming
from codegen.text import literal
from codegen.type_base import MODELS, RECEIVED, Nullable, Side, TypeExpr, is_text, limited, union

if TYPE_CHECKING:
    from collections.abc import Container


@dataclass(frozen=True)
class Scalar(TypeExpr):
    """`str`, `int`, `float`, `bool`, `Any` or `None`; a text may have limits."""

    name: str
    min_length: int | None = None
    max_length: int | None = None

    def parts(self, side: Side, *, quote: Container[str] = ()) -> tuple[str, ...]:  # noqa: ARG002 - names no schema
        """Write it; its limits count where a body is checked. A number that is received stays what it is."""
        if self.name == "float" and side in RECEIVED:
            # In this order most numbers fit at once; a whole one still becomes an `int`.
            return ("float", "int")
        return (limited(self.name, self.min_length, self.max_length) if side is Side.FIELD else self.name,)

    def prose(self) -> tuple[str, ...]:
        """Write it as code."""
        return ("anything" if self.name == "Any" else f"`{self.name}`",)

    @property
    def is_scalar(self) -> bool:
        """Whether it is more than `Any` and `None`."""
        return self.name not in {"Any", "None"}


@dataclass(frozen=True)
class Binary(TypeExpr):
    """Bytes; what is sent may also be an open file."""

    def parts(self, side: Side, *, quote: Container[str] = ()) -> tuple[str, ...]:  # noqa: ARG002 - names no schema
        """Write it."""
        return ("bytes" if side in RECEIVED else "File",)

    def prose(self) -> tuple[str, ...]:
        """Write it as code."""
        return ("`bytes`",)


@dataclass(frozen=True)
class Temporal(TypeExpr):
    """`date` or `datetime`; its ISO 8601 text can be sent as well."""

    name: str

    def parts(self, side: Side, *, quote: Container[str] = ()) -> tuple[str, ...]:  # noqa: ARG002 - names no schema
        """Write it, with the text if it is sent."""
        return (self.name,) if side in RECEIVED else (self.name, "str")

    def prose(self) -> tuple[str, ...]:
        """Write it as code."""
        return (f"`{self.name}`",)


@dataclass(frozen=True)
class Choice(TypeExpr):
    """One of some values; open, because a later version of the API may know more."""

    values: tuple[str | int, ...]
    base: str = "str"
    is_open: bool = True

    def parts(self, side: Side, *, quote: Container[str] = ()) -> tuple[str, ...]:  # noqa: ARG002 - names no schema
        """Write the values, and their type if others are taken."""
        # Type checkers take no literal beyond 64 bits.
        if side is Side.WIRE or any(isinstance(value, int) and abs(value) >= 2**63 for value in self.values):
            return (self.base,)
        choice = f"Literal[{', '.join(literal(value) for value in self.values)}]"
        return (choice, self.base) if self.is_open or side not in MODELS else (choice,)

    def prose(self) -> tuple[str, ...]:
        """Write the values as code."""
        return tuple(f"`{literal(value)}`" for value in self.values)


@dataclass(frozen=True)
class Ref(TypeExpr):
    """Another schema; an open object has more fields than the schema describes."""

    schema: str
    is_object: bool
    is_open: bool = False

    @property
    def name(self) -> str:
        """The schema's class."""
        return naming.class_name(self.schema)

    def parts(self, side: Side, *, quote: Container[str] = ()) -> tuple[str, ...]:
        """Write the names under which it is accepted, or received."""
        sent, received = f"types.{self.name}", f"models.{self.name}"
        both = self.is_object and side in {Side.PARAMETER, Side.FIELD}
        names = [sent, received] if both else [received if side in RECEIVED else sent]
        parts = [f'"{name}"' if self.schema in quote else name for name in names]
        is_sent = side in {Side.PARAMETER, Side.FIELD, Side.WIRE}
        return (*parts, "OpenObject") if self.is_object and self.is_open and is_sent else tuple(parts)

    def prose(self) -> tuple[str, ...]:
        """Link the schema's page."""
        return (f"[{self.name}]({{models}}{self.name}.md)",)


@dataclass(frozen=True)
class ListOf(TypeExpr):
    """An array; it may have limits."""

    item: TypeExpr
    min_length: int | None = None
    max_length: int | None = None

    def parts(self, side: Side, *, quote: Container[str] = ()) -> tuple[str, ...]:
        """Write it; what is sent may be any sequence, except that a text is no sequence of texts."""
        read_only = side in {Side.PARAMETER, Side.FIELD} and not self.item.is_scalar
        item = self.item.write(side, quote=quote)
        builtin = side is Side.ATTRIBUTE and not is_text(item)
        text = f"{'Sequence' if read_only else 'list' if builtin else 'List'}[{item}]"
        return (limited(text, self.min_length, self.max_length) if side is Side.FIELD else text,)

    def prose(self) -> tuple[str, ...]:
        """Write it as a list of its items."""
        return (f"list of {_either(self.item.prose())}",)


@dataclass(frozen=True)
class MapOf(TypeExpr):
    """An object whose keys are free."""

    value: TypeExpr

    def parts(self, side: Side, *, quote: Container[str] = ()) -> tuple[str, ...]:
        """Write it; what is sent may be any mapping."""
        value = self.value.write(side, quote=quote)
        builtin = side is Side.ATTRIBUTE and not is_text(value)
        return (f"{'dict' if builtin else 'Dict' if side in RECEIVED else 'Mapping'}[str, {value}]",)

    def prose(self) -> tuple[str, ...]:
        """Write it as a dict of its values."""
        return ("dict" if self.value == ANY else f"dict of {_either(self.value.prose())}",)


@dataclass(frozen=True)
class UnionOf(TypeExpr):
    """Any of some types; `discriminator` is the field that tells them apart, if one does."""

    members: tuple[TypeExpr, ...]
    discriminator: str | None = None

    def parts(self, side: Side, *, quote: Container[str] = ()) -> tuple[str, ...]:
        """Write all members, dates before the text that they can be sent as."""
        parts = [part for member in self.members for part in member.parts(side, quote=quote)]
        if "str" in parts and any(isinstance(member, Temporal) for member in self.members):
            parts = [*(part for part in parts if part != "str"), "str"]
        if side in MODELS and self.discriminator:
            field = naming.field_name(self.discriminator)
            return (f'Annotated[{union(parts)}, Field(discriminator="{field}")]',)
        return tuple(dict.fromkeys(parts))

    def prose(self) -> tuple[str, ...]:
        """Write all members."""
        parts = dict.fromkeys(part for member in self.members for part in member.prose())
        return tuple(sorted(parts, key=lambda part: part.startswith(("list of", "dict of"))))


ANY = Scalar("Any")
NONE = Scalar("None")


def describe(expression: TypeExpr, models: str) -> str:
    """Write a type as Markdown.

    Args:
        expression: The type.
        models: Folder of the models' pages, seen from the page that this is written on.
    """
    return " or ".join(expression.prose()).replace("{models}", models)


def is_file(kind: TypeExpr) -> bool:
    """Whether a field of a form is a file, or several."""
    match kind:
        case Nullable(inner) | ListOf(inner):
            return is_file(inner)
        case UnionOf(members):
            return any(map(is_file, members))
        case _:
            return isinstance(kind, Binary)


def beside_file(kind: TypeExpr) -> TypeExpr | None:
    """What a field of a form may be that may be a file as well; None if it is a file, or several."""
    match kind:
        case Nullable(inner):
            return beside_file(inner)
        case ListOf(item):
            other = beside_file(item)
            return replace(kind, item=other) if other else None
        case UnionOf(members):
            others = tuple(other for other in map(beside_file, members) if other)
            return replace(kind, members=others) if len(others) > 1 else next(iter(others), None)
        case _:
            return None if isinstance(kind, Binary) else kind


def inner_types(expression: TypeExpr) -> tuple[TypeExpr, ...]:
    """The types that a type is made of."""
    match expression:
        case ListOf(inner) | MapOf(inner) | Nullable(inner):
            return (inner,)
        case UnionOf(members):
            return members
        case _:
            return ()


def schemas_in(expression: TypeExpr) -> frozenset[str]:
    """The schemas that a type names."""
    if isinstance(expression, Ref):
        return frozenset({expression.schema})
    return frozenset(name for member in inner_types(expression) for name in schemas_in(member))


def _either(parts: tuple[str, ...]) -> str:
    return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"
