# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ChatRole`, as it is sent."""

from __future__ import annotations

from typing import Literal, Union

ChatRole = Union[Literal["user", "assistant", "system", "tool"], str]
"""Who a chat message is from: `user` is the person, `assistant` the model, `system` the instructions that frame the chat,
`tool` the result of a tool call.
"""
