# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `EnvironmentProjectConfigResponse`, as it is received."""

from humanloop.response.model import Model


class EnvironmentProjectConfigResponse(Model):
    """What is deployed for one project in one environment: a config, an experiment, or nothing."""

    project_id: str
    """Identifier of the project, starts with `pr_`."""
    project_name: str
    """Name of the project, unique within the organisation."""
    model_config_id: str | None = None
    """Identifier of the deployed config, starts with `config_`; null if no config is deployed."""
    model_config_name: str | None = None
    """Name of the deployed config; null if no config is deployed."""
    experiment_id: str | None = None
    """Identifier of the deployed experiment, starts with `exp_`; null if no experiment is deployed."""
    experiment_name: str | None = None
    """Name of the deployed experiment; null if no experiment is deployed."""
    environment_id: str
    """Identifier of the environment, starts with `env_`."""
    environment_name: str
    """Name of the environment, unique within the organisation."""
    environment_tag: str
    """`default` for the environment that is used when a request names none, otherwise `other`."""
