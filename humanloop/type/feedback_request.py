# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackRequest`, as it is sent."""

from __future__ import annotations

from datetime import datetime
from typing import List, NotRequired, TypedDict, Union

from humanloop import type as types


class FeedbackRequest(TypedDict):
    """Give feedback on a log, or withdraw it."""

    type: Union[types.FeedbackType, str]
    """What is judged: a built-in type (`rating`, `action`, `issue`, `correction`, `comment`) or the name of one of
    the project's own.
    """
    value: NotRequired[Union[str, bool, float, List[str]]]
    """The judgement: a label for the select types, text for `correction` and `comment`, a number for number types.
    Required, except when unsetting a type that holds a single value.
    """
    data_id: NotRequired[str]
    """Id of the log (`data_…`) that is judged; a call without it is refused."""
    user: NotRequired[str]
    """Your identifier of the person who gives the feedback."""
    created_at: NotRequired[Union[datetime, str]]
    """When the feedback was given (ISO 8601). Absent means the time at which the server receives it."""
    unset: NotRequired[bool]
    """With `true` earlier feedback of this type is withdrawn. Leave `value` out for `rating`, `correction` and
    `comment`; for types with several values give the one to withdraw.
    """
