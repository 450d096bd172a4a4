# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackAggregateResponse`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from humanloop import pydantic as models
    from humanloop import type as types

FeedbackAggregateResponse = Sequence[
    Union[
        "types.FeedbackSelectAggregate",
        "models.FeedbackSelectAggregate",
        "types.FeedbackMultiSelectAggregate",
        "models.FeedbackMultiSelectAggregate",
        "types.FeedbackTextAggregate",
        "models.FeedbackTextAggregate",
        "types.FeedbackNumberAggregate",
        "models.FeedbackNumberAggregate",
    ]
]
"""Feedback given to the logs of an evaluation run, one entry per feedback type."""
