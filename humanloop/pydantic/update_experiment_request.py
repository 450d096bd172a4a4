# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `UpdateExperimentRequest`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.model import Model


class UpdateExperimentRequest(Model):
    """Change an experiment.

    Only the fields that are sent change.
    """

    name: str | None = None
    """New name of the experiment."""
    positive_labels: list[models.PositiveLabel] | None = None
    """Feedback labels that count as success; the list replaces the present one."""
    config_ids_to_register: list[str] | None = None
    """Ids of configs (`config_…`) to add as active ones."""
    config_ids_to_deregister: list[str] | None = None
    """Ids of configs (`config_…`) to deactivate; they stay listed with their results but are no longer drawn."""
