# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackSelectAggregate`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class FeedbackSelectAggregate(TypedDict):
    """Counts of the labels of a feedback type of which one label is given per log."""

    feedback_type: Union[types.FeedbackTypeModel, models.FeedbackTypeModel]
    """Kind of feedback that is summed up, with its labels."""
    values: Mapping[str, int]
    """How often each label was given, by label."""
    total: int
    """Sum of all counts."""
