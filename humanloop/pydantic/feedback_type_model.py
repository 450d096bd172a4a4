# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `FeedbackTypeModel`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.model import Model


class FeedbackTypeModel(Model):
    """A kind of feedback that the logs of a project can receive."""

    type: models.FeedbackType | str
    """One of the built-in types or a name of your own, unique within the project."""
    values: list[models.CategoricalFeedbackLabel] | None = None
    """Labels to choose from, each with its sentiment; null for types that take text or a number."""
