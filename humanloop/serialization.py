"""Values to JSON and query text; answers to models."""

from __future__ import annotations

from codecs import BOM_UTF8
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pydantic_core import PydanticSerializationError, ValidationError
from pydantic_core import from_json as _from_json
from pydantic_core import to_json as _to_json

from humanloop.json_kinds import is_list
from humanloop.model import Model
from humanloop.type_names import resolved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def to_json(value: Any) -> bytes:
    """Write plain JSON values as UTF-8 text.

    Raises:
        ValueError: The value holds something that JSON cannot carry.
    """
    try:
        return _to_json(value)
    except PydanticSerializationError as error:
        raise ValueError(str(error)) from None


def from_json(data: bytes | str) -> Any:
    """Read JSON.

    Args:
        data: Text, or UTF-8 with or without a byte order mark.

    Raises:
        ValueError: It is no JSON.
    """
    if isinstance(data, bytes):
        data = data.removeprefix(BOM_UTF8)
    return _from_json(data, allow_inf_nan=False)


def to_query(values: Mapping[str, Any]) -> str:
    """Write the query of a URL: a list becomes its key repeated, a boolean `true` or `false`; a null has no form."""
    pairs: list[tuple[str, str]] = []
    for name, value in values.items():
        items = value if is_list(value) else (value,)
        pairs += [(name, _query_text(item)) for item in items if item is not None]
    return urlencode(pairs)


def _query_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def to_model(type_expression: str, data: bytes, *, validate: bool) -> Any:
    """Make what a call answers out of the body.

    Args:
        type_expression: The type that is promised, for example `List[models.LogResponse]`.
        data: The body.
        validate: Raise if anything does not fit, where otherwise a part that does not fit is kept as it came.

    Raises:
        ValueError: The body is no JSON, or it is not the promised kind of document; or something does not fit and
            `validate` is true.
    """
    data = data.removeprefix(BOM_UTF8)
    try:
        return _reader(type_expression)(data, strict=True)
    except ValidationError:
        if validate:
            raise
    # Imported here: most answers do without.
    from humanloop.tolerance import fit  # noqa: PLC0415

    return fit(resolved(type_expression), from_json(data))


@cache
def _reader(type_expression: str) -> Callable[..., Any]:
    hint: Any = resolved(type_expression)
    if isinstance(hint, type) and issubclass(hint, Model):
        hint.model_rebuild()
        return hint.__pydantic_validator__.validate_json
    return _adapter(hint)


def _adapter(hint: Any) -> Callable[..., Any]:
    # Imported here: most answers are a model, which needs no adapter.
    from pydantic import TypeAdapter  # noqa: PLC0415

    return TypeAdapter(hint).validate_json
