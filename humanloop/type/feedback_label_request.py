# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackLabelRequest`, as it is sent."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from humanloop import type as types


class FeedbackLabelRequest(TypedDict):
    """A label to be offered by a feedback type."""

    value: str
    """Text of the label, as sent in the `value` of feedback."""
    sentiment: NotRequired[types.LabelSentiment]
    """Whether the label speaks for or against the output. Absent means `unset`."""
