# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `EnvironmentProjectConfigRequest`, as it is received."""

from humanloop import pydantic as models
from humanloop.response.model import Model


class EnvironmentProjectConfigRequest(Model):
    """Deploy a config or an experiment of the project.

    It replaces whatever is deployed in the environments named.
    """

    config_id: str | None = None
    """Id of the config to deploy (`config_…`). Give this or `experiment_id`."""
    experiment_id: str | None = None
    """Id of the experiment to deploy (`exp_…`). Give this or `config_id`."""
    environments: list[models.EnvironmentRequest] | None = None
    """Environments to deploy to. Absent means the default environment."""
