# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""Model of `Story`, as it is received."""

from typing import Any, Dict, Literal, Optional

from pydantic import Field

from humanloop.response.model import Model


class Story(Model):
    type: Literal["story"]
    model_config_: Optional[Dict[str, Any]] = Field(default=None, alias="model_config")
    """Deprecated: new code should not use it."""
