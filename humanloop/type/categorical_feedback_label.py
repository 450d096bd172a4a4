# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `CategoricalFeedbackLabel`, as it is sent."""

from __future__ import annotations

from typing import TypedDict

from humanloop import type as types


class CategoricalFeedbackLabel(TypedDict):
    """A label that a feedback type offers."""

    value: str
    """Text of the label, as sent in the `value` of feedback."""
    sentiment: types.LabelSentiment
    """Whether the label speaks for or against the output; `unset` if nobody decided."""
