# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `CreateEvaluationRequest`, as it is received."""

from typing import Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class CreateEvaluationRequest(Model):
    """Start an evaluation: a config is run over the datapoints of a dataset and the evaluators judge each log.

    The dataset is taken as it is at this moment.
    """

    config_id: str
    """Id of the config to evaluate (`config_…`)."""
    evaluator_ids: list[str]
    """Ids of the evaluators that judge (`evfn_…`)."""
    dataset_id: str
    """Id of the dataset to run over (`evts_…`)."""
    provider_api_keys: Optional[models.ProviderApiKeys] = None
    """Provider keys for the generations and judgements of this evaluation; they are not kept with it. A provider
    that is left out uses the key configured on the server.
    """
    max_concurrency: int | None = None
    """How many generations may run at the same time; more is faster but uses up provider rate limits sooner. Default
    5.
    """
    hl_generated: bool | None = None
    """Whether the server generates the logs. With `false` the evaluation waits as `pending`; set it to `running` and
    post the logs yourself. Default `true`.
    """
    name: str | None = None
    """Name of the evaluation, unique in the project. Optional."""
