# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackSubmitRequest`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from humanloop import pydantic as models
    from humanloop import type as types

FeedbackSubmitRequest = Union[
    Sequence[Union["types.FeedbackRequest", "models.FeedbackRequest"]],
    "types.FeedbackRequest",
    "models.FeedbackRequest",
]
"""What an earlier release called the body of `POST /feedback`."""
