# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ImageUrl`, as it is received."""

from typing import Literal

from humanloop.response.model import Model


class ImageUrl(Model):
    """Address of an image, with the level of detail at which the model looks at it."""

    url: str
    """An http(s) address, or the image itself as a base64 `data:` URL."""
    detail: Literal["high", "low", "auto"] | str | None = None
    """Resolution to work with: `low`, `high`, or `auto` to let the provider decide. Absent means the provider's own
    default.
    """
