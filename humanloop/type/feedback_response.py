# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackResponse`, as it is sent."""

from __future__ import annotations

from datetime import datetime
from typing import List, NotRequired, Optional, TypedDict, Union

from humanloop import type as types


class FeedbackResponse(TypedDict):
    """A piece of feedback on a log."""

    type: Union[types.FeedbackType, str]
    """Kind of feedback: one of the built-in types or the name of a custom type of the project."""
    value: Union[float, str, bool, List[str]]
    """The feedback itself: a label, a text, a number, a boolean or a list of labels, as the type demands."""
    data_id: NotRequired[Optional[str]]
    """Identifier of the log the feedback is about, starts with `data_`."""
    user: NotRequired[Optional[str]]
    """Identifier of the person who gave it, in the terms of the caller; null if not given."""
    created_at: NotRequired[Optional[Union[datetime, str]]]
    """Time at which the feedback was given, ISO 8601; the time of receipt if the caller gave none."""
    id: str
    """Identifier of the feedback, starts with `ann_`."""
