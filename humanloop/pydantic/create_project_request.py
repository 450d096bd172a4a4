# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `CreateProjectRequest`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.model import Model


class CreateProjectRequest(Model):
    """Create an empty project."""

    name: str
    """Name of the project; it must be unique in the organisation."""
    feedback_types: list[models.FeedbackTypeRequest] | None = None
    """Feedback types to set up in addition to the built-in ones, or labels to add to those."""
    directory_id: str | None = None
    """Id of the directory (`dir_…`) to put the project into. Absent means the root directory."""
