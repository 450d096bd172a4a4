# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `FeedbackResponse`, as it is received."""

from datetime import datetime

from humanloop import pydantic as models
from humanloop.response.model import Model


class FeedbackResponse(Model):
    """A piece of feedback on a log."""

    type: models.FeedbackType | str
    """Kind of feedback: one of the built-in types or the name of a custom type of the project."""
    value: float | int | str | bool | list[str]
    """The feedback itself: a label, a text, a number, a boolean or a list of labels, as the type demands."""
    data_id: str | None = None
    """Identifier of the log the feedback is about, starts with `data_`."""
    user: str | None = None
    """Identifier of the person who gave it, in the terms of the caller; null if not given."""
    created_at: datetime | None = None
    """Time at which the feedback was given, ISO 8601; the time of receipt if the caller gave none."""
    id: str
    """Identifier of the feedback, starts with `ann_`."""
