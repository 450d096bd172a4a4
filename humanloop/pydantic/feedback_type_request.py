# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `FeedbackTypeRequest`, as it is received."""

from typing import Optional

from pydantic import Field

from humanloop import pydantic as models
from humanloop.response.model import Model


class FeedbackTypeRequest(Model):
    """A feedback type to create in a project, or to extend with labels."""

    type: str
    """Name of the type: a built-in one or one of your own."""
    values: list[models.FeedbackLabelRequest] | None = None
    """Labels to choose from. Only for the classes `select` and `multi_select`."""
    class_: Optional[models.FeedbackClass] = Field(default=None, alias="class")
    """Kind of value the type takes: `select` (one label), `multi_select` (several labels), `text` or `number`. May
    be left out for the built-in types, which have a fixed class.
    """
