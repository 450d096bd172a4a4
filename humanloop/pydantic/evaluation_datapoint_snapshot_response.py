# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `EvaluationDatapointSnapshotResponse`, as it is received."""

from typing import Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class EvaluationDatapointSnapshotResponse(Model):
    """One line of an evaluation run: a datapoint, the log produced for it and the verdicts on that log."""

    datapoint: models.DatapointResponse
    """The datapoint as it was when the run was created."""
    log: Optional[models.LogResponse] = None
    """Log that the evaluated config produced for the datapoint; null until there is one."""
    evaluation_results: list[models.EvaluationResultResponse]
    """Results of the evaluators of the run for this log; empty until the first one has judged."""
