# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `CreateDatapointRequest`, as it is received."""

from typing import Any, Dict, List, Optional, Union

from humanloop import pydantic as models
from humanloop.response.model import Model


class CreateDatapointRequest(Model):
    """A datapoint to add to a dataset: what goes into a config and, optionally, what should come out."""

    inputs: Optional[Dict[str, Any]] = None
    """Values for the variables of the template, by name, as a completion takes them."""
    messages: Optional[List[models.ChatMessageWithToolCall]] = None
    """Conversation to send after the chat template, oldest first."""
    target: Optional[Dict[str, Union[str, int, float, bool, Dict[str, Any], List[Any]]]] = None
    """What a good answer is measured against, as an object of your own design; the evaluators read it. Datapoints
    made from logs keep the output under `output`.
    """
