# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `CreateProjectRequest`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class CreateProjectRequest(TypedDict):
    """Create an empty project."""

    name: str
    """Name of the project; it must be unique in the organisation."""
    feedback_types: NotRequired[Sequence[Union[types.FeedbackTypeRequest, models.FeedbackTypeRequest]]]
    """Feedback types to set up in addition to the built-in ones, or labels to add to those."""
    directory_id: NotRequired[str]
    """Id of the directory (`dir_…`) to put the project into. Absent means the root directory."""
