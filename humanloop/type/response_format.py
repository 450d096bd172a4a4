# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ResponseFormat`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict, Union


class ResponseFormat(TypedDict):
    """The form in which a model has to answer."""

    type: Union[Literal["json_object", "json_schema"], str]
    """`json_object` for any valid JSON object, `json_schema` for JSON that follows `json_schema`. Providers may
    require that the prompt mentions JSON.
    """
    json_schema: NotRequired[Mapping[str, Any]]
    """Name and schema the answer has to follow, in the provider's notation. Used when `type` is `json_schema`."""
