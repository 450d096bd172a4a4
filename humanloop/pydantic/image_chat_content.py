# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ImageChatContent`, as it is received."""

from typing import Literal

from humanloop import pydantic as models
from humanloop.response.model import Model


class ImageChatContent(Model):
    """An image part of a message with several parts."""

    type: Literal["image_url"] | str
    """Always `image_url`; tells the part from a text."""
    image_url: models.ImageUrl
    """Where the image is and how closely to look at it."""
