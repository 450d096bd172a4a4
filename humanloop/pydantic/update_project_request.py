# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `UpdateProjectRequest`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.model import Model


class UpdateProjectRequest(Model):
    """Change a project.

    Only the fields that are sent change.
    """

    name: str | None = None
    """New name, unique in the organisation. Calls that address the project by its old name will no longer find it."""
    active_experiment_id: str | None = None
    """Id of the experiment (`exp_…`) to deploy to the default environment. Not together with `active_config_id`."""
    active_config_id: str | None = None
    """Id of the config (`config_…`) to deploy to the default environment. Not together with `active_experiment_id`."""
    positive_labels: list[models.PositiveLabel] | None = None
    """Feedback labels that count as success in the project's metrics; the list replaces the present one."""
    directory_id: str | None = None
    """Id of the directory (`dir_…`) to move the project to."""
