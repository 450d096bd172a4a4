"""Methods that take one item or a list of them, and answer in kind: each form is a signature of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from codegen.type_base import Side
from codegen.type_expr import ListOf, UnionOf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codegen.model import Parameter
    from codegen.type_base import TypeExpr


@dataclass(frozen=True)
class Overload:
    """A signature: its parameters, as they are written, and the type of the answer."""

    parameters: tuple[str, ...]
    answer: str


def overloads_of(parameters: Sequence[Parameter], body: TypeExpr | None, returns: TypeExpr) -> tuple[Overload, ...]:
    """Write the signatures for a list and for one item; none if body or answer are not both either of these."""
    sent, received = _item_of(body), _item_of(returns)
    if sent is None or received is None:
        return ()
    # Where the whole body is given, its fields do not count.
    rest = [entry for entry in parameters if entry.source != "field"]
    several = [replace(_typed(each, ListOf(sent)), required=each.required or each.source == "body") for each in rest]
    several.sort(key=lambda entry: not entry.required)
    one = [_typed(entry, sent) for entry in parameters]
    return (
        Overload((*(entry.signature for entry in several), "*"), ListOf(received).write(Side.ANSWER)),
        Overload(tuple(entry.signature for entry in one), received.write(Side.ANSWER)),
    )


def _typed(parameter: Parameter, body: TypeExpr) -> Parameter:
    """Give a parameter that is the whole body another type."""
    return replace(parameter, field=replace(parameter.field, type=body)) if parameter.source == "body" else parameter


def _item_of(kind: TypeExpr | None) -> TypeExpr | None:
    """The type of one item, if a type is one item or a list of them."""
    members = kind.members if isinstance(kind, UnionOf) else ()
    items = [member.item for member in members if isinstance(member, ListOf)]
    return items[0] if len(members) == 2 and items and items[0] in members else None
