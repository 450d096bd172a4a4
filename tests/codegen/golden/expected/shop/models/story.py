# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""Model of `Story`, as it is received."""

from typing import Any, Literal

from pydantic import Field

from humanloop.response.model import Model


class Story(Model):
    type: Literal["story"]
    model_config_: dict[str, Any] | None = Field(default=None, alias="model_config")
    """Deprecated: new code should not use it."""
