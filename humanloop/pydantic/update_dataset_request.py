# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `UpdateDatasetRequest`, as it is received."""

from humanloop.response.model import Model


class UpdateDatasetRequest(Model):
    """Rename or describe a dataset.

    Only the fields that are sent change.
    """

    description: str | None = None
    """New description. At most 255 characters."""
    name: str | None = None
    """New name. At most 255 characters."""
