# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `UpdateDatasetRequest`, as it is sent."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from humanloop.core.operation import MaxLength


class UpdateDatasetRequest(TypedDict):
    """Rename or describe a dataset.

    Only the fields that are sent change.
    """

    description: NotRequired[Annotated[str, MaxLength(255)]]
    """New description. At most 255 characters."""
    name: NotRequired[Annotated[str, MaxLength(255)]]
    """New name. At most 255 characters."""
