# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `CreateDatasetRequest`, as it is sent."""

from __future__ import annotations

from typing import Annotated, TypedDict

from humanloop.core.operation import MaxLength


class CreateDatasetRequest(TypedDict):
    """Create an empty dataset."""

    description: Annotated[str, MaxLength(255)]
    """What the dataset holds. At most 255 characters."""
    name: Annotated[str, MaxLength(255)]
    """Name of the dataset. At most 255 characters."""
