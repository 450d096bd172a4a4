# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `CreateEvaluationRequest`, as it is sent."""

from __future__ import annotations

from typing import List, NotRequired, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class CreateEvaluationRequest(TypedDict):
    """Start an evaluation: a config is run over the datapoints of a dataset and the evaluators judge each log.

    The dataset is taken as it is at this moment.
    """

    config_id: str
    """Id of the config to evaluate (`config_…`)."""
    evaluator_ids: List[str]
    """Ids of the evaluators that judge (`evfn_…`)."""
    dataset_id: str
    """Id of the dataset to run over (`evts_…`)."""
    provider_api_keys: NotRequired[Union[types.ProviderApiKeys, models.ProviderApiKeys]]
    """Provider keys for the generations and judgements of this evaluation; they are not kept with it. A provider
    that is left out uses the key configured on the server.
    """
    max_concurrency: NotRequired[int]
    """How many generations may run at the same time; more is faster but uses up provider rate limits sooner. Default
    5.
    """
    hl_generated: NotRequired[bool]
    """Whether the server generates the logs. With `false` the evaluation waits as `pending`; set it to `running` and
    post the logs yourself. Default `true`.
    """
    name: NotRequired[str]
    """Name of the evaluation, unique in the project. Optional."""
