# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ResponseFormat`, as it is received."""

from typing import Any, Literal

from humanloop.response.model import Model


class ResponseFormat(Model):
    """The form in which a model has to answer."""

    type: Literal["json_object", "json_schema"] | str
    """`json_object` for any valid JSON object, `json_schema` for JSON that follows `json_schema`. Providers may
    require that the prompt mentions JSON.
    """
    json_schema: dict[str, Any] | None = None
    """Name and schema the answer has to follow, in the provider's notation. Used when `type` is `json_schema`."""
