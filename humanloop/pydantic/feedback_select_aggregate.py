# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `FeedbackSelectAggregate`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.model import Model


class FeedbackSelectAggregate(Model):
    """Counts of the labels of a feedback type of which one label is given per log."""

    feedback_type: models.FeedbackTypeModel
    """Kind of feedback that is summed up, with its labels."""
    values: dict[str, int]
    """How often each label was given, by label."""
    total: int
    """Sum of all counts."""
