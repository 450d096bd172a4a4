# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `HTTPValidationError`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.model import Model


class HTTPValidationError(Model):
    """Body of an answer with status 422 when the request does not have the expected form."""

    detail: list[models.ValidationError] | None = None
    """One entry per thing that is wrong with the request."""
