# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `UpdateEvaluatorRequest`, as it is received."""

from typing import Optional

from pydantic import Field

from humanloop import pydantic as models
from humanloop.response.model import Model


class UpdateEvaluatorRequest(Model):
    """Change an evaluator.

    Only the fields that are sent change; its type is fixed.
    """

    description: str | None = None
    """New description. At most 255 characters."""
    name: str | None = None
    """New name of the evaluator, 1 to 255 characters."""
    arguments_type: Optional[models.EvaluatorArgumentsType] = None
    """Whether the evaluator judges the log alone (`target_free`) or compares it with a datapoint
    (`target_required`).
    """
    return_type: Optional[models.EvaluatorReturnTypeEnum] = None
    """Type of the verdict."""
    code: str | None = None
    """New Python source; for evaluators of type `python`."""
    model_config_: Optional[models.ModelConfigCompletionRequest] = Field(default=None, alias="model_config")
    """New completion config; for evaluators of type `llm`."""
