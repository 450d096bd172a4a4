# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `EvaluatorConfigResponse`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class EvaluatorConfigResponse(TypedDict):
    """A version of an evaluator: its code or its model config, and its types."""

    id: str
    """Identifier of this version, starts with `config_`."""
    other: NotRequired[Optional[Mapping[str, Any]]]
    """Further settings of the config that have no field of their own, as free key/value pairs; empty if there are
    none.
    """
    type: Union[Literal["evaluator"], str]
    """Kind of the config, always `evaluator`."""
    created_by: NotRequired[Optional[Union[types.UserResponse, models.UserResponse]]]
    """User who made this version; null if it came in without a known user."""
    status: str
    """State of this version: `committed`, `uncommitted` or `deleted`."""
    name: str
    """Name of the evaluator."""
    description: NotRequired[Optional[str]]
    """What the evaluator checks; null if nothing was said."""
    evaluator_type: str
    """How the verdict is reached: `python`, `llm`, `human` or `external`."""
    model_config: NotRequired[Optional[Union[types.ModelConfigResponse, models.ModelConfigResponse]]]
    """Model config that judges; set only if `evaluator_type` is `llm`."""
    code: NotRequired[Optional[str]]
    """Python source of the function that judges; set only if `evaluator_type` is `python`."""
    arguments_type: NotRequired[Optional[types.EvaluatorArgumentsType]]
    """Whether the evaluator looks at the log alone or also needs the target of a datapoint."""
    return_type: NotRequired[Optional[types.EvaluatorReturnTypeEnum]]
    """Type of the value the evaluator gives."""
