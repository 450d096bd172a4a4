# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `UpdateProjectRequest`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class UpdateProjectRequest(TypedDict):
    """Change a project.

    Only the fields that are sent change.
    """

    name: NotRequired[str]
    """New name, unique in the organisation. Calls that address the project by its old name will no longer find it."""
    active_experiment_id: NotRequired[str]
    """Id of the experiment (`exp_…`) to deploy to the default environment. Not together with `active_config_id`."""
    active_config_id: NotRequired[str]
    """Id of the config (`config_…`) to deploy to the default environment. Not together with `active_experiment_id`."""
    positive_labels: NotRequired[Sequence[Union[types.PositiveLabel, models.PositiveLabel]]]
    """Feedback labels that count as success in the project's metrics; the list replaces the present one."""
    directory_id: NotRequired[str]
    """Id of the directory (`dir_…`) to move the project to."""
