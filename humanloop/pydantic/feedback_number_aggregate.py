# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `FeedbackNumberAggregate`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.model import Model


class FeedbackNumberAggregate(Model):
    """Average of a feedback type whose values are numbers."""

    feedback_type: models.FeedbackTypeModel
    """Kind of feedback that is summed up, with its labels."""
    mean: float | int
    """Arithmetic mean of all values given."""
