# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `CreateEvaluatorRequest`, as it is received."""

from typing import Optional

from pydantic import Field

from humanloop import pydantic as models
from humanloop.response.model import Model


class CreateEvaluatorRequest(Model):
    """Create an evaluator: code, a prompt, people or an outside system that judges logs."""

    description: str
    """What the evaluator checks. At most 255 characters."""
    name: str
    """Name of the evaluator. 1 to 255 characters."""
    arguments_type: models.EvaluatorArgumentsType
    """Whether the evaluator judges the log alone (`target_free`) or compares it with a datapoint
    (`target_required`).
    """
    return_type: models.EvaluatorReturnTypeEnum
    """Type of the verdict."""
    type: models.EvaluatorType
    """Who judges: `python` code, an `llm` prompt, a `human`, or an `external` system that posts its results."""
    code: str | None = None
    """Python source with a function that takes the log, and with `target_required` also the datapoint, and returns
    the verdict. Needed when `type` is `python`.
    """
    model_config_: Optional[models.ModelConfigCompletionRequest] = Field(default=None, alias="model_config")
    """Completion config whose prompt judges the log and ends with the verdict. Needed when `type` is `llm`."""
