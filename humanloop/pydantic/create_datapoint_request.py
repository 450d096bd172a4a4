# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `CreateDatapointRequest`, as it is received."""

from typing import Any

from humanloop import pydantic as models
from humanloop.response.model import Model


class CreateDatapointRequest(Model):
    """A datapoint to add to a dataset: what goes into a config and, optionally, what should come out."""

    inputs: dict[str, Any] | None = None
    """Values for the variables of the template, by name, as a completion takes them."""
    messages: list[models.ChatMessageWithToolCall] | None = None
    """Conversation to send after the chat template, oldest first."""
    target: dict[str, str | int | float | bool | dict[str, Any] | list[Any]] | None = None
    """What a good answer is measured against, as an object of your own design; the evaluators read it. Datapoints
    made from logs keep the output under `output`.
    """
