# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `FunctionToolChoice`, as it is received."""

from humanloop.response.model import Model


class FunctionToolChoice(Model):
    """Names the function that a model is made to call."""

    name: str
    """Name of one of the functions in the config's `tools`."""
