# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `EvaluatorResponse`, as it is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types
from humanloop.core.operation import MaxLength, MinLength


class EvaluatorResponse(TypedDict):
    """A judge of logs that belongs to the organisation and can be used in evaluation runs and for monitoring."""

    name: Annotated[str, MinLength(1), MaxLength(255)]
    """Name of the evaluator. 1 to 255 characters."""
    description: Annotated[str, MaxLength(255)]
    """What the evaluator checks. At most 255 characters."""
    arguments_type: types.EvaluatorArgumentsType
    """Whether the evaluator looks at the log alone or also needs the target of a datapoint."""
    return_type: types.EvaluatorReturnTypeEnum
    """Type of the value the evaluator gives."""
    code: NotRequired[Optional[str]]
    """Python source of the function that judges; null unless `type` is `python`."""
    model_config: NotRequired[Optional[Union[types.ModelConfigResponse, models.ModelConfigResponse]]]
    """Model config that judges; null unless `type` is `llm`."""
    type: types.EvaluatorType
    """How the verdict is reached: by Python code, by a model, by people, or outside of the server."""
    id: str
    """Identifier of the evaluator, starts with `evfn_`."""
    created_at: Union[datetime, str]
    """Time of creation, ISO 8601 in UTC."""
    updated_at: Union[datetime, str]
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
    logging_project: NotRequired[Optional[Union[types.ProjectResponse, models.ProjectResponse]]]
    """Project that receives the logs of the evaluator itself; null if it writes none."""
