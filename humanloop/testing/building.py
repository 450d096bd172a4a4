"""Example answers, made of the types of a model's fields."""

from __future__ import annotations

import ast
import inspect
import re
from datetime import UTC, date, datetime
from functools import cache
from itertools import pairwise
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, Union, get_args, get_origin

from humanloop.core.errors import ApiTypeError
from humanloop.core.json_kinds import is_list, is_object
from humanloop.response.model import Model

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

M = TypeVar("M", bound=Model)

_SCALARS: dict[Any, Any] = {
    Any: {},
    bool: True,
    int: 1,
    float: 0.5,
    datetime: datetime(2024, 1, 1, tzinfo=UTC),
    date: date(2024, 1, 1),
}
_COUNTS = {"index": 0, "page": 0, "size": 10}
"""Numbers that begin elsewhere than at 1."""
_PREFIX = re.compile(r"`([a-z]+_)`")


def build(model: type[M], **fields: Any) -> M:
    """Make a valid example of an answer.

    What an answer always has is filled in: IDs that look like the API's, numbers, times, one record in each list.
    What it may lack is left out. A nested part may be given as a dict with some of its fields; it is completed.

    ```python
    build(ChatResponse, output="Hello")
    build(PaginatedDataLogResponse, records=[{"output": "one"}, {"output": "two"}])
    ```

    Args:
        model: The class of the answer.
        fields: What it shall hold. A name that it does not have, but the records in its only list, goes to those.

    Raises:
        ApiTypeError: Neither has a field of that name.
        ValidationError: A value does not fit its field; the class is pydantic's.
    """
    return model.model_validate(_values(model, fields))


def _values(model: type[Model], given: dict[str, Any], above: frozenset[type[Model]] = frozenset()) -> dict[str, Any]:
    model.model_rebuild()
    known = _names(model)
    own = {known[name]: value for name, value in given.items() if name in known}
    values: dict[str, Any] = {}
    records = _records(model)
    rest = {name: value for name, value in given.items() if name not in known}
    if rest and not (records and records[0] not in own and rest.keys() <= _names(records[1]).keys()):
        raise ApiTypeError(f"{model.__name__} has no field {', '.join(rest)}; it has {', '.join(model.model_fields)}")
    for name, field in model.model_fields.items():
        if name in own:
            values[name] = _completed(field.annotation, own[name])
        elif rest and records and name == records[0]:
            values[name] = [_values(records[1], rest)]
        elif field.is_required():
            values[name] = _example(name, field, model, above | {model})
    _agree(values, own)
    return values


def _names(model: type[Model]) -> dict[str, str]:
    """Each name that a field goes by, in Python and in the API → the field."""
    return {alias: name for name, field in model.model_fields.items() for alias in (name, field.alias) if alias}


def _records(model: type[Model]) -> tuple[str, type[Model]] | None:
    """The one field that must be a list of models, and the class of these."""
    found = [
        (name, item)
        for name, field in model.model_fields.items()
        if field.is_required() and get_origin(field.annotation) is list
        for item in get_args(field.annotation)
        if _is_model(item)
    ]
    return found[0] if len(found) == 1 else None


def _example(name: str, field: FieldInfo, model: type[Model], above: frozenset[type[Model]]) -> Any:
    if field.annotation is str:
        prefix = _prefix(model, name)
        return f"{prefix}example" if prefix else name
    if field.annotation is int:
        return _COUNTS.get(name, 1)
    return _of_type(field.annotation, above)


def _of_type(hint: Any, above: frozenset[type[Model]]) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in _SCALARS:
        return _SCALARS[hint]
    if hint is str:
        return "text"
    if _is_model(hint):
        return _values(hint, {}, above)
    if origin is Literal:
        return arguments[0]
    if origin in (Union, UnionType):
        return None if NoneType in arguments else _of_type(arguments[0], above)
    if origin is list:
        # A list of anything holds what the provider or the caller said: nothing, in an example. A tree ends somewhere.
        return [] if arguments[0] is Any or arguments[0] in above else [_of_type(arguments[0], above)]
    if origin is dict:
        return {}
    raise ApiTypeError(f"no example for {hint!r}")


def _completed(hint: Any, value: Any) -> Any:
    """Complete the parts of a value that are given as dicts."""
    if is_object(value):
        kinds = [kind for kind in (hint, *get_args(hint)) if _is_model(kind)]
        fitting = [kind for kind in kinds if value.keys() <= _names(kind).keys()]
        return _values(fitting[0], dict(value)) if fitting else value
    if is_list(value):
        forms = [form for form in (hint, *get_args(hint)) if get_origin(form) is list]
        return [_completed(get_args(forms[0])[0], item) for item in value] if forms else value
    return value


def _agree(values: dict[str, Any], given: dict[str, Any]) -> None:
    """Let the forms in which an answer holds the generated text say the same."""
    if "output" in given and "output" in values:
        if "raw_output" in values and "raw_output" not in given:
            values["raw_output"] = values["output"]
        if "output_message" in values and "output_message" not in given:
            values["output_message"] = {"role": "assistant", "content": values["output"]}
    if "records" in given and "total" in values and "total" not in given:
        values["total"] = len(values["records"])


def _is_model(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Model)


@cache
def _prefix(model: type[Model], field: str) -> str | None:
    """What IDs in a field begin with, as its description in the source says: pr_, log_ and so on."""
    try:
        body = ast.parse(inspect.getsource(model)).body[0]
    except (OSError, TypeError, SyntaxError):
        return None  # There is no source here: then they begin with nothing special.
    statements = getattr(body, "body", [])
    for statement, text in pairwise(statements):
        if isinstance(statement, ast.AnnAssign) and ast.unparse(statement.target) == field:
            said = getattr(getattr(text, "value", None), "value", None)
            found = _PREFIX.search(said) if isinstance(said, str) else None
            return found[1] if found else None
    return None
