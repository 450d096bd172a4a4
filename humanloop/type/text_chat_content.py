# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `TextChatContent`, as it is sent."""

from __future__ import annotations

from typing import Literal, TypedDict, Union


class TextChatContent(TypedDict):
    """A text part of a message with several parts."""

    type: Union[Literal["text"], str]
    """Always `text`; tells the part from an image."""
    text: str
    """The text of the part."""
