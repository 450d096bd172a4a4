# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `PaginatedData_DatapointResponse_`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.pages import CountedPage


class PaginatedDataDatapointResponse(CountedPage[models.DatapointResponse], items="records", total="total"):
    """A page of the datapoints of a dataset."""

    records: list[models.DatapointResponse]
    """Datapoints of this page. An empty list past the last page."""
    page: int
    """Number of the page returned, as given in the request; the first page is 0."""
    size: int
    """Largest number of records a page can hold, as given in the request; `records` may be shorter."""
    total: int
    """Number of records that match over all pages."""
