# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `FinetuneDataSummary`, as it is received."""

from typing import Any

from humanloop.response.model import Model


class FinetuneDataSummary(Model):
    """Outcome of checking a dataset for fine-tuning: sizes, an estimate of the cost and the problems found."""

    data_count: int
    """Number of datapoints that were checked."""
    error_count: int
    """Number of datapoints that cannot be used; `errors` says why."""
    truncated_data_count: int
    """Number of datapoints that are too long for the model and would be cut."""
    token_count: int
    """Number of tokens in all datapoints."""
    truncated_token_count: int
    """Number of tokens that cutting the long datapoints would drop."""
    cost: float | int
    """Estimated cost of the training, in US dollars."""
    errors: list[dict[str, Any]]
    """One object per problem found; empty if there are none."""
    dataset_name: str
    """Name of the dataset that was checked."""
    dataset_id: str
    """Identifier of the dataset that was checked, starts with `evts_`."""
