# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `FeedbackMultiSelectAggregate`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.model import Model


class FeedbackMultiSelectAggregate(Model):
    """Counts of the labels of a feedback type of which several labels can be given at once."""

    feedback_type: models.FeedbackTypeModel
    """Kind of feedback that is summed up, with its labels."""
    values: dict[str, int]
    """How often each label was given, by label."""
    total: int
    """Sum of all counts; it can exceed the number of logs."""
