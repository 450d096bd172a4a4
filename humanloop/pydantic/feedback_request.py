# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `FeedbackRequest`, as it is received."""

from datetime import datetime

from humanloop import pydantic as models
from humanloop.response.model import Model


class FeedbackRequest(Model):
    """Give feedback on a log, or withdraw it."""

    type: models.FeedbackType | str
    """What is judged: a built-in type (`rating`, `action`, `issue`, `correction`, `comment`) or the name of one of
    the project's own.
    """
    value: str | bool | float | int | list[str] | None = None
    """The judgement: a label for the select types, text for `correction` and `comment`, a number for number types.
    Required, except when unsetting a type that holds a single value.
    """
    data_id: str | None = None
    """Id of the log (`data_…`) that is judged; a call without it is refused."""
    user: str | None = None
    """Your identifier of the person who gives the feedback."""
    created_at: datetime | None = None
    """When the feedback was given (ISO 8601). Absent means the time at which the server receives it."""
    unset: bool | None = None
    """With `true` earlier feedback of this type is withdrawn. Leave `value` out for `rating`, `correction` and
    `comment`; for types with several values give the one to withdraw.
    """
