# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `PaginatedData_EvaluationDatapointSnapshotResponse_`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class PaginatedDataEvaluationDatapointSnapshotResponse(TypedDict):
    """A page of the datapoints of an evaluation run with their logs and results."""

    records: Sequence[Union[types.EvaluationDatapointSnapshotResponse, models.EvaluationDatapointSnapshotResponse]]
    """Datapoints of this page, each with its log and its results. An empty list past the last page."""
    page: int
    """Number of the page returned, as given in the request; the first page is 1."""
    size: int
    """Largest number of records a page can hold, as given in the request; `records` may be shorter."""
    total: int
    """Number of records that match over all pages."""
