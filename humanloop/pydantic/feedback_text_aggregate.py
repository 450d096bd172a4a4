# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `FeedbackTextAggregate`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.model import Model


class FeedbackTextAggregate(Model):
    """Marks that free text of a feedback type was given; texts are not summed up."""

    feedback_type: models.FeedbackTypeModel
    """Kind of feedback that is summed up, with its labels."""
