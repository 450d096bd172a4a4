# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `UpdateExperimentRequest`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import List, NotRequired, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class UpdateExperimentRequest(TypedDict):
    """Change an experiment.

    Only the fields that are sent change.
    """

    name: NotRequired[str]
    """New name of the experiment."""
    positive_labels: NotRequired[Sequence[Union[types.PositiveLabel, models.PositiveLabel]]]
    """Feedback labels that count as success; the list replaces the present one."""
    config_ids_to_register: NotRequired[List[str]]
    """Ids of configs (`config_…`) to add as active ones."""
    config_ids_to_deregister: NotRequired[List[str]]
    """Ids of configs (`config_…`) to deactivate; they stay listed with their results but are no longer drawn."""
