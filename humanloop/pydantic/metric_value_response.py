# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `MetricValueResponse`, as it is received."""

from humanloop.response.model import Model


class MetricValueResponse(Model):
    """Value of one metric for one log."""

    metric_id: str
    """Identifier of the metric, starts with `metric_`."""
    metric_name: str
    """Name of the metric."""
    metric_value: float | int
    """The computed figure."""
