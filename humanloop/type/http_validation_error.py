# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `HTTPValidationError`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class HTTPValidationError(TypedDict):
    """Body of an answer with status 422 when the request does not have the expected form."""

    detail: NotRequired[Optional[Sequence[Union[types.ValidationError, models.ValidationError]]]]
    """One entry per thing that is wrong with the request."""
