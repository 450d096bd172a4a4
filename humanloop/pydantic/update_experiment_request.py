# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `UpdateExperimentRequest`, as it is received."""

from typing import List, Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class UpdateExperimentRequest(Model):
    """Change an experiment.

    Only the fields that are sent change.
    """

    name: Optional[str] = None
    """New name of the experiment."""
    positive_labels: Optional[List[models.PositiveLabel]] = None
    """Feedback labels that count as success; the list replaces the present one."""
    config_ids_to_register: Optional[List[str]] = None
    """Ids of configs (`config_…`) to add as active ones."""
    config_ids_to_deregister: Optional[List[str]] = None
    """Ids of configs (`config_…`) to deactivate; they stay listed with their results but are no longer drawn."""
