# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `UpdateEvaluatorRequest`, as it is sent."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types
from humanloop.core.operation import MaxLength


class UpdateEvaluatorRequest(TypedDict):
    """Change an evaluator.

    Only the fields that are sent change; its type is fixed.
    """

    description: NotRequired[Annotated[str, MaxLength(255)]]
    """New description. At most 255 characters."""
    name: NotRequired[str]
    """New name of the evaluator, 1 to 255 characters."""
    arguments_type: NotRequired[types.EvaluatorArgumentsType]
    """Whether the evaluator judges the log alone (`target_free`) or compares it with a datapoint
    (`target_required`).
    """
    return_type: NotRequired[types.EvaluatorReturnTypeEnum]
    """Type of the verdict."""
    code: NotRequired[str]
    """New Python source; for evaluators of type `python`."""
    model_config: NotRequired[Union[types.ModelConfigCompletionRequest, models.ModelConfigCompletionRequest]]
    """New completion config; for evaluators of type `llm`."""
