# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `EvaluationResponse`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class EvaluationResponse(TypedDict):
    """A run that applies evaluators to the logs one config produces for the datapoints of one dataset."""

    id: str
    """Identifier of the evaluation run, starts with `ev_`."""
    status: types.EvaluationStatus
    """How far the run has got."""
    config: types.ConfigResponse
    """Config that is evaluated."""
    created_at: Union[datetime, str]
    """Time of creation, ISO 8601 in UTC."""
    updated_at: Union[datetime, str]
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
    evaluators: Sequence[Union[types.EvaluatorResponse, models.EvaluatorResponse]]
    """Evaluators that judge the logs of the run."""
    dataset: Union[types.DatasetResponse, models.DatasetResponse]
    """Dataset of the run in its present state."""
    dataset_version_id: NotRequired[Optional[str]]
    """Identifier of the version of the dataset the run works on, starts with `evv_`."""
    dataset_snapshot: NotRequired[Optional[Union[types.DatasetResponse, models.DatasetResponse]]]
    """Dataset as it was frozen when the run was created; later edits do not change the run."""
    evaluator_aggregates: NotRequired[
        Optional[
            Sequence[Union[types.ModelConfigEvaluatorAggregateResponse, models.ModelConfigEvaluatorAggregateResponse]]
        ]
    ]
    """One figure per evaluator over the logs of the run; null unless `evaluator_aggregates` was set in the request."""
    feedback_aggregates: NotRequired[Optional[types.FeedbackAggregateResponse]]
    """Counts and means of the feedback given to the logs of the run; null if there is none."""
