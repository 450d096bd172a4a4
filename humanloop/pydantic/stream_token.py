# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `StreamToken`, as it is received."""

from typing import Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class StreamToken(Model):
    """A piece of a streamed answer: what one event carries for one sample.

    The pieces of `output` make up the whole text; several samples may interleave and are told apart by `index`;
    `finish_reason` is null until the last piece of a sample. A key that an event lacks is null.
    """

    output: str | None
    """The new piece of text, to be appended to the pieces before it."""
    id: str | None
    """ID of the log that records the sample, the same in all its events. Starts with `data_`."""
    index: int | None
    """Which of the samples this is, counted from 0."""
    finish_reason: str | None
    """Why the sample ended (`stop`, `length` or `tool_call`); null until its last event."""
    model_config_id: str | None
    """ID of the model config that was used. Starts with `config_`."""
    tool_calls: list[models.ToolCall] | None
    """Calls of tools that the model asks for, in the last event of a sample."""
    output_message: Optional[models.ChatMessageWithToolCall]
    """The whole message of the model, in the last event of a sample of a chat."""
    project_id: str | None
    """ID of the project that the log belongs to. Starts with `pr_`."""
    tool_results: list[models.ToolResultResponse] | None
    """Results of the tools that the prompt template called."""
