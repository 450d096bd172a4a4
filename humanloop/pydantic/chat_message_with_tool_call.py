# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ChatMessageWithToolCall`, as it is received."""

from typing import Optional, Union

from humanloop import pydantic as models
from humanloop.response.model import Model


class ChatMessageWithToolCall(Model):
    """One message of a conversation, which may carry tool calls or the answer to one."""

    content: str | list[Union[models.TextChatContent, models.ImageChatContent]] | None = None
    """Text of the message, or a list of text and image parts. May be null when an assistant message only calls
    tools.
    """
    name: str | None = None
    """Name of the speaker; in the older form of a `tool` message, the name of the function that answered."""
    tool_call_id: str | None = None
    """Id of the tool call this message answers. Needed when `role` is `tool`."""
    role: models.ChatRole
    """Who speaks: `system`, `user`, `assistant` or `tool`."""
    tool_calls: list[models.ToolCall] | None = None
    """Calls the assistant asks for, in order. Only in `assistant` messages."""
    tool_call: Optional[models.FunctionTool] = None
    """Deprecated, use `tool_calls`: the single call the assistant asks for."""
