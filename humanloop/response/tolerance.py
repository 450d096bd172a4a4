"""Answers that do not quite fit their model: kept, part by part."""

from __future__ import annotations

import sys
from datetime import datetime
from functools import cache
from types import NoneType, SimpleNamespace, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, to_json

from humanloop.core.json_kinds import is_list, is_object
from humanloop.core.loading import LOADING
from humanloop.response.model import Model

if TYPE_CHECKING:
    from collections.abc import Sequence


def fit(hint: Any, value: Any) -> Any:
    """Make the type out of a JSON value as far as it goes; what does not fit is kept as it came.

    Args:
        hint: A type: a model, a list or dict of types, a union, a scalar.
        value: Plain JSON values.

    Raises:
        ValueError: The value is not even the promised kind of document (an object, a list, a text).
    """
    if not _is_kind(hint, value):
        raise ValueError(f"{_named(hint)} was promised, and the answer is {_kind(value)}")
    return _fit(hint, value)


def _fit(hint: Any, value: Any) -> Any:
    try:
        # As JSON again: a time is text there, and only there.
        return _adapter(hint).validate_json(to_json(value), strict=True, by_alias=True, by_name=False)
    except (ValidationError, PydanticSerializationError):
        # It does not fit, or holds half of a surrogate pair, which is no text elsewhere.
        pass
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _fit(arguments[0], value)
    if isinstance(hint, type) and issubclass(hint, Model) and is_object(value):
        return _model(hint, value)
    if origin is list and is_list(value):
        return [_fit(arguments[0], item) for item in value]
    if origin is dict and is_object(value):
        return {key: _fit(arguments[1], item) for key, item in value.items()}
    if origin in (Union, UnionType):
        return _union(arguments, value)
    if hint is datetime and isinstance(value, str):
        return _time(value)
    return value


def _model(model: type[Model], value: dict[str, Any]) -> Model:
    names, further = _fields(model), _further(model)
    fitted: dict[str, Any] = dict.fromkeys(name for name, _ in names.values())
    unknown: dict[str, Any] = {}
    for key, item in value.items():
        if key in names:
            name, hint = names[key]
            fitted[name] = _fit(hint, item)
        else:
            unknown[key] = item if further is Any else _fit(further, item)
    given = {names[key][0] if key in names else key for key in value}
    made = model.model_construct(given)
    # Not as arguments: a field's name may be another field's name in the API, and an unknown one that of a parameter.
    vars(made).update(fitted)
    if made.model_extra is not None:
        made.model_extra.update(unknown)
    return made


def _union(members: tuple[Any, ...], value: Any) -> Any:
    """Take the member of the same kind; of several models, the one whose type is named, or that knows most keys."""
    if is_object(value):
        models = [member for member in members if isinstance(member, type) and issubclass(member, Model)]
        if models and _is_of_another_kind(models, value):
            return _model(Model, value)
        if models:
            return _model(max(models, key=lambda model: _likeness(model, value)), value)
    for member in members:
        if member is not NoneType and _is_kind(member, value):
            return _fit(member, value)
    return value


def _is_of_another_kind(models: Sequence[type[Model]], value: dict[str, Any]) -> bool:
    """Say whether an object names a kind that none of the models is of, by the key that tells them apart."""
    marks = [_marks(model) for model in models]
    shared = [key for key in marks[0] if key in value and all(key in each for each in marks)]
    return any(all(value[key] not in each[key] for each in marks) for key in shared)


def _time(text: str) -> datetime | str:
    """Read forms of ISO 8601 that pydantic refuses, such as a bare date."""
    # Imported here: it takes a while, and few answers need it.
    with LOADING:
        from dateutil import parser  # noqa: PLC0415

    try:
        return parser.isoparse(text)
    except (ValueError, OverflowError):
        return text


def _likeness(model: type[Model], value: dict[str, Any]) -> tuple[int, int]:
    """How many fields that can have one value only (`type`) have it, and how many fields are there."""
    marks = [key for key, values in _marks(model).items() if key in value and value[key] in values]
    return len(marks), len(value.keys() & _fields(model).keys())


@cache
def _marks(model: type[Model]) -> dict[str, tuple[Any, ...]]:
    """The fields of a model that can have few values only, such as its `type`: key in the API → values."""
    values = {key: _values(hint) for key, (_, hint) in _fields(model).items()}
    return {key: allowed for key, allowed in values.items() if allowed}


def _values(hint: Any) -> tuple[Any, ...]:
    """All values that a type has, if those are few; the field may also be one that can be left out."""
    if get_origin(hint) in (Union, UnionType):
        members = [member for member in get_args(hint) if member is not NoneType]
        hint = members[0] if len(members) == 1 else hint
    return get_args(hint) if get_origin(hint) is Literal else ()


@cache
def _fields(model: type[Model]) -> dict[str, tuple[str, Any]]:
    """The fields of a model: key in the API → name and type."""
    # Of two models that name each other, the one that was imported first does not know its types yet.
    model.model_rebuild()
    return {field.alias or name: (name, field.annotation) for name, field in model.model_fields.items()}


@cache
def _further(model: type[Model]) -> Any:
    """The type of what a model keeps besides its fields."""
    hint = vars(model).get("__annotations__", {}).get("__pydantic_extra__")
    if hint is None:
        return Any
    said = SimpleNamespace(__annotations__={"further": hint})
    hints = get_type_hints(said, vars(sys.modules[model.__module__]))
    return get_args(hints["further"])[1]


def _is_kind(hint: Any, value: Any) -> bool:
    """Say whether a value is the kind of document that a type describes, whatever is inside."""
    origin = get_origin(hint)
    if origin is Annotated:
        return _is_kind(get_args(hint)[0], value)
    if origin in (Union, UnionType):
        return any(_is_kind(member, value) for member in get_args(hint))
    if hint is Any:
        return True
    kind = origin or hint
    if isinstance(kind, type) and issubclass(kind, (Model, dict)):
        return is_object(value)
    return isinstance(value, kind) if kind in (list, str) else True


def _kind(value: Any) -> str:
    kind: Any = value.__class__
    names = {dict: "an object", list: "a list", str: "text", NoneType: "null", bool: "true or false"}
    return names.get(kind, "a number")


def _named(hint: Any) -> str:
    if get_origin(hint) in (Union, UnionType):
        return " or ".join(_named(member) for member in get_args(hint))
    if get_origin(hint) is list:
        return f"a list of {_named(get_args(hint)[0])}"
    return getattr(hint, "__name__", str(hint))


@cache
def _adapter(hint: Any) -> TypeAdapter[Any]:
    return TypeAdapter(hint)
