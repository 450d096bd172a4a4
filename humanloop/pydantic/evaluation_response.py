# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `EvaluationResponse`, as it is received."""

from datetime import datetime
from typing import Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class EvaluationResponse(Model):
    """A run that applies evaluators to the logs one config produces for the datapoints of one dataset."""

    id: str
    """Identifier of the evaluation run, starts with `ev_`."""
    status: models.EvaluationStatus
    """How far the run has got."""
    config: models.ConfigResponse
    """Config that is evaluated."""
    created_at: datetime
    """Time of creation, ISO 8601 in UTC."""
    updated_at: datetime
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
    evaluators: list[models.EvaluatorResponse]
    """Evaluators that judge the logs of the run."""
    dataset: models.DatasetResponse
    """Dataset of the run in its present state."""
    dataset_version_id: str | None = None
    """Identifier of the version of the dataset the run works on, starts with `evv_`."""
    dataset_snapshot: Optional[models.DatasetResponse] = None
    """Dataset as it was frozen when the run was created; later edits do not change the run."""
    evaluator_aggregates: list[models.ModelConfigEvaluatorAggregateResponse] | None = None
    """One figure per evaluator over the logs of the run; null unless `evaluator_aggregates` was set in the request."""
    feedback_aggregates: Optional[models.FeedbackAggregateResponse] = None
    """Counts and means of the feedback given to the logs of the run; null if there is none."""
