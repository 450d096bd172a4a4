# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackAggregateResponse`, as it is received."""

from __future__ import annotations

from typing import List, Union

from humanloop import pydantic as models

FeedbackAggregateResponse = List[
    Union[
        models.FeedbackSelectAggregate,
        models.FeedbackMultiSelectAggregate,
        models.FeedbackTextAggregate,
        models.FeedbackNumberAggregate,
    ]
]
"""Feedback given to the logs of an evaluation run, one entry per feedback type."""
