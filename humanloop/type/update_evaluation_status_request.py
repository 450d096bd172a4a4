# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `UpdateEvaluationStatusRequest`, as it is sent."""

from __future__ import annotations

from typing import TypedDict

from humanloop import type as types


class UpdateEvaluationStatusRequest(TypedDict):
    """Set the status of an evaluation whose logs or verdicts come from outside, for instance to start it, to mark it
    complete or to reopen it.
    """

    status: types.EvaluationStatus
    """The new status. Typical steps are `pending` to `running`, `running` to `completed` and back, and to
    `cancelled` or `failed` to give up.
    """
