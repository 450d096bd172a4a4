"""Programs that call every operation in each of its forms, for type checkers to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.examples import call_of, example_of_type
from codegen.text import literal
from codegen.type_expr import ListOf, UnionOf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codegen.model import Schema
    from codegen.operation import Operation


def calls_of(operation: Operation, schemas: Mapping[str, Schema]) -> list[tuple[str, str]]:
    """Write the arguments of the calls of an operation, each with the type of what it answers.

    Each operation is called with the arguments of its example and with no more than it needs; one that takes one item
    or a list of them, with an item and with a list.
    """
    one = call_of(operation, schemas)
    if not operation.overloads:
        short = call_of(operation, schemas, is_short=True)
        return [(arguments, operation.answer) for arguments in dict.fromkeys((one, short))]
    of_several, of_one = operation.overloads
    members = operation.body.members if isinstance(operation.body, UnionOf) else ()
    items = next(member for member in members if isinstance(member, ListOf))
    several = f"body={literal(example_of_type(items, schemas))}"
    return [(one, of_one.answer), (several, of_several.answer)]


def answers_of(operation: Operation, schemas: Mapping[str, Schema]) -> list[str]:
    """Write the types of all that an operation answers, the pieces of a stream among them."""
    return [*(answer for _, answer in calls_of(operation, schemas)), operation.event]
