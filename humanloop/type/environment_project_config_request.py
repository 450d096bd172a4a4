# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `EnvironmentProjectConfigRequest`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class EnvironmentProjectConfigRequest(TypedDict):
    """Deploy a config or an experiment of the project.

    It replaces whatever is deployed in the environments named.
    """

    config_id: NotRequired[str]
    """Id of the config to deploy (`config_…`). Give this or `experiment_id`."""
    experiment_id: NotRequired[str]
    """Id of the experiment to deploy (`exp_…`). Give this or `config_id`."""
    environments: NotRequired[Sequence[Union[types.EnvironmentRequest, models.EnvironmentRequest]]]
    """Environments to deploy to. Absent means the default environment."""
