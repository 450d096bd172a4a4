# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackTypeModel`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class FeedbackTypeModel(TypedDict):
    """A kind of feedback that the logs of a project can receive."""

    type: Union[types.FeedbackType, str]
    """One of the built-in types or a name of your own, unique within the project."""
    values: NotRequired[Optional[Sequence[Union[types.CategoricalFeedbackLabel, models.CategoricalFeedbackLabel]]]]
    """Labels to choose from, each with its sentiment; null for types that take text or a number."""
