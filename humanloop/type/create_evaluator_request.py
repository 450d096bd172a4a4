# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `CreateEvaluatorRequest`, as it is sent."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types
from humanloop.core.operation import MaxLength, MinLength


class CreateEvaluatorRequest(TypedDict):
    """Create an evaluator: code, a prompt, people or an outside system that judges logs."""

    description: Annotated[str, MaxLength(255)]
    """What the evaluator checks. At most 255 characters."""
    name: Annotated[str, MinLength(1), MaxLength(255)]
    """Name of the evaluator. 1 to 255 characters."""
    arguments_type: types.EvaluatorArgumentsType
    """Whether the evaluator judges the log alone (`target_free`) or compares it with a datapoint
    (`target_required`).
    """
    return_type: types.EvaluatorReturnTypeEnum
    """Type of the verdict."""
    type: types.EvaluatorType
    """Who judges: `python` code, an `llm` prompt, a `human`, or an `external` system that posts its results."""
    code: NotRequired[str]
    """Python source with a function that takes the log, and with `target_required` also the datapoint, and returns
    the verdict. Needed when `type` is `python`.
    """
    model_config: NotRequired[Union[types.ModelConfigCompletionRequest, models.ModelConfigCompletionRequest]]
    """Completion config whose prompt judges the log and ends with the verdict. Needed when `type` is `llm`."""
