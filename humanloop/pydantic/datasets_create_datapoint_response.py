# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `DatasetsCreateDatapointResponse`, as it is received."""

from __future__ import annotations

from typing import List

from humanloop import pydantic as models

DatasetsCreateDatapointResponse = List[models.DatapointResponse]
"""What an earlier release called the answer of `POST /datasets/{dataset_id}/datapoints`."""
