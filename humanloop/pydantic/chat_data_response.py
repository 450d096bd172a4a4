# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ChatDataResponse`, as it is received."""

from typing import Any, Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class ChatDataResponse(Model):
    """One generated chat message, with the log it was recorded under.

    In a stream it holds the new piece of the message only.
    """

    id: str
    """Identifier of the log of this sample, starts with `data_`; use it to give feedback. It is the same in all
    events of a streamed sample. Empty if the request named no project: then nothing is kept.
    """
    index: int
    """Position of the sample among those of the request, counted from 0."""
    output: str
    """Text of the answer without white space at its ends; empty if the model only called tools. In a stream: the
    piece added by this event, to be appended to the earlier ones.
    """
    raw_output: str
    """Text of the answer exactly as the provider returned it."""
    inputs: dict[str, Any] | None = None
    """Values that were put into the chat template; an empty object if `return_inputs` was false."""
    finish_reason: str | None = None
    """Why the model stopped: `stop` (end of the answer or a stop sequence), `length` (token limit reached) or
    `tool_call` (it wants a tool to be run). Null in all but the last event of a streamed sample.
    """
    model_config_id: str
    """Identifier of the model config that produced the sample, starts with `config_`. Within an experiment it can
    differ between samples. Empty if the request named no project.
    """
    tool_results: list[models.ToolResultResponse] | None = None
    """Results of the tools that the chat template itself calls; an empty list if it calls none."""
    messages: list[models.ChatMessageWithToolCall] | None = None
    """Messages that were sent to the model: the filled-in chat template followed by the messages of the request."""
    tool_call: Optional[models.FunctionTool] = None
    """Deprecated, use `tool_calls`. Name and arguments of the first function the model wants to call; null if it
    calls none.
    """
    tool_calls: list[models.ToolCall] | None = None
    """Tool calls the model asks for, in order; null if there are none. The same list is in
    `output_message.tool_calls`.
    """
    output_message: models.ChatMessageWithToolCall
    """The answer as a complete assistant message, ready to be appended to the conversation."""
