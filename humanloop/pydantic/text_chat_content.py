# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `TextChatContent`, as it is received."""

from typing import Literal

from humanloop.response.model import Model


class TextChatContent(Model):
    """A text part of a message with several parts."""

    type: Literal["text"] | str
    """Always `text`; tells the part from an image."""
    text: str
    """The text of the part."""
