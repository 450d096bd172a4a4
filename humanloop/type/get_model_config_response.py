# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `GetModelConfigResponse`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class GetModelConfigResponse(TypedDict):
    """The config to use for the next call of a project, either the deployed one or one drawn from an experiment."""

    project_id: str
    """Identifier of the project, starts with `pr_`."""
    project_name: str
    """Name of the project, unique within the organisation."""
    created_at: Union[datetime, str]
    """Time of creation, ISO 8601 in UTC."""
    updated_at: Union[datetime, str]
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
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
    """Identifier of the experiment the config was drawn from, starts with `exp_`; null if no experiment is active."""
    evaluation_aggregates: NotRequired[
        Optional[
            Sequence[Union[types.ModelConfigEvaluatorAggregateResponse, models.ModelConfigEvaluatorAggregateResponse]]
        ]
    ]
    """One figure per evaluator for the logs of this config; present only if the request asked for it."""
    config: types.ConfigResponse
    """The config to use."""
    trial_id: NotRequired[Optional[str]]
    """Identifier of the trial opened by this draw, starts with `trial_`; send it with the log so that the experiment
    counts it. Null if no experiment is active.
    """
    environment_id: NotRequired[Optional[str]]
    """Identifier of the environment the config is deployed in, starts with `env_`; null if it was drawn from an
    experiment directly.
    """
