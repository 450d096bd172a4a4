# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ToolResultResponse`, as it is received."""

from humanloop.response.model import Model


class ToolResultResponse(Model):
    """Result of a tool that was called by a template while its variables were filled in."""

    id: str
    """Identifier of the tool, starts with `oc_`."""
    name: str
    """Name of the tool."""
    signature: str
    """The call as it is written in the template."""
    result: str
    """Text the tool returned, which took the place of the call."""
