# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `EvaluatorResponse`, as it is received."""

from datetime import datetime
from typing import Optional

from pydantic import Field

from humanloop import pydantic as models
from humanloop.response.model import Model


class EvaluatorResponse(Model):
    """A judge of logs that belongs to the organisation and can be used in evaluation runs and for monitoring."""

    name: str
    """Name of the evaluator. 1 to 255 characters."""
    description: str
    """What the evaluator checks. At most 255 characters."""
    arguments_type: models.EvaluatorArgumentsType
    """Whether the evaluator looks at the log alone or also needs the target of a datapoint."""
    return_type: models.EvaluatorReturnTypeEnum
    """Type of the value the evaluator gives."""
    code: str | None = None
    """Python source of the function that judges; null unless `type` is `python`."""
    model_config_: Optional[models.ModelConfigResponse] = Field(default=None, alias="model_config")
    """Model config that judges; null unless `type` is `llm`."""
    type: models.EvaluatorType
    """How the verdict is reached: by Python code, by a model, by people, or outside of the server."""
    id: str
    """Identifier of the evaluator, starts with `evfn_`."""
    created_at: datetime
    """Time of creation, ISO 8601 in UTC."""
    updated_at: datetime
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
    logging_project: Optional["models.ProjectResponse"] = None
    """Project that receives the logs of the evaluator itself; null if it writes none."""
