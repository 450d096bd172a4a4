"""Types of values, and how each is written on the five sides where it appears."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from codegen import naming
from codegen.text import literal

if TYPE_CHECKING:
    from collections.abc import Iterable


class Side(Enum):
    """Where a type is written."""

    PARAMETER = auto()
    """A parameter of a method: everything that is accepted."""
    FIELD = auto()
    """A field of a TypedDict: as a parameter, and with the limits of a text."""
    WIRE = auto()
    """The type expression of an operation's query or body, which the runtime checks."""
    ANSWER = auto()
    """What a method returns."""
    MODEL = auto()
    """A field of a pydantic model: as an answer, and with what tells the members of a union apart."""


_RECEIVED = frozenset({Side.ANSWER, Side.MODEL})


def union(parts: Iterable[str]) -> str:
    """Write a union: one part stands for itself, and `None` becomes `Optional[...]`."""
    members = list(dict.fromkeys(parts))
    others = [member for member in members if member != "None"]
    if not others:
        return "None"
    text = others[0] if len(others) == 1 else f"Union[{', '.join(others)}]"
    return text if len(others) == len(members) or text == "Any" else f"Optional[{text}]"


@dataclass(frozen=True)
class TypeExpr:
    """A type. Its `parts` are the members of the union that it is written as; most have one."""

    def parts(self, side: Side, *, quote: bool = False) -> tuple[str, ...]:
        """Write the members of the union."""
        raise NotImplementedError

    def write(self, side: Side, *, quote: bool = False) -> str:
        """Write the type as Python.

        Args:
            side: Where it is written.
            quote: Names of other schemas become forward references, for places that are evaluated on import.
        """
        return union(self.parts(side, quote=quote))

    def prose(self) -> tuple[str, ...]:
        """Write the members of the union as Markdown; `{models}` stands for the folder of the models."""
        raise NotImplementedError

    @property
    def is_scalar(self) -> bool:
        """Whether it is a plain str, int, float or bool."""
        return False

    @property
    def nullable(self) -> TypeExpr:
        """The same type, or None."""
        return self if isinstance(self, Nullable) else Nullable(self)


@dataclass(frozen=True)
class Scalar(TypeExpr):
    """`str`, `int`, `float`, `bool`, `Any` or `None`; a text may have limits."""

    name: str
    min_length: int | None = None
    max_length: int | None = None

    def parts(self, side: Side, *, quote: bool = False) -> tuple[str, ...]:  # noqa: ARG002 - names no schema
        """Write it; its limits count where a body is checked."""
        limits = [("MinLength", self.min_length), ("MaxLength", self.max_length)]
        notes = [f"{name}({value})" for name, value in limits if value is not None]
        if side is not Side.FIELD or not notes:
            return (self.name,)
        return (f"Annotated[{', '.join([self.name, *notes])}]",)

    def prose(self) -> tuple[str, ...]:
        """Write it as code."""
        return ("anything" if self.name == "Any" else f"`{self.name}`",)

    @property
    def is_scalar(self) -> bool:
        """Whether it is more than `Any` and `None`."""
        return self.name not in {"Any", "None"}


@dataclass(frozen=True)
class Temporal(TypeExpr):
    """`date` or `datetime`; its ISO 8601 text can be sent as well."""

    name: str

    def parts(self, side: Side, *, quote: bool = False) -> tuple[str, ...]:  # noqa: ARG002 - names no schema
        """Write it, with the text if it is sent."""
        return (self.name,) if side in _RECEIVED else (self.name, "str")

    def prose(self) -> tuple[str, ...]:
        """Write it as code."""
        return (f"`{self.name}`",)


@dataclass(frozen=True)
class Choice(TypeExpr):
    """One of some values; open, because a later version of the API may know more."""

    values: tuple[str | int, ...]
    base: str = "str"
    is_open: bool = True

    def parts(self, side: Side, *, quote: bool = False) -> tuple[str, ...]:  # noqa: ARG002 - names no schema
        """Write the values, and their type if others are taken."""
        if side is Side.WIRE:
            return (self.base,)
        choice = f"Literal[{', '.join(literal(value) for value in self.values)}]"
        return (choice, self.base) if self.is_open or side is not Side.MODEL else (choice,)

    def prose(self) -> tuple[str, ...]:
        """Write the values as code."""
        return tuple(f"`{literal(value)}`" for value in self.values)


@dataclass(frozen=True)
class Ref(TypeExpr):
    """Another schema."""

    schema: str
    is_object: bool

    @property
    def name(self) -> str:
        """The schema's class."""
        return naming.class_name(self.schema)

    def parts(self, side: Side, *, quote: bool = False) -> tuple[str, ...]:
        """Write the names under which it is accepted, or received."""
        sent, received = f"types.{self.name}", f"models.{self.name}"
        both = self.is_object and side in {Side.PARAMETER, Side.FIELD}
        names = [sent, received] if both else [received if side in _RECEIVED else sent]
        return tuple(f'"{name}"' if quote else name for name in names)

    def prose(self) -> tuple[str, ...]:
        """Link the schema's page."""
        return (f"[{self.name}]({{models}}{self.name}.md)",)


@dataclass(frozen=True)
class ListOf(TypeExpr):
    """An array."""

    item: TypeExpr

    def parts(self, side: Side, *, quote: bool = False) -> tuple[str, ...]:
        """Write it; what is sent may be any sequence, except that a text is no sequence of texts."""
        read_only = side in {Side.PARAMETER, Side.FIELD} and not self.item.is_scalar
        return (f"{'Sequence' if read_only else 'List'}[{self.item.write(side, quote=quote)}]",)

    def prose(self) -> tuple[str, ...]:
        """Write it as a list of its items."""
        return (f"list of {_either(self.item.prose())}",)


@dataclass(frozen=True)
class MapOf(TypeExpr):
    """An object whose keys are free."""

    value: TypeExpr

    def parts(self, side: Side, *, quote: bool = False) -> tuple[str, ...]:
        """Write it; what is sent may be any mapping."""
        name = "Dict" if side in _RECEIVED else "Mapping"
        return (f"{name}[str, {self.value.write(side, quote=quote)}]",)

    def prose(self) -> tuple[str, ...]:
        """Write it as a dict of its values."""
        return ("dict" if self.value == ANY else f"dict of {_either(self.value.prose())}",)


@dataclass(frozen=True)
class UnionOf(TypeExpr):
    """Any of some types; `discriminator` is the field that tells them apart, if one does."""

    members: tuple[TypeExpr, ...]
    discriminator: str | None = None

    def parts(self, side: Side, *, quote: bool = False) -> tuple[str, ...]:
        """Write all members, dates before the text that they can be sent as."""
        parts = [part for member in self.members for part in member.parts(side, quote=quote)]
        if "str" in parts and any(isinstance(member, Temporal) for member in self.members):
            parts = [*(part for part in parts if part != "str"), "str"]
        if side is Side.MODEL and self.discriminator:
            field = naming.field_name(self.discriminator)
            return (f'Annotated[{union(parts)}, Field(discriminator="{field}")]',)
        return tuple(dict.fromkeys(parts))

    def prose(self) -> tuple[str, ...]:
        """Write all members."""
        parts = dict.fromkeys(part for member in self.members for part in member.prose())
        return tuple(sorted(parts, key=lambda part: part.startswith(("list of", "dict of"))))


@dataclass(frozen=True)
class Nullable(TypeExpr):
    """A type, or null."""

    inner: TypeExpr

    def parts(self, side: Side, *, quote: bool = False) -> tuple[str, ...]:
        """Write it with None."""
        return (*self.inner.parts(side, quote=quote), "None")

    def prose(self) -> tuple[str, ...]:
        """Write it with None."""
        return (*self.inner.prose(), "None")


ANY = Scalar("Any")
NONE = Scalar("None")


def describe(expression: TypeExpr, models: str) -> str:
    """Write a type as Markdown.

    Args:
        expression: The type.
        models: Folder of the models' pages, seen from the page that this is written on.
    """
    return " or ".join(expression.prose()).replace("{models}", models)


def _either(parts: tuple[str, ...]) -> str:
    return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"
