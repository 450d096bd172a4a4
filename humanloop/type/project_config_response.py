# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ProjectConfigResponse`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class ProjectConfigResponse(TypedDict):
    """A config in the context of a project: the config itself and how it has been used there."""

    project_id: str
    """Identifier of the project the config belongs to, starts with `pr_`."""
    project_name: str
    """Name of the project, unique within the organisation."""
    created_at: Union[datetime, str]
    """Time at which the config was added to the project, ISO 8601 in UTC."""
    updated_at: Union[datetime, str]
    """Time at which the config last changed in the project, ISO 8601 in UTC."""
    last_used: Union[datetime, str]
    """Time at which the config last produced a log, ISO 8601 in UTC; the creation time if it has never been used."""
    feedback_stats: NotRequired[
        Optional[
            Sequence[
                Union[types.ProjectModelConfigFeedbackStatsResponse, models.ProjectModelConfigFeedbackStatsResponse]
            ]
        ]
    ]
    """How often each feedback value was given to the logs of this config in this project."""
    num_datapoints: NotRequired[Optional[int]]
    """Number of logs that were made with this config in this project."""
    experiment_id: NotRequired[Optional[str]]
    """Identifier of the experiment the config was registered into, starts with `exp_`; null if it was registered
    without one.
    """
    evaluation_aggregates: NotRequired[
        Optional[
            Sequence[Union[types.ModelConfigEvaluatorAggregateResponse, models.ModelConfigEvaluatorAggregateResponse]]
        ]
    ]
    """One figure per evaluator for the logs of this config; present only if the request asked for it."""
    config: types.ConfigResponse
    """The config itself; its identifier is `config.id`."""
