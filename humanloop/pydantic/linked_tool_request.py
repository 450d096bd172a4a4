# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `LinkedToolRequest`, as it is received."""

from typing import Any, Literal

from humanloop.response.model import Model


class LinkedToolRequest(Model):
    """A reference in a model config to a tool that is kept for the whole organisation.

    Changing that tool changes what the config does without making a new version.
    """

    id: str
    """Id of the linked tool (`oc_…`)."""
    source: Literal["organization"] | str
    """Always `organization`; tells the reference from an inline tool."""
    name: str | None = None
    """Name of the linked function. Not needed to make the link."""
    description: str | None = None
    """What the linked function does. Not needed to make the link."""
    parameters: dict[str, Any] | None = None
    """JSON Schema of the linked function's arguments. Not needed to make the link."""
    strict: bool | None = None
    """With `true` the provider is asked to keep the arguments exactly to the schema, where it supports this."""
