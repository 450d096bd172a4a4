# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `CreateDatapointRequest`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class CreateDatapointRequest(TypedDict):
    """A datapoint to add to a dataset: what goes into a config and, optionally, what should come out."""

    inputs: NotRequired[Mapping[str, Any]]
    """Values for the variables of the template, by name, as a completion takes them."""
    messages: NotRequired[Sequence[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]]]
    """Conversation to send after the chat template, oldest first."""
    target: NotRequired[Mapping[str, Union[str, int, float, bool, Mapping[str, Any], Sequence[Any]]]]
    """What a good answer is measured against, as an object of your own design; the evaluators read it. Datapoints
    made from logs keep the output under `output`.
    """
