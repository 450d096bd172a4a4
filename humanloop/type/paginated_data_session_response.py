# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `PaginatedData_SessionResponse_`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class PaginatedDataSessionResponse(TypedDict):
    """A page of sessions."""

    records: Sequence[Union[types.SessionResponse, models.SessionResponse]]
    """Sessions of this page. An empty list past the last page."""
    page: int
    """Number of the page returned, as given in the request; the first page is 1."""
    size: int
    """Largest number of records a page can hold, as given in the request; `records` may be shorter."""
    total: int
    """Number of records that match over all pages."""
