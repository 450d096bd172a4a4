# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `UpdateDatapointRequest`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class UpdateDatapointRequest(TypedDict):
    """Change a datapoint.

    Fields that are left out keep their value, null clears them.
    """

    inputs: NotRequired[Optional[Mapping[str, Any]]]
    """New values for the variables of the template, by name; they replace the present inputs."""
    messages: NotRequired[Optional[Sequence[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]]]]
    """New conversation; it replaces the present one."""
    target: NotRequired[Optional[Mapping[str, Union[str, int, float, bool, Mapping[str, Any], Sequence[Any]]]]]
    """New target; it replaces the present one."""
