# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FeedbackTypeRequest`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types

FeedbackTypeRequest = TypedDict(
    "FeedbackTypeRequest",
    {
        # Name of the type: a built-in one or one of your own.
        "type": "str",
        # Labels to choose from. Only for the classes `select` and `multi_select`.
        "values": "NotRequired[Sequence[Union[types.FeedbackLabelRequest, models.FeedbackLabelRequest]]]",
        # Kind of value the type takes: `select` (one label), `multi_select` (several labels), `text` or `number`. May be
        # left out for the built-in types, which have a fixed class.
        "class": "NotRequired[types.FeedbackClass]",
    },
)
"""A feedback type to create in a project, or to extend with labels."""
