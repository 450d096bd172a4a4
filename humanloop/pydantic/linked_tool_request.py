# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `LinkedToolRequest`, as it is received."""

from typing import Any, Dict, Literal, Optional, Union

from humanloop.response.model import Model


class LinkedToolRequest(Model):
    """A reference in a model config to a tool that is kept for the whole organisation.

    Changing that tool changes what the config does without making a new version.
    """

    id: str
    """Id of the linked tool (`oc_…`)."""
    source: Union[Literal["organization"], str]
    """Always `organization`; tells the reference from an inline tool."""
    name: Optional[str] = None
    """Name of the linked function. Not needed to make the link."""
    description: Optional[str] = None
    """What the linked function does. Not needed to make the link."""
    parameters: Optional[Dict[str, Any]] = None
    """JSON Schema of the linked function's arguments. Not needed to make the link."""
    strict: Optional[bool] = None
    """With `true` the provider is asked to keep the arguments exactly to the schema, where it supports this."""
