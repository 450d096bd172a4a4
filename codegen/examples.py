"""Examples of values, requests and answers, taken from the spec where it has some and made up where not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from codegen.model import ABSENT
from codegen.text import literal
from codegen.type_base import Nullable
from codegen.type_expr import Binary, Choice, ListOf, Ref, Scalar, Temporal, UnionOf, schemas_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codegen.model import Field, Parameter, Schema
    from codegen.operation import Operation
    from codegen.type_base import TypeExpr

_SCALARS: Final[Mapping[str, Any]] = {
    "str": "text",
    "int": 1,
    "float": 0.5,
    "bool": True,
    "date": "2024-05-01",
    "datetime": "2024-05-01T12:00:00Z",
}


def example_of(schema: Schema, schemas: Mapping[str, Schema], *, seen: tuple[str, ...] = ()) -> Any:
    """Make an example of a schema: its own, or one put together from its fields.

    Args:
        schema: The schema.
        schemas: All schemas of the API, by name.
        seen: The schemas that the example is made inside of; they are not entered again.
    """
    if schema.example is not ABSENT:
        return schema.example
    seen = (*seen, schema.name)
    if schema.fields is None:
        return example_of_type(schema.type, schemas, seen=seen)
    fields = (entry for entry in schema.fields if entry.required or not (entry.deprecated or _leads_back(entry, seen)))
    return {entry.wire: example_of_field(entry, schemas, seen=seen) for entry in fields}


def example_of_field(entry: Field, schemas: Mapping[str, Schema], *, seen: tuple[str, ...] = ()) -> Any:
    """Make an example of a field: its own, its default, or one of its type."""
    if entry.example is not ABSENT:
        return entry.example
    return entry.default if entry.has_default else example_of_type(entry.type, schemas, seen=seen)


def example_of_type(expression: TypeExpr, schemas: Mapping[str, Schema], *, seen: tuple[str, ...] = ()) -> Any:
    """Make an example of a type; of a union, of its first member."""
    example: Any
    match expression:
        case Ref(name):
            example = {} if name in seen else example_of(schemas[name], schemas, seen=seen)
        case ListOf(item):
            example = [] if schemas_in(item) & {*seen} else [example_of_type(item, schemas, seen=seen)]
        case UnionOf((inner, *_)) | Nullable(inner):
            example = example_of_type(inner, schemas, seen=seen)
        case Choice(values):
            example = values[0]
        case Scalar(name) | Temporal(name):
            example = _SCALARS.get(name)
        case _:
            example = {}
    return example


def call_of(
    operation: Operation, schemas: Mapping[str, Schema], *, stream: bool = False, is_short: bool = False
) -> str:
    """Write the arguments of an example call, one a line.

    Args:
        operation: The operation.
        schemas: All schemas of the API, by name.
        stream: Whether its streaming form is called.
        is_short: Whether all that may be left out is left out.
    """
    parameters = operation.stream_parameters if stream else operation.parameters
    shown = [parameter for parameter in parameters if parameter.required or (parameter.is_shown and not is_short)]
    return "".join(f"    {_argument(parameter, schemas)},\n" for parameter in shown)


def answer_of(operation: Operation, schemas: Mapping[str, Schema]) -> str:
    """Write an example of what an operation answers, as JSON; empty if it answers nothing."""
    success = operation.success
    if success is None or success.type is None:
        return ""
    given = success.example is not ABSENT
    return _as_json(success.example if given else example_of_type(success.type, schemas))


def json_of(schema: Schema, schemas: Mapping[str, Schema]) -> str:
    """Write an example of a schema as JSON."""
    return _as_json(example_of(schema, schemas))


def _as_json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _argument(parameter: Parameter, schemas: Mapping[str, Schema]) -> str:
    if isinstance(parameter.field.type, Binary):
        return f'{parameter.name}=b"..."'
    value = example_of_field(parameter.field, schemas)
    return f"{parameter.name}={literal(value, indent=4, used=len(parameter.name) + 5)}"


def _leads_back(entry: Field, seen: tuple[str, ...]) -> bool:
    return bool(schemas_in(entry.type) & {*seen})
