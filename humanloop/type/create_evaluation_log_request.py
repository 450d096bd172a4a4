# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `CreateEvaluationLogRequest`, as it is sent."""

from __future__ import annotations

from typing import TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class CreateEvaluationLogRequest(TypedDict):
    """Post a log that was generated outside the server to a running evaluation.

    Its `python` and `llm` evaluators then judge it.
    """

    datapoint_id: str
    """Id of the datapoint (`evtc_…`) the log was generated for; it has to be in the dataset being evaluated."""
    log: Union[types.LogRequest, models.LogRequest]
    """The log: what was sent and what came out."""
