# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `FeedbackLabelRequest`, as it is received."""

from typing import Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class FeedbackLabelRequest(Model):
    """A label to be offered by a feedback type."""

    value: str
    """Text of the label, as sent in the `value` of feedback."""
    sentiment: Optional[models.LabelSentiment] = None
    """Whether the label speaks for or against the output. Absent means `unset`."""
