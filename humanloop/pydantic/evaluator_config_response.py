# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `EvaluatorConfigResponse`, as it is received."""

from typing import Any, Literal, Optional

from pydantic import Field

from humanloop import pydantic as models
from humanloop.response.model import Model


class EvaluatorConfigResponse(Model):
    """A version of an evaluator: its code or its model config, and its types."""

    id: str
    """Identifier of this version, starts with `config_`."""
    other: dict[str, Any] | None = None
    """Further settings of the config that have no field of their own, as free key/value pairs; empty if there are
    none.
    """
    type: Literal["evaluator"]
    """Kind of the config, always `evaluator`."""
    created_by: Optional[models.UserResponse] = None
    """User who made this version; null if it came in without a known user."""
    status: str
    """State of this version: `committed`, `uncommitted` or `deleted`."""
    name: str
    """Name of the evaluator."""
    description: str | None = None
    """What the evaluator checks; null if nothing was said."""
    evaluator_type: str
    """How the verdict is reached: `python`, `llm`, `human` or `external`."""
    model_config_: Optional[models.ModelConfigResponse] = Field(default=None, alias="model_config")
    """Model config that judges; set only if `evaluator_type` is `llm`."""
    code: str | None = None
    """Python source of the function that judges; set only if `evaluator_type` is `python`."""
    arguments_type: Optional[models.EvaluatorArgumentsType] = None
    """Whether the evaluator looks at the log alone or also needs the target of a datapoint."""
    return_type: Optional[models.EvaluatorReturnTypeEnum] = None
    """Type of the value the evaluator gives."""
