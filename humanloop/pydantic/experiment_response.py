# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ExperimentResponse`, as it is received."""

from datetime import datetime

from humanloop import pydantic as models
from humanloop.response.model import Model


class ExperimentResponse(Model):
    """A comparison of several configs of one project by the feedback their logs receive."""

    id: str
    """Identifier of the experiment, starts with `exp_`."""
    project_id: str
    """Identifier of the project the experiment belongs to, starts with `pr_`."""
    name: str
    """Name of the experiment."""
    status: models.ExperimentStatus
    """Whether the experiment has had trials yet."""
    configs: list[models.ExperimentConfigResponse] | None = None
    """Configs that take part, including the ones that have been deregistered; null if none has been registered."""
    metric: models.BaseMetricResponse
    """Objective by which the configs are compared."""
    positive_labels: list[models.PositiveLabel]
    """Feedback values that count as success of a trial."""
    created_at: datetime
    """Time of creation, ISO 8601 in UTC."""
    updated_at: datetime
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
