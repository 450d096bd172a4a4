# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `BaseMetricResponse`, as it is received."""

from datetime import datetime

from humanloop.response.model import Model


class BaseMetricResponse(Model):
    """A figure computed from the logs of a project.

    An experiment has one as its objective.
    """

    id: str
    """Identifier of the metric, starts with `metric_`."""
    name: str
    """Short name of the metric."""
    description: str
    """What the metric measures."""
    code: str
    """Source code that computes the metric."""
    default: bool
    """True for a metric that every project has from the start, false for one that was added."""
    active: bool
    """True while the metric is being computed for new logs."""
    created_at: datetime
    """Time of creation, ISO 8601 in UTC."""
    updated_at: datetime
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
