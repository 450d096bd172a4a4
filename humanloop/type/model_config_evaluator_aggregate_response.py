# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `ModelConfigEvaluatorAggregateResponse`, as it is sent."""

from __future__ import annotations

from typing import NotRequired, Optional, TypedDict


class ModelConfigEvaluatorAggregateResponse(TypedDict):
    """One figure that sums up the results of one evaluator for one config."""

    model_config_id: str
    """Identifier of the model config, starts with `config_`."""
    evaluator_id: str
    """Identifier of the evaluator, starts with `evfn_`."""
    evaluator_version_id: NotRequired[Optional[str]]
    """Identifier of the version of the evaluator that was applied, starts with `evv_`."""
    aggregate_value: NotRequired[Optional[float]]
    """For boolean evaluators the share of true results, 0 to 1; for number evaluators the mean. Results with an
    error are left out; null if there is no result to count.
    """
