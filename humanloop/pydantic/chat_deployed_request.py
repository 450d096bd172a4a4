# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ChatDeployedRequest`, as it is received."""

from typing import Any, Literal, Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class ChatDeployedRequest(Model):
    """Generate a chat answer with the config, or the experiment, that is deployed in an environment of the project."""

    messages: list[models.ChatMessageWithToolCall]
    """Conversation so far, oldest first. It is sent to the provider after the rendered chat template; variables
    inside these messages are not replaced. May be empty.
    """
    project: str | None = None
    """Name of the project whose deployment answers. It has to exist; this call creates no project. `project_id` can
    be given instead.
    """
    project_id: str | None = None
    """Id of the project whose deployment answers (`pr_…`). Takes the place of `project`."""
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
    """Values for the variables of the template, by name. A variable of the template that has no value here is an
    error, surplus keys are allowed. Default `{}`.
    """
    source: str | None = None
    """Free text telling which application or component made the call, for example `sdk` or `web-app`; only recorded."""
    metadata: dict[str, Any] | None = None
    """Free key-value data recorded with the log; it has no influence on the generation."""
    save: bool | None = None
    """Whether contents are stored. With `false` the log keeps its id, config and metadata but no inputs, messages,
    outputs or raw provider traffic; the answer is not affected. Default `true`.
    """
    source_datapoint_id: str | None = None
    """Id of the dataset datapoint (`evtc_…`) from which the inputs and messages were taken. It lets results of an
    evaluation be attached to the log.
    """
    provider_api_keys: Optional[models.ProviderApiKeys] = None
    """Provider keys for this call only; they are not stored. A provider that is left out uses the key configured on
    the server.
    """
    num_samples: int | None = None
    """How many generations to make for the same input. Each has its own log and its own entry in `data`. Default 1."""
    stream: bool | None = None
    """With `true` the answer comes as data-only server-sent events, each holding the next piece of one sample;
    several samples are streamed independently. Default `false`.
    """
    user: str | None = None
    """Your identifier of the end user; recorded and handed on to the provider."""
    seed: int | None = None
    """Deprecated: set `seed` in the model config. It is used only when the config has none."""
    return_inputs: bool | None = None
    """Whether the answer repeats the inputs. With `false` they are `{}` in each entry, which keeps the answer small.
    Default `true`.
    """
    tool_choice: Literal["none", "auto", "required"] | str | models.ToolChoice | None = None
    """Whether the model may call tools: `none` (default if the config has no tools), `auto` (default if it has),
    `required` for at least one call, or an object naming the one function to call.
    """
    tool_call: str | dict[str, str] | None = None
    """Deprecated, use `tool_choice`: `none`, `auto`, or an object with the `name` of the function to call. Ignored
    when `tool_choice` is given.
    """
    response_format: Optional[models.ResponseFormat] = None
    """Form in which the model has to answer, for example JSON. Overrides the `response_format` of the config for
    this call; absent means the setting of the config.
    """
    environment: str | None = None
    """Name of the environment whose deployment is used, for example `staging`. Absent means the default environment."""
