"""Answers become models."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic_core import ValidationError

from humanloop.core.halves import without_halves
from humanloop.core.json import TOO_DEEP, from_answer
from humanloop.core.loading import LOADING
from humanloop.core.type_names import resolved
from humanloop.response.model import Model

if TYPE_CHECKING:
    from collections.abc import Callable

_NO_JSON = "json_invalid"
"""What pydantic calls the error of a document that it cannot read."""


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
        # By the names of the API alone: a field's name in Python may be another field's name there.
        return _reader(type_expression)(data, strict=True, by_alias=True, by_name=False)
    except ValidationError as error:
        if validate and error.errors(include_url=False, include_input=False)[0]["type"] != _NO_JSON:
            raise
    value = from_answer(data)
    try:
        if validate:
            # Half of a surrogate pair, which pydantic takes for no text at all: whatever else there is must fit.
            _reader(type_expression)(
                json.dumps(without_halves(value)).encode(), strict=True, by_alias=True, by_name=False
            )
        return _fitted(type_expression, value)
    except RecursionError:
        raise ValueError(TOO_DEEP) from None


def to_problem(type_expression: str, body: Any) -> Any:
    """Make what the API describes for an error out of its body, part by part; None if it is another kind of document.

    Args:
        type_expression: The type that is described, for example `models.Problem`.
        body: The body as plain JSON values.
    """
    try:
        return _fitted(type_expression, body)
    except (ValueError, RecursionError):
        return None


def _fitted(type_expression: str, value: Any) -> Any:
    with LOADING:
        # Imported here: most answers do without.
        from humanloop.response.tolerance import fit  # noqa: PLC0415

        return fit(resolved(type_expression), value)


@cache
def _reader(type_expression: str) -> Callable[..., Any]:
    with LOADING:  # pydantic imports more, as it needs it
        hint: Any = resolved(type_expression)
        if not (isinstance(hint, type) and issubclass(hint, Model)):
            return _adapter(hint)
        hint.model_rebuild()
        return hint.__pydantic_validator__.validate_json


def _adapter(hint: Any) -> Callable[..., Any]:
    # Imported here: most answers are a model, which needs no adapter.
    with LOADING:
        from pydantic import TypeAdapter  # noqa: PLC0415

    return TypeAdapter(hint).validate_json
