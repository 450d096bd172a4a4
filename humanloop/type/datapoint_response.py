# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `DatapointResponse`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class DatapointResponse(TypedDict):
    """One case of a dataset: what goes into a prompt and, optionally, what is expected to come out."""

    id: str
    """Identifier of the datapoint, starts with `evtc_`."""
    dataset_id: NotRequired[Optional[str]]
    """Identifier of the dataset the datapoint belongs to, starts with `evts_`."""
    inputs: NotRequired[Optional[Mapping[str, Any]]]
    """Values for the variables of a template, by name; null if there are none."""
    messages: NotRequired[Optional[Sequence[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]]]]
    """Chat messages that follow the template; null if the case is no chat."""
    target: NotRequired[Optional[Mapping[str, Union[str, int, float, bool, Mapping[str, Any], Sequence[Any]]]]]
    """What the evaluators compare with, as free key/value pairs; null if nothing is expected. A datapoint made from
    a log has the output of the log under `output`.
    """
    created_at: NotRequired[Optional[Union[datetime, str]]]
    """Time of creation, ISO 8601 in UTC."""
    updated_at: NotRequired[Optional[Union[datetime, str]]]
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
    source_project_data_id: NotRequired[Optional[str]]
    """Identifier of the log the datapoint was made from, starts with `data_`; null if it was written directly."""
