"""Arguments: made plain JSON values, and checked against the types of what is sent."""

from __future__ import annotations

import math
from dataclasses import fields
from datetime import date
from enum import Enum
from functools import cache
from numbers import Number
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from pydantic_core import ValidationError

from humanloop.core.errors import (
    ApiTypeError,
    ApiValueError,
    MissingRequiredParametersError,
    SchemaValidationError,
)
from humanloop.core.json_kinds import is_list, is_object
from humanloop.core.operation import NULL
from humanloop.request.free_values import DEEPEST
from humanloop.request.validators import BRANCH, EACH, UNKNOWN_KEY, validator_for, validator_for_fields
from humanloop.spec.facts import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pydantic_core import ErrorDetails, SchemaValidator

    from humanloop.core.operation import Operation

    Place = tuple[str | int, ...]


class Problem(NamedTuple):
    """What is wrong with an argument, and where."""

    place: Place
    message: str
    kind: str = "value_error"
    known: tuple[str, ...] = ()
    """The keys that the object in this place may have, where the problem is a key of another name."""


def error_of(problems: Sequence[Problem], call: str) -> SchemaValidationError | MissingRequiredParametersError:
    """Make the error that a caller sees: it names every place.

    Args:
        problems: What is wrong, and where.
        call: Method and path of the call.
    """
    if all(problem.kind == "missing" and len(problem.place) == 1 for problem in problems):
        names = ", ".join(str(problem.place[0]) for problem in problems)
        return MissingRequiredParametersError(f"{call} was not sent: missing required arguments: {names}")
    return SchemaValidationError(
        [
            (ApiValueError if problem.kind == "value_error" else ApiTypeError)(
                # No place is the whole body, which methods call `body`.
                problem.message,
                path_to_item=problem.place or ("body",),
            )
            for problem in problems
        ],
        call=call,
    )


_DATA_FRAME = (
    f'a data frame is sent as its records: `{PACKAGE}.response.tables.from_records(frame.to_dict("records"))`;'
    " with Polars, `frame.to_dicts()`"
)

body_validator = cache(validator_for)
"""The validator of a type expression."""


@cache
def query_validator(operation: Operation[Any]) -> SchemaValidator:
    """The validator of an operation's query."""
    return validator_for_fields(operation.query)


@cache
def _segment_validator(operation: Operation[Any]) -> SchemaValidator:
    return validator_for_fields(operation.segments)


def check_segments(operation: Operation[Any], given: Mapping[str, Any], problems: list[Problem]) -> None:
    """Hold parameters of the path against their types; what these say counts more than that each has to be text.

    Args:
        operation: What is called.
        given: The arguments by their names in the API; those that are missing are told elsewhere.
        problems: Takes what does not fit.
    """
    values = {name: given[name] for name in operation.segments if given.get(name) is not None}
    found: list[Problem] = []
    checked(values, _segment_validator(operation), found)
    named = {problem.place[0]: problem for problem in found if problem.place[0] in values}
    problems[:] = [problem for problem in problems if problem.place[0] not in named] + [*named.values()]


def checked(value: Any, validator: SchemaValidator, problems: list[Problem]) -> Any:
    """Check a value that is to be sent, and answer it as plain JSON values.

    Args:
        value: What the caller gave; it is never changed.
        validator: Of the type that is sent.
        problems: Takes what does not fit.
    """
    try:
        # Most arguments are plain JSON values already: then this one look is all.
        validator.validate_python(value)
    except ValidationError:
        before = len(problems)
        value = to_plain(value, problems)
        # What cannot be sent at all stands as None in the plain value, and is named already.
        named = {problem.place for problem in problems[before:]}
        problems += [problem for problem in problems_of(value, validator) if problem.place not in named]
    return value


def problems_of(value: Any, validator: SchemaValidator) -> list[Problem]:
    """Say what does not fit in plain JSON values."""
    try:
        validator.validate_python(value)
    except ValidationError as error:
        details = error.errors(include_url=False)
        for detail in details:
            detail["loc"] = tuple(part for part in detail["loc"] if part != EACH)
        return list(_problems(details))
    return []


def _problems(details: Sequence[ErrorDetails], depth: int = 0) -> Iterable[Problem]:
    """Flatten pydantic's errors; where a value may have several forms, keep those of the form it came closest to."""
    branches: dict[Place, dict[str, list[ErrorDetails]]] = {}
    for detail in details:
        place = detail["loc"]
        mark = next((index for index in range(depth, len(place)) if _is_branch(place[index])), None)
        if mark is None:
            known = detail["ctx"]["known"] if "ctx" in detail and detail["type"] == UNKNOWN_KEY else ()
            yield Problem(_shown(place), _said(detail), detail["type"], known)
        else:
            branches.setdefault(place[:mark], {}).setdefault(str(place[mark]), []).append(detail)
    for place, forms in branches.items():
        if all(len(detail["loc"]) == len(place) + 1 for form in forms.values() for detail in form):
            # It is none of the forms at all.
            wanted = " or ".join(dict.fromkeys(_said(form[0]) for form in forms.values()))
            yield Problem(_shown(place), wanted, "type_error")
        else:
            yield from _problems(max(forms.values(), key=_closeness), len(place) + 1)


def _closeness(form: Sequence[ErrorDetails]) -> tuple[bool, int, int]:
    """Say how close a value came to one of its forms, by what does not fit there."""
    only_unknown = all(detail["type"] == UNKNOWN_KEY for detail in form)
    return only_unknown, max(len(detail["loc"]) for detail in form), -len(form)


def _is_branch(part: str | int) -> bool:
    return isinstance(part, str) and part.startswith(BRANCH)


def _shown(place: Place) -> Place:
    return tuple(part for part in place if not _is_branch(part))


def _said(detail: ErrorDetails) -> str:
    return detail["msg"][:1].lower() + detail["msg"][1:]


def to_plain(value: Any, problems: list[Problem], place: Place = (), inside: frozenset[int] = frozenset()) -> Any:
    """Make plain JSON values of whatever may stand in an argument.

    Args:
        value: dict, list or tuple, text, number, pydantic model, dataclass, datetime, date, UUID, Enum, Decimal, at any
            depth; it is not changed.
        problems: Takes what cannot be sent: an unknown kind of object, NaN, a cycle.
        place: Where the value stands.
        inside: Identities of the containers around it.
    """
    if value is None or value is NULL:
        return None
    if isinstance(value, Enum):
        return to_plain(value.value, problems, place, inside)
    if _is_text(value):
        return _text(value, problems, place)
    if isinstance(value, bool):
        return value
    if isinstance(value, (date, UUID)):
        return _time(value, problems, place) if isinstance(value, date) else str(value)
    if value.__class__ is memoryview:  # which can list its bytes as numbers
        return _container(value, problems, place, inside)
    if hasattr(value.__class__, "tolist") and type(plain := _listed(value)) is not value.__class__:
        # NumPy's arrays and numbers; its booleans look like numbers.
        return to_plain(plain, problems, place, inside)
    if isinstance(value, Number):
        return _number(value, problems, place)
    return _container(value, problems, place, inside)


def _is_text(value: Any) -> bool:
    """Say whether a value is text, or something like it: a `UserString`, which looks like a number, or a lazy text."""
    return isinstance(value, str) or hasattr(value.__class__, "casefold")


def _text(value: Any, problems: list[Problem], place: Place) -> str:
    text = str.__str__(value) if isinstance(value, str) else str(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        problems.append(Problem(place, "it holds half of a surrogate pair, which is not text"))
    return text


def _time(value: date, problems: list[Problem], place: Place) -> str | None:
    if value != value:  # noqa: PLR0124 - pandas' NaT, which differs from itself
        problems.append(Problem(place, "a time that is none (NaT) cannot be sent; leave it out"))
        return None
    return value.isoformat()


def _listed(value: Any) -> Any:
    """Make values of Python's of NumPy's; where times count parts of a microsecond, it would make numbers of them."""
    if value.__class__.__module__ == "numpy" and value.dtype.kind in ("M", "m"):
        if value.dtype.str.rstrip("]").endswith(("ns", "ps", "fs", "as")):
            value = value.astype(f"{'datetime' if value.dtype.kind == 'M' else 'timedelta'}64[us]")
        return _nan_for_none(value.tolist())
    return value.tolist()


def _nan_for_none(value: Any) -> Any:
    """NumPy makes None of a time that is none; that would be sent as null."""
    return [*map(_nan_for_none, value)] if is_list(value) else math.nan if value is None else value


def _number(value: Any, problems: list[Problem], place: Place) -> float | None:
    """Make an int or float of any number: also a Decimal, a Fraction or one of NumPy's."""
    try:
        if hasattr(value, "__index__"):
            return int(value)
        number = float(value)
    except (TypeError, ValueError, OverflowError) as error:
        problems.append(Problem(place, f"an object of type {value.__class__.__name__} is no number here: {error}"))
        return None
    if not math.isfinite(number):
        problems.append(Problem(place, f"JSON has no {number}"))
        return None
    if not isinstance(value, float) and hasattr(value, "__int__") and value == int(value):
        return int(value)
    return number


def _container(value: Any, problems: list[Problem], place: Place, inside: frozenset[int]) -> Any:
    if id(value) in inside:
        problems.append(Problem(place, "it contains itself"))
        return None
    if len(inside) == DEEPEST:
        problems.append(Problem(place[:3], f"it is nested more than {DEEPEST} deep"))
        return None
    inside |= {id(value)}
    kind: Any = value.__class__
    if hasattr(kind, "model_dump"):
        value = _dumped(value)
    elif hasattr(kind, "__dataclass_fields__"):
        value = {field.name: getattr(value, field.name) for field in fields(kind)}
    if issubclass(value.__class__, (list, tuple)):
        return [to_plain(item, problems, (*place, index), inside) for index, item in enumerate(value)]
    if kind.__name__ == "DataFrame":
        problems.append(Problem(place, _DATA_FRAME, "type_error"))
        return None
    if hasattr(value.__class__, "items"):
        return {
            _key(key, problems, place): to_plain(item, problems, (*place, str(key)), inside)
            for key, item in value.items()
        }
    problems.append(Problem(place, f"an object of type {kind.__name__} cannot be sent as JSON", "type_error"))
    return None


def _dumped(model: Any) -> Any:
    """Take what a model holds: of its own fields those that are something, of further ones also those that are None."""
    return _with_nulls(model.model_dump(by_alias=True, exclude_none=True, warnings=False), model)


def _with_nulls(said: Any, value: Any) -> Any:
    kind: Any = value.__class__
    if hasattr(kind, "model_fields") and is_object(said):
        inner = {field.alias or name: getattr(value, name, None) for name, field in kind.model_fields.items()}
        further: dict[str, Any] = value.model_extra or {}
        inner |= further
        nulls: dict[str, Any] = {name: None for name, item in further.items() if item is None}
        return {name: _with_nulls(item, inner.get(name)) for name, item in said.items()} | nulls
    if is_object(said) and is_object(value):
        return {name: _with_nulls(item, value.get(name)) for name, item in said.items()}
    if is_list(said) and is_list(value) and len(said) == len(value):
        return [_with_nulls(item, other) for item, other in zip(said, value, strict=True)]
    return said


def _key(key: Any, problems: list[Problem], place: Place) -> str:
    if isinstance(key, Enum):
        key = key.value
    if _is_text(key):
        return _text(key, problems, place)
    problems.append(Problem(place, f"a key must be text, not {type(key).__name__}", "type_error"))
    return ""
