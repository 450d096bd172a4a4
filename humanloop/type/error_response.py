# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ErrorResponse`, as it is sent."""

from __future__ import annotations

from typing import TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class ErrorResponse(TypedDict):
    """Body of an error that does not lie in the form of the request."""

    detail: Union[types.ErrorDetail, models.ErrorDetail]
    """What is wrong, as a whole."""
