# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ToolChoice`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.model import Model


class ToolChoice(Model):
    """Forces the model to call one particular function."""

    type: models.ToolType
    """Kind of the tool, always `function`."""
    function: models.FunctionToolChoice
    """The function that has to be called."""
