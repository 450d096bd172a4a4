# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `LogResponse`, as it is received."""

from datetime import datetime
from typing import Any, List, Literal, Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class LogResponse(Model):
    """A log: one recorded call with its inputs, its output, the config that was used and everything learned about it
    since.
    """

    project: str | None = None
    """Name of the project the log belongs to."""
    project_id: str | None = None
    """Identifier of the project the log belongs to, starts with `pr_`."""
    session_id: str | None = None
    """Identifier of the session the log is part of, starts with `sesh_`; null if it is in none."""
    session_reference_id: str | None = None
    """The caller's own key of the session; null if there is none."""
    parent_id: str | None = None
    """Identifier of the log this one is nested under, starts with `data_`; null for a top-level log."""
    parent_reference_id: str | None = None
    """The caller's own key (`reference_id`) of the parent log; null if there is none."""
    inputs: dict[str, Any] | None = None
    """Values that were put into the template, by name; empty if there were none or contents are not stored."""
    source: str | None = None
    """Where the log comes from, in the terms of the caller; null if not given."""
    metadata: dict[str, Any] | None = None
    """Free key/value pairs given by the caller; they are recorded and otherwise not used. Null if none were given."""
    save: bool | None = None
    """False if inputs, messages, outputs and provider payloads were kept out of storage at the request of the
    caller.
    """
    source_datapoint_id: str | None = None
    """Identifier of the datapoint the log was made for, starts with `evtc_`; null if it was made for none."""
    id: str
    """Identifier of the log, starts with `data_`."""
    reference_id: str | None = None
    """The caller's own key of the log; null if none was given."""
    trial_id: str | None = None
    """Identifier of the experiment trial the log belongs to, starts with `trial_`; null outside an experiment."""
    messages: list[models.ChatMessageWithToolCall] | None = None
    """Messages sent to the model: the filled-in chat template followed by those of the request; null if the call was
    no chat.
    """
    output: str | None = None
    """Text that was produced; null after an error, if it will be added later, or if contents are not stored."""
    judgment: bool | float | int | list[str] | str | None = None
    """Verdict expressed by the log if it comes from an evaluator: a boolean, a number, a label, a text or a list of
    labels. Null otherwise.
    """
    config_id: str | None = None
    """Identifier of the config that was used, starts with `config_`."""
    config: models.ConfigResponse
    """The config that was used."""
    environment: str | None = None
    """Name of the environment the call was made in; null if it did not go through a deployment and none was given."""
    feedback: list[models.FeedbackResponse] | None = None
    """Feedback the log has received; empty or null if there is none."""
    created_at: datetime | None = None
    """Time of the event, ISO 8601 in UTC: the time given by the caller, or else the time of receipt."""
    error: str | None = None
    """Message of the error that ended the call; null if it succeeded."""
    duration: float | int | None = None
    """Time the whole event took, in seconds; null if not known."""
    output_message: Optional[models.ChatMessageWithToolCall] = None
    """The answer as a complete chat message; null if the call was no chat."""
    prompt_tokens: int | None = None
    """Number of tokens sent to the model; null if not known."""
    output_tokens: int | None = None
    """Number of tokens the model generated; null if not known."""
    prompt_cost: float | int | None = None
    """Cost of the tokens sent, in US dollars; null if not known."""
    output_cost: float | int | None = None
    """Cost of the tokens generated, in US dollars; null if not known."""
    provider_request: dict[str, Any] | None = None
    """Body that was sent to the model provider; null if no provider was called or contents are not stored."""
    provider_response: dict[str, Any] | None = None
    """Body received from the model provider; null if no provider was called or contents are not stored."""
    user: str | None = None
    """Identifier of the end user, in the terms of the caller; null if not given."""
    provider_latency: float | int | None = None
    """Time the provider took to answer, in seconds; null if not known."""
    tokens: int | None = None
    """Sum of `prompt_tokens` and `output_tokens`; null if not known."""
    raw_output: str | None = None
    """Text exactly as the provider returned it, including white space at its ends; null if not known or not stored."""
    finish_reason: str | None = None
    """Why the model stopped: `stop`, `length` or `tool_call`; null if not known."""
    metric_values: list[models.MetricValueResponse] | None = None
    """Metrics of the project computed for this log; null if there are none."""
    tools: list[models.ToolResultResponse] | None = None
    """Results of the tools that the template itself calls; empty or null if it calls none."""
    tool_choice: Literal["none", "auto", "required"] | str | models.ToolChoice | None = None
    """How the model was told to use tools: `none`, `auto`, `required`, or an object that names the function to call;
    null if nothing was said.
    """
    evaluation_results: List["models.EvaluationResultResponse"]
    """Results of all evaluators that have judged the log, from monitoring and from evaluation runs; empty if there
    are none.
    """
    observability_status: models.ObservabilityStatus
    """Progress of the monitoring evaluators on this log; `completed` at once if the project has none."""
    updated_at: datetime
    """Time of the last change, ISO 8601 in UTC; equal to the creation time if nothing has changed since."""
    batch_ids: list[str] | None = None
    """Identifiers of the groups of logs, formed for evaluations, that contain this log; empty or null if there are
    none.
    """
    stdout: str | None = None
    """What the logged code printed, for example that of a tool or a Python evaluator; null if nothing was captured."""
