# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `EnvironmentRequest`, as it is received."""

from humanloop.response.model import Model


class EnvironmentRequest(Model):
    """Names an environment of the organisation."""

    id: str
    """Id of the environment (`env_…`)."""
    name: str | None = None
    """Name of the environment, for example `staging`."""
