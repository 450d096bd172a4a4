# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `EvaluationDatapointSnapshotResponse`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class EvaluationDatapointSnapshotResponse(TypedDict):
    """One line of an evaluation run: a datapoint, the log produced for it and the verdicts on that log."""

    datapoint: Union[types.DatapointResponse, models.DatapointResponse]
    """The datapoint as it was when the run was created."""
    log: NotRequired[Optional[Union[types.LogResponse, models.LogResponse]]]
    """Log that the evaluated config produced for the datapoint; null until there is one."""
    evaluation_results: Sequence[Union[types.EvaluationResultResponse, models.EvaluationResultResponse]]
    """Results of the evaluators of the run for this log; empty until the first one has judged."""
