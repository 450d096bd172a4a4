# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ImageChatContent`, as it is sent."""

from __future__ import annotations

from typing import Literal, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class ImageChatContent(TypedDict):
    """An image part of a message with several parts."""

    type: Union[Literal["image_url"], str]
    """Always `image_url`; tells the part from a text."""
    image_url: Union[types.ImageUrl, models.ImageUrl]
    """Where the image is and how closely to look at it."""
