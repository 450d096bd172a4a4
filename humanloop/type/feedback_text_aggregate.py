# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackTextAggregate`, as it is sent."""

from __future__ import annotations

from typing import TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class FeedbackTextAggregate(TypedDict):
    """Marks that free text of a feedback type was given; texts are not summed up."""

    feedback_type: Union[types.FeedbackTypeModel, models.FeedbackTypeModel]
    """Kind of feedback that is summed up, with its labels."""
