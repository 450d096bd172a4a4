# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ProjectResponse`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class ProjectResponse(TypedDict):
    """A project: everything that belongs to one task, from configs and logs to feedback types."""

    id: str
    """Identifier of the project, starts with `pr_`."""
    name: str
    """Name of the project, unique within the organisation."""
    active_experiment: NotRequired[Optional[Union[types.ExperimentResponse, models.ExperimentResponse]]]
    """Experiment deployed in the default environment; null if there is none. Never set together with
    `active_config`.
    """
    active_config: NotRequired[Optional[Union[types.ProjectConfigResponse, models.ProjectConfigResponse]]]
    """Config deployed in the default environment; null if there is none. Never set together with
    `active_experiment`.
    """
    users: Sequence[Union[types.ProjectUserResponse, models.ProjectUserResponse]]
    """Users who work on the project."""
    data_count: int
    """Number of logs in the project."""
    feedback_types: types.FeedbackTypes
    """Feedback types of the project, built-in and custom ones."""
    team_id: str
    """Identifier of the team that owns the project, starts with `tm_`."""
    config_type: NotRequired[Optional[types.ConfigType]]
    """Kind of configs the project holds; null while it holds none."""
    active_evaluators: NotRequired[Optional[Sequence[Union[types.EvaluatorResponse, models.EvaluatorResponse]]]]
    """Evaluators that monitor new logs of the project; empty or null if there are none."""
    directory_id: NotRequired[Optional[str]]
    """Identifier of the directory the project lies in, starts with `dir_`; null for the root directory."""
    created_at: Union[datetime, str]
    """Time of creation, ISO 8601 in UTC."""
    updated_at: Union[datetime, str]
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
