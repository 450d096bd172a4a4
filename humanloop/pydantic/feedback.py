# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `Feedback`, as it is received."""

from datetime import datetime

from humanloop import pydantic as models
from humanloop.response.model import Model


class Feedback(Model):
    """A feedback item sent along with a log."""

    type: models.FeedbackType | str
    """What is judged: a built-in type (`rating`, `action`, `issue`, `correction`, `comment`) or the name of one of
    the project's own.
    """
    value: float | int | str | bool | list[str]
    """The judgement: a label for the select types, text for `correction` and `comment`, a number for number types."""
    data_id: str | None = None
    """Id of the log (`data_…`) that is judged. Not needed here, as the item belongs to the log it is sent with."""
    user: str | None = None
    """Your identifier of the person who gave the feedback."""
    created_at: datetime | None = None
    """When the feedback was given (ISO 8601). Absent means the time at which the server receives it."""
