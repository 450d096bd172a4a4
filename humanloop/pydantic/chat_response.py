# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Model of `ChatResponse`, as it is received."""

from typing import Any, Literal, Optional

from humanloop import pydantic as models
from humanloop.response.model import Model


class ChatResponse(Model):
    """Answer to a chat request: one entry in `data` per sample.

    When streaming, each event is a partial object of this form.
    """

    project_id: str | None = None
    """Identifier of the project the logs were stored in, starts with `pr_`; null if the request named no project, in
    which case nothing was stored.
    """
    num_samples: int | None = None
    """Number of answers asked for per request; `data` holds one entry for each."""
    logprobs: int | None = None
    """Number of most likely tokens per position whose log probabilities were asked for; null if none were. The
    values themselves are in `provider_responses`.
    """
    suffix: str | None = None
    """Text that was given to follow the generated text; null if there was none."""
    user: str | None = None
    """Identifier of the end user, as given in the request and passed on to the provider; null if none was given."""
    data: list[models.ChatDataResponse]
    """The generated messages, one per sample; a streamed event holds exactly one."""
    usage: Optional[models.Usage] = None
    """Token counts of the whole request; in a stream, only in the last event of a sample."""
    metadata: dict[str, Any] | None = None
    """Free key/value pairs given by the caller; they are recorded and otherwise not used. Null if none were given."""
    provider_responses: list[Any]
    """Bodies received from the model provider, unchanged; one per call made."""
    provider_request: dict[str, Any] | None = None
    """Body that was sent to the model provider, for debugging; in a stream, only in the last event of a sample."""
    session_id: str | None = None
    """Identifier of the session of the logs, starts with `sesh_`; null if the request named no session."""
    tool_choice: Literal["none", "auto", "required"] | str | models.ToolChoice | None = None
    """How the model was told to use tools: `none` (do not call any), `auto` (decide itself), `required` (call at
    least one), or an object that names the function to call. Null if the request did not say.
    """
