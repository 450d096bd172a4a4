# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `PaginatedData_ProjectResponse_`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class PaginatedDataProjectResponse(TypedDict):
    """A page of projects."""

    records: Sequence[Union[types.ProjectResponse, models.ProjectResponse]]
    """Projects of this page. An empty list past the last page."""
    page: int
    """Number of the page returned, as given in the request; the first page is 0."""
    size: int
    """Largest number of records a page can hold, as given in the request; `records` may be shorter."""
    total: int
    """Number of records that match over all pages."""
