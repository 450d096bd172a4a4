# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ModelConfigEvaluatorAggregateResponse`, as it is received."""

from humanloop.response.model import Model


class ModelConfigEvaluatorAggregateResponse(Model):
    """One figure that sums up the results of one evaluator for one config."""

    model_config_id: str
    """Identifier of the model config, starts with `config_`."""
    evaluator_id: str
    """Identifier of the evaluator, starts with `evfn_`."""
    evaluator_version_id: str | None = None
    """Identifier of the version of the evaluator that was applied, starts with `evv_`."""
    aggregate_value: float | int | None = None
    """For boolean evaluators the share of true results, 0 to 1; for number evaluators the mean. Results with an
    error are left out; null if there is no result to count.
    """
