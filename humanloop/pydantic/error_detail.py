# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ErrorDetail`, as it is received."""

from humanloop.response.model import Model


class ErrorDetail(Model):
    """What is wrong, as a whole."""

    type: str
    """Name of the kind of error, for example `not_found_error`."""
    message: str
    """What is wrong, in words."""
    code: int
    """The HTTP status once more."""
    origin: str
    """Who says so, `Humanloop` or the name of a model provider."""
