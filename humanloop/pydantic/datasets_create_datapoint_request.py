# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `DatasetsCreateDatapointRequest`, as it is received."""

from __future__ import annotations

from typing import List, Union

from humanloop import pydantic as models

DatasetsCreateDatapointRequest = Union[
    models.CreateDatapointsByLogsRequest, models.CreateDatapointRequest, List[models.CreateDatapointRequest]
]
"""What an earlier release called the body of `POST /datasets/{dataset_id}/datapoints`."""
