# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ProjectConfigResponse`, as it is received."""

from datetime import datetime

from humanloop import pydantic as models
from humanloop.response.model import Model


class ProjectConfigResponse(Model):
    """A config in the context of a project: the config itself and how it has been used there."""

    project_id: str
    """Identifier of the project the config belongs to, starts with `pr_`."""
    project_name: str
    """Name of the project, unique within the organisation."""
    created_at: datetime
    """Time at which the config was added to the project, ISO 8601 in UTC."""
    updated_at: datetime
    """Time at which the config last changed in the project, ISO 8601 in UTC."""
    last_used: datetime
    """Time at which the config last produced a log, ISO 8601 in UTC; the creation time if it has never been used."""
    feedback_stats: list[models.ProjectModelConfigFeedbackStatsResponse] | None = None
    """How often each feedback value was given to the logs of this config in this project."""
    num_datapoints: int | None = None
    """Number of logs that were made with this config in this project."""
    experiment_id: str | None = None
    """Identifier of the experiment the config was registered into, starts with `exp_`; null if it was registered
    without one.
    """
    evaluation_aggregates: list[models.ModelConfigEvaluatorAggregateResponse] | None = None
    """One figure per evaluator for the logs of this config; present only if the request asked for it."""
    config: models.ConfigResponse
    """The config itself; its identifier is `config.id`."""
