# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `UpdateProjectRequest`, as it is received."""

from typing import List, Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class UpdateProjectRequest(Model):
    """Change a project.

    Only the fields that are sent change.
    """

    name: Optional[str] = None
    """New name, unique in the organisation. Calls that address the project by its old name will no longer find it."""
    active_experiment_id: Optional[str] = None
    """Id of the experiment (`exp_…`) to deploy to the default environment. Not together with `active_config_id`."""
    active_config_id: Optional[str] = None
    """Id of the config (`config_…`) to deploy to the default environment. Not together with `active_experiment_id`."""
    positive_labels: Optional[List[models.PositiveLabel]] = None
    """Feedback labels that count as success in the project's metrics; the list replaces the present one."""
    directory_id: Optional[str] = None
    """Id of the directory (`dir_…`) to move the project to."""
