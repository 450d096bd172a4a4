# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `LogRequest`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, List, NotRequired, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class LogRequest(TypedDict):
    """Record an input/output event that was produced outside the server: a model call of your own, a tool step, or the
    parent of such steps.
    """

    project: NotRequired[str]
    """Name of the project the log goes to; it is created if it does not exist. Give this or `project_id`."""
    project_id: NotRequired[str]
    """Id of the project the log goes to (`pr_…`). Give this or `project`."""
    session_id: NotRequired[str]
    """Id of an existing session (`sesh_…`) to put the log into. Use this or `session_reference_id`, not both;
    without either the log belongs to no session unless its parent has one.
    """
    session_reference_id: NotRequired[str]
    """Your own key for the session. The first use of a new key opens a session, later uses join it. Use this or
    `session_id`, not both.
    """
    parent_id: NotRequired[str]
    """Id of the log (`data_…`) under which this one is nested in the session's tree. Use this or
    `parent_reference_id`, not both.
    """
    parent_reference_id: NotRequired[str]
    """The `reference_id` given to the parent log in an earlier request, as an alternative to `parent_id`. It cannot
    point at another item of the same batch.
    """
    inputs: NotRequired[Mapping[str, Any]]
    """Values that were put into the template or given to the tool, by name. Default `{}`."""
    source: NotRequired[str]
    """Free text telling which application or component made the call, for example `sdk` or `web-app`; only recorded."""
    metadata: NotRequired[Mapping[str, Any]]
    """Free key-value data recorded with the log; it has no influence on the generation."""
    save: NotRequired[bool]
    """Whether contents are stored. With `false` the log keeps its id, config and metadata but no inputs, messages,
    outputs or raw provider traffic. Default `true`.
    """
    source_datapoint_id: NotRequired[str]
    """Id of the dataset datapoint (`evtc_…`) from which the inputs and messages were taken. It lets results of an
    evaluation be attached to the log.
    """
    reference_id: NotRequired[str]
    """Your own key for the log. Later calls can use it as `parent_reference_id`, or to update the log."""
    trial_id: NotRequired[str]
    """Id of the experiment trial under which the output was produced, as returned with a sampled config. It
    determines the config, so that none need be given.
    """
    messages: NotRequired[Sequence[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]]]
    """All messages that were sent to the model, the filled template included."""
    output: NotRequired[str]
    """Text the model or tool produced. Leave it out when logging an error, or when it will be added to the log
    later.
    """
    config_id: NotRequired[str]
    """Id of the config (`config_…`) that produced the output. Give this or `config`."""
    config: NotRequired[
        Union[types.ModelConfigRequest, models.ModelConfigRequest, types.ToolConfigRequest, models.ToolConfigRequest]
    ]
    """The config that produced the output, written out; it is stored as a version of the project unless the project
    already has the same one. Give this or `config_id`.
    """
    environment: NotRequired[str]
    """Name of the environment in which the event took place, for example `production`; only recorded."""
    feedback: NotRequired[Union[types.Feedback, models.Feedback, Sequence[Union[types.Feedback, models.Feedback]]]]
    """One or more feedback items to attach to the new log at once; they need no `data_id`."""
    created_at: NotRequired[Union[datetime, str]]
    """When the event took place (ISO 8601). Absent means the time at which the server receives it."""
    error: NotRequired[str]
    """Error message, if the event failed."""
    duration: NotRequired[float]
    """How long the event took, in seconds."""
    output_message: NotRequired[Union[types.ChatMessageWithToolCall, models.ChatMessageWithToolCall]]
    """The assistant message the chat model produced, with its tool calls if there were any."""
    prompt_tokens: NotRequired[int]
    """Number of tokens in the prompt."""
    output_tokens: NotRequired[int]
    """Number of tokens in the output."""
    provider_request: NotRequired[Mapping[str, Any]]
    """The request as it was sent to the provider."""
    provider_response: NotRequired[Mapping[str, Any]]
    """The answer as it came from the provider."""
    judgment: NotRequired[Union[bool, float, List[str], str]]
    """Verdict, when the log is that of an evaluator: a boolean, a number, a label or a list of labels."""
    prompt_cost: NotRequired[float]
    """Cost of the prompt tokens, in US dollars."""
    output_cost: NotRequired[float]
    """Cost of the output tokens, in US dollars."""
    stdout: NotRequired[str]
    """What the tool or evaluator printed while it ran."""
