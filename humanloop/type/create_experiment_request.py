# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `CreateExperimentRequest`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import List, NotRequired, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class CreateExperimentRequest(TypedDict):
    """Create an experiment that compares configs of one project by the feedback on their outputs."""

    name: str
    """Name of the experiment, by which configs can be added to it when they are registered."""
    positive_labels: Sequence[Union[types.PositiveLabel, models.PositiveLabel]]
    """Feedback labels that count as success; configs are compared by how often they earn one."""
    config_ids: NotRequired[List[str]]
    """Ids of the configs (`config_…`) to compare. More can be added later."""
    set_active: NotRequired[bool]
    """Whether to deploy the experiment to the default environment at once. Default `false`."""
