# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ExperimentConfigResponse`, as it is received."""

from datetime import datetime

from humanloop import pydantic as models
from humanloop.response.model import Model


class ExperimentConfigResponse(Model):
    """A config that takes part in an experiment, with how well it has done so far."""

    mean: float | int | None = None
    """Estimated share of trials with a positive label, 0 to 1; null before the first trial with feedback."""
    spread: float | int | None = None
    """Standard deviation of the estimate in `mean`; null before the first trial with feedback."""
    trials_count: int
    """Number of logs of this experiment that used the config and have received feedback."""
    active: bool
    """True while the config can be chosen for new trials; false once it has been deregistered."""
    id: str
    """Identifier of the config, starts with `config_`."""
    display_name: str
    """Name under which the config is listed in the experiment."""
    config: models.ConfigResponse
    """The config itself."""
    created_at: datetime
    """Time at which the config joined the experiment, ISO 8601 in UTC."""
    updated_at: datetime
    """Time at which this entry last changed, ISO 8601 in UTC."""
