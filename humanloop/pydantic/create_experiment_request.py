# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `CreateExperimentRequest`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.model import Model


class CreateExperimentRequest(Model):
    """Create an experiment that compares configs of one project by the feedback on their outputs."""

    name: str
    """Name of the experiment, by which configs can be added to it when they are registered."""
    positive_labels: list[models.PositiveLabel]
    """Feedback labels that count as success; configs are compared by how often they earn one."""
    config_ids: list[str] | None = None
    """Ids of the configs (`config_…`) to compare. More can be added later."""
    set_active: bool | None = None
    """Whether to deploy the experiment to the default environment at once. Default `false`."""
