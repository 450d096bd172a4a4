# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `PaginatedData_SessionResponse_`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.pages import CountedPage


class PaginatedDataSessionResponse(CountedPage[models.SessionResponse], items="records", total="total"):
    """A page of sessions."""

    records: list[models.SessionResponse]
    """Sessions of this page. An empty list past the last page."""
    page: int
    """Number of the page returned, as given in the request; the first page is 1."""
    size: int
    """Largest number of records a page can hold, as given in the request; `records` may be shorter."""
    total: int
    """Number of records that match over all pages."""
