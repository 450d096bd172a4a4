# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `FinetunesListAllForProjectResponse`, as it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from humanloop import pydantic as models
    from humanloop import type as types

FinetunesListAllForProjectResponse = Sequence[Union["types.FinetuneResponse", "models.FinetuneResponse"]]
"""What an earlier release called the answer of `GET /projects/{project_id}/finetunes`."""
