# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `GetModelConfigResponse`, as it is received."""

from datetime import datetime

from humanloop import pydantic as models
from humanloop.response.model import Model


class GetModelConfigResponse(Model):
    """The config to use for the next call of a project, either the deployed one or one drawn from an experiment."""

    project_id: str
    """Identifier of the project, starts with `pr_`."""
    project_name: str
    """Name of the project, unique within the organisation."""
    created_at: datetime
    """Time of creation, ISO 8601 in UTC."""
    updated_at: datetime
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
    last_used: datetime
    """Time at which the config last produced a log, ISO 8601 in UTC; the creation time if it has never been used."""
    feedback_stats: list[models.ProjectModelConfigFeedbackStatsResponse] | None = None
    """How often each feedback value was given to the logs of this config in this project."""
    num_datapoints: int | None = None
    """Number of logs that were made with this config in this project."""
    experiment_id: str | None = None
    """Identifier of the experiment the config was drawn from, starts with `exp_`; null if no experiment is active."""
    evaluation_aggregates: list[models.ModelConfigEvaluatorAggregateResponse] | None = None
    """One figure per evaluator for the logs of this config; present only if the request asked for it."""
    config: models.ConfigResponse
    """The config to use."""
    trial_id: str | None = None
    """Identifier of the trial opened by this draw, starts with `trial_`; send it with the log so that the experiment
    counts it. Null if no experiment is active.
    """
    environment_id: str | None = None
    """Identifier of the environment the config is deployed in, starts with `env_`; null if it was drawn from an
    experiment directly.
    """
