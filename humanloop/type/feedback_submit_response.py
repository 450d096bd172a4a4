# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackSubmitResponse`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from humanloop import pydantic as models
    from humanloop import type as types

FeedbackSubmitResponse = Union[
    Sequence[Union["types.FeedbackResponse", "models.FeedbackResponse"]],
    "types.FeedbackResponse",
    "models.FeedbackResponse",
]
"""What an earlier release called the answer of `POST /feedback`."""
