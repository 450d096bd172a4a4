# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `DatasetResponse`, as it is received."""

from datetime import datetime

from humanloop.response.model import Model


class DatasetResponse(Model):
    """A named collection of datapoints for evaluations and fine-tuning.

    The datapoints themselves are listed separately.
    """

    id: str
    """Identifier of the dataset, starts with `evts_`."""
    project_id: str
    """Deprecated: datasets belong to the organisation, address them by `id`. Identifier of the project the dataset
    was created in, starts with `pr_`; an empty string if there is none.
    """
    name: str
    """Name of the dataset, at most 255 characters."""
    description: str | None = None
    """What the dataset contains, at most 255 characters; null if nothing was said."""
    datapoint_count: int
    """Number of datapoints in the dataset."""
    created_at: datetime
    """Time of creation, ISO 8601 in UTC."""
    updated_at: datetime
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
