"""What all types have in common, and the sides on which they are written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable


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
    """What another name of a type stands for: as an answer, and with what tells the members of a union apart."""
    ATTRIBUTE = auto()
    """A field of a pydantic model: as another name, in the forms that Python evaluates fastest."""


MODELS = frozenset({Side.MODEL, Side.ATTRIBUTE})
RECEIVED = MODELS | {Side.ANSWER}


def union(parts: Iterable[str], side: Side | None = None) -> str:
    """Write a union: one part stands for itself, and `None` becomes `Optional[...]`."""
    members = list(dict.fromkeys(parts))
    others = [member for member in members if member != "None"]
    if not others:
        return "None"
    if side is Side.ATTRIBUTE and others != ["Any"] and _can_be_joined(others):
        return " | ".join([*others, "None"] if len(others) < len(members) else others)
    text = others[0] if len(others) == 1 else f"Union[{', '.join(others)}]"
    return text if len(others) == len(members) or text == "Any" else f"Optional[{text}]"


def _can_be_joined(parts: list[str]) -> bool:
    """Whether bars can stand between them: not beside a text, nor between two schemas, which may both be `None`."""
    schemas = [part for part in parts if part.startswith("models.")]
    return not any(is_text(part) for part in parts) and len(schemas) < min(len(parts), 2)


def is_text(part: str) -> bool:
    """Whether a type has a forward reference in it."""
    return '"models.' in part


def limited(text: str, least: int | None, most: int | None) -> str:
    """Write the least and the greatest length beside a type."""
    limits = [("MinLength", least), ("MaxLength", most)]
    notes = [f"{name}({value})" for name, value in limits if value is not None]
    return f"Annotated[{', '.join([text, *notes])}]" if notes else text


@dataclass(frozen=True)
class TypeExpr:
    """A type. Its `parts` are the members of the union that it is written as; most have one."""

    def parts(self, side: Side, *, quote: Container[str] = ()) -> tuple[str, ...]:
        """Write the members of the union."""
        raise NotImplementedError

    def write(self, side: Side, *, quote: Container[str] = ()) -> str:
        """Write the type as Python.

        Args:
            side: Where it is written.
            quote: Schemas whose names become forward references, for places that are evaluated before they are there.
        """
        return union(self.parts(side, quote=quote), side)

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
class Nullable(TypeExpr):
    """A type, or null."""

    inner: TypeExpr

    def parts(self, side: Side, *, quote: Container[str] = ()) -> tuple[str, ...]:
        """Write it with None."""
        return (*self.inner.parts(side, quote=quote), "None")

    def prose(self) -> tuple[str, ...]:
        """Write it with None."""
        return (*self.inner.prose(), "None")
