# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ImageUrl`, as it is sent."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict, Union


class ImageUrl(TypedDict):
    """Address of an image, with the level of detail at which the model looks at it."""

    url: str
    """An http(s) address, or the image itself as a base64 `data:` URL."""
    detail: NotRequired[Union[Literal["high", "low", "auto"], str]]
    """Resolution to work with: `low`, `high`, or `auto` to let the provider decide. Absent means the provider's own
    default.
    """
