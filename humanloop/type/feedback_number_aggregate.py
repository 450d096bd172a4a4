# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackNumberAggregate`, as it is sent."""

from __future__ import annotations

from typing import TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class FeedbackNumberAggregate(TypedDict):
    """Average of a feedback type whose values are numbers."""

    feedback_type: Union[types.FeedbackTypeModel, models.FeedbackTypeModel]
    """Kind of feedback that is summed up, with its labels."""
    mean: float
    """Arithmetic mean of all values given."""
