# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `CreateDatasetRequest`, as it is received."""

from humanloop.response.model import Model


class CreateDatasetRequest(Model):
    """Create an empty dataset."""

    description: str
    """What the dataset holds. At most 255 characters."""
    name: str
    """Name of the dataset. At most 255 characters."""
