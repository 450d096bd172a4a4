# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `CategoricalFeedbackLabel`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.model import Model


class CategoricalFeedbackLabel(Model):
    """A label that a feedback type offers."""

    value: str
    """Text of the label, as sent in the `value` of feedback."""
    sentiment: models.LabelSentiment
    """Whether the label speaks for or against the output; `unset` if nobody decided."""
