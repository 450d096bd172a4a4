# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `FunctionTool`, as it is received."""

from humanloop.response.model import Model


class FunctionTool(Model):
    """The function and the arguments of a tool call."""

    name: str
    """Name of the function to call."""
    arguments: str | None = None
    """Arguments as the text of a JSON object, written by the model; parse and check it before use."""
