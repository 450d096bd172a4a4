# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `AddEvaluatorsRequest`, as it is sent."""

from __future__ import annotations

from typing import List, NotRequired, TypedDict


class AddEvaluatorsRequest(TypedDict):
    """Add evaluators to an existing evaluation.

    They judge the logs that are already there; nothing is generated again.
    """

    evaluator_ids: NotRequired[List[str]]
    """Ids of the evaluators to add (`evfn_…`)."""
    evaluator_version_ids: NotRequired[List[str]]
    """Ids of particular evaluator versions to add (`evv_…`), as an alternative to `evaluator_ids`."""
