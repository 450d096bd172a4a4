# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ChatMessageWithToolCall`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class ChatMessageWithToolCall(TypedDict):
    """One message of a conversation, which may carry tool calls or the answer to one."""

    content: NotRequired[
        Optional[
            Union[
                str,
                Sequence[
                    Union[
                        types.TextChatContent, models.TextChatContent, types.ImageChatContent, models.ImageChatContent
                    ]
                ],
            ]
        ]
    ]
    """Text of the message, or a list of text and image parts. May be null when an assistant message only calls
    tools.
    """
    name: NotRequired[Optional[str]]
    """Name of the speaker; in the older form of a `tool` message, the name of the function that answered."""
    tool_call_id: NotRequired[Optional[str]]
    """Id of the tool call this message answers. Needed when `role` is `tool`."""
    role: types.ChatRole
    """Who speaks: `system`, `user`, `assistant` or `tool`."""
    tool_calls: NotRequired[Optional[Sequence[Union[types.ToolCall, models.ToolCall]]]]
    """Calls the assistant asks for, in order. Only in `assistant` messages."""
    tool_call: NotRequired[Optional[Union[types.FunctionTool, models.FunctionTool]]]
    """Deprecated, use `tool_calls`: the single call the assistant asks for."""
