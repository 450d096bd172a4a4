# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `LinkedToolRequest`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict, Union


class LinkedToolRequest(TypedDict):
    """A reference in a model config to a tool that is kept for the whole organisation.

    Changing that tool changes what the config does without making a new version.
    """

    id: str
    """Id of the linked tool (`oc_…`)."""
    source: Union[Literal["organization"], str]
    """Always `organization`; tells the reference from an inline tool."""
    name: NotRequired[str]
    """Name of the linked function. Not needed to make the link."""
    description: NotRequired[str]
    """What the linked function does. Not needed to make the link."""
    parameters: NotRequired[Mapping[str, Any]]
    """JSON Schema of the linked function's arguments. Not needed to make the link."""
    strict: NotRequired[bool]
    """With `true` the provider is asked to keep the arguments exactly to the schema, where it supports this."""
