# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ToolCall`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.model import Model


class ToolCall(Model):
    """A call that the model asks the caller to carry out; answer it with a `tool` message that carries its id."""

    id: str
    """Id of the call, set by the provider; repeat it as `tool_call_id` in the answer."""
    type: models.ToolType
    """Kind of the tool, always `function`."""
    function: models.FunctionTool
    """The function to call and its arguments."""
