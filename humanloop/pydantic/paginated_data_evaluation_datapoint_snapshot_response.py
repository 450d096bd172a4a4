# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `PaginatedData_EvaluationDatapointSnapshotResponse_`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.pages import CountedPage


class PaginatedDataEvaluationDatapointSnapshotResponse(
    CountedPage[models.EvaluationDatapointSnapshotResponse], items="records", total="total"
):
    """A page of the datapoints of an evaluation run with their logs and results."""

    records: list[models.EvaluationDatapointSnapshotResponse]
    """Datapoints of this page, each with its log and its results. An empty list past the last page."""
    page: int
    """Number of the page returned, as given in the request; the first page is 1."""
    size: int
    """Largest number of records a page can hold, as given in the request; `records` may be shorter."""
    total: int
    """Number of records that match over all pages."""
