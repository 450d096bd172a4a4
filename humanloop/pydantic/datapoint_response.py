# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `DatapointResponse`, as it is received."""

from datetime import datetime
from typing import Any

from humanloop import pydantic as models
from humanloop.response.model import Model


class DatapointResponse(Model):
    """One case of a dataset: what goes into a prompt and, optionally, what is expected to come out."""

    id: str
    """Identifier of the datapoint, starts with `evtc_`."""
    dataset_id: str | None = None
    """Identifier of the dataset the datapoint belongs to, starts with `evts_`."""
    inputs: dict[str, Any] | None = None
    """Values for the variables of a template, by name; null if there are none."""
    messages: list[models.ChatMessageWithToolCall] | None = None
    """Chat messages that follow the template; null if the case is no chat."""
    target: dict[str, str | int | float | bool | dict[str, Any] | list[Any]] | None = None
    """What the evaluators compare with, as free key/value pairs; null if nothing is expected. A datapoint made from
    a log has the output of the log under `output`.
    """
    created_at: datetime | None = None
    """Time of creation, ISO 8601 in UTC."""
    updated_at: datetime | None = None
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
    source_project_data_id: str | None = None
    """Identifier of the log the datapoint was made from, starts with `data_`; null if it was written directly."""
