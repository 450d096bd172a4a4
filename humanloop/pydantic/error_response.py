# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ErrorResponse`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.model import Model


class ErrorResponse(Model):
    """Body of an error that does not lie in the form of the request."""

    detail: models.ErrorDetail
    """What is wrong, as a whole."""
