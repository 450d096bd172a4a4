# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `DatasetsCreateDatapointRequest`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from humanloop import pydantic as models
    from humanloop import type as types

DatasetsCreateDatapointRequest = Union[
    "types.CreateDatapointsByLogsRequest",
    "models.CreateDatapointsByLogsRequest",
    "types.CreateDatapointRequest",
    "models.CreateDatapointRequest",
    Sequence[Union["types.CreateDatapointRequest", "models.CreateDatapointRequest"]],
]
"""What an earlier release called the body of `POST /datasets/{dataset_id}/datapoints`."""
