# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `LogRequest`, as it is received."""

from datetime import datetime
from typing import Any, Optional, Union

from humanloop import pydantic as models
from humanloop.response.model import Model


class LogRequest(Model):
    """Record an input/output event that was produced outside the server: a model call of your own, a tool step, or the
    parent of such steps.
    """

    project: str | None = None
    """Name of the project the log goes to; it is created if it does not exist. Give this or `project_id`."""
    project_id: str | None = None
    """Id of the project the log goes to (`pr_…`). Give this or `project`."""
    session_id: str | None = None
    """Id of an existing session (`sesh_…`) to put the log into. Use this or `session_reference_id`, not both;
    without either the log belongs to no session unless its parent has one.
    """
    session_reference_id: str | None = None
    """Your own key for the session. The first use of a new key opens a session, later uses join it. Use this or
    `session_id`, not both.
    """
    parent_id: str | None = None
    """Id of the log (`data_…`) under which this one is nested in the session's tree. Use this or
    `parent_reference_id`, not both.
    """
    parent_reference_id: str | None = None
    """The `reference_id` given to the parent log in an earlier request, as an alternative to `parent_id`. It cannot
    point at another item of the same batch.
    """
    inputs: dict[str, Any] | None = None
    """Values that were put into the template or given to the tool, by name. Default `{}`."""
    source: str | None = None
    """Free text telling which application or component made the call, for example `sdk` or `web-app`; only recorded."""
    metadata: dict[str, Any] | None = None
    """Free key-value data recorded with the log; it has no influence on the generation."""
    save: bool | None = None
    """Whether contents are stored. With `false` the log keeps its id, config and metadata but no inputs, messages,
    outputs or raw provider traffic. Default `true`.
    """
    source_datapoint_id: str | None = None
    """Id of the dataset datapoint (`evtc_…`) from which the inputs and messages were taken. It lets results of an
    evaluation be attached to the log.
    """
    reference_id: str | None = None
    """Your own key for the log. Later calls can use it as `parent_reference_id`, or to update the log."""
    trial_id: str | None = None
    """Id of the experiment trial under which the output was produced, as returned with a sampled config. It
    determines the config, so that none need be given.
    """
    messages: list[models.ChatMessageWithToolCall] | None = None
    """All messages that were sent to the model, the filled template included."""
    output: str | None = None
    """Text the model or tool produced. Leave it out when logging an error, or when it will be added to the log
    later.
    """
    config_id: str | None = None
    """Id of the config (`config_…`) that produced the output. Give this or `config`."""
    config: Optional[Union[models.ModelConfigRequest, models.ToolConfigRequest]] = None
    """The config that produced the output, written out; it is stored as a version of the project unless the project
    already has the same one. Give this or `config_id`.
    """
    environment: str | None = None
    """Name of the environment in which the event took place, for example `production`; only recorded."""
    feedback: models.Feedback | list[models.Feedback] | None = None
    """One or more feedback items to attach to the new log at once; they need no `data_id`."""
    created_at: datetime | None = None
    """When the event took place (ISO 8601). Absent means the time at which the server receives it."""
    error: str | None = None
    """Error message, if the event failed."""
    duration: float | int | None = None
    """How long the event took, in seconds."""
    output_message: Optional[models.ChatMessageWithToolCall] = None
    """The assistant message the chat model produced, with its tool calls if there were any."""
    prompt_tokens: int | None = None
    """Number of tokens in the prompt."""
    output_tokens: int | None = None
    """Number of tokens in the output."""
    provider_request: dict[str, Any] | None = None
    """The request as it was sent to the provider."""
    provider_response: dict[str, Any] | None = None
    """The answer as it came from the provider."""
    judgment: bool | float | int | list[str] | str | None = None
    """Verdict, when the log is that of an evaluator: a boolean, a number, a label or a list of labels."""
    prompt_cost: float | int | None = None
    """Cost of the prompt tokens, in US dollars."""
    output_cost: float | int | None = None
    """Cost of the output tokens, in US dollars."""
    stdout: str | None = None
    """What the tool or evaluator printed while it ran."""
