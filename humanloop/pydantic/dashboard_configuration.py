# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `DashboardConfiguration`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.model import Model


class DashboardConfiguration(Model):
    """What a project's dashboard shows."""

    time_unit: models.TimeUnit
    """Length of the intervals into which the figures are grouped."""
    time_range_days: int
    """How far back the figures go, in days."""
    model_config_ids: list[str]
    """Ids of the model configs (`config_…`) that are compared."""
