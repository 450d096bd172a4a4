# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ExperimentResponse`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class ExperimentResponse(TypedDict):
    """A comparison of several configs of one project by the feedback their logs receive."""

    id: str
    """Identifier of the experiment, starts with `exp_`."""
    project_id: str
    """Identifier of the project the experiment belongs to, starts with `pr_`."""
    name: str
    """Name of the experiment."""
    status: types.ExperimentStatus
    """Whether the experiment has had trials yet."""
    configs: NotRequired[Optional[Sequence[Union[types.ExperimentConfigResponse, models.ExperimentConfigResponse]]]]
    """Configs that take part, including the ones that have been deregistered; null if none has been registered."""
    metric: Union[types.BaseMetricResponse, models.BaseMetricResponse]
    """Objective by which the configs are compared."""
    positive_labels: Sequence[Union[types.PositiveLabel, models.PositiveLabel]]
    """Feedback values that count as success of a trial."""
    created_at: Union[datetime, str]
    """Time of creation, ISO 8601 in UTC."""
    updated_at: Union[datetime, str]
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
