# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ProjectResponse`, as it is received."""

from datetime import datetime
from typing import List, Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class ProjectResponse(Model):
    """A project: everything that belongs to one task, from configs and logs to feedback types."""

    id: str
    """Identifier of the project, starts with `pr_`."""
    name: str
    """Name of the project, unique within the organisation."""
    active_experiment: Optional[models.ExperimentResponse] = None
    """Experiment deployed in the default environment; null if there is none. Never set together with
    `active_config`.
    """
    active_config: Optional[models.ProjectConfigResponse] = None
    """Config deployed in the default environment; null if there is none. Never set together with
    `active_experiment`.
    """
    users: list[models.ProjectUserResponse]
    """Users who work on the project."""
    data_count: int
    """Number of logs in the project."""
    feedback_types: models.FeedbackTypes
    """Feedback types of the project, built-in and custom ones."""
    team_id: str
    """Identifier of the team that owns the project, starts with `tm_`."""
    config_type: Optional[models.ConfigType] = None
    """Kind of configs the project holds; null while it holds none."""
    active_evaluators: Optional[List["models.EvaluatorResponse"]] = None
    """Evaluators that monitor new logs of the project; empty or null if there are none."""
    directory_id: str | None = None
    """Identifier of the directory the project lies in, starts with `dir_`; null for the root directory."""
    created_at: datetime
    """Time of creation, ISO 8601 in UTC."""
    updated_at: datetime
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
