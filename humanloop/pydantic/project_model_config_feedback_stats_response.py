# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ProjectModelConfigFeedbackStatsResponse`, as it is received."""

from humanloop.response.model import Model


class ProjectModelConfigFeedbackStatsResponse(Model):
    """How often one feedback value was given to the logs of one config in one project."""

    feedback_type_id: int
    """Number that identifies the feedback type."""
    feedback_type: str
    """Name of the feedback type."""
    feedback_value: str
    """Label or value that was given."""
    feedback_count: int
    """Number of times it was given."""
