# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Type of `CompletionResponse`, as it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, Optional, TypedDict, Union

from humanloop import pydantic as models
from humanloop import type as types


class CompletionResponse(TypedDict):
    """Answer to a completion request: one entry in `data` per sample.

    When streaming, each event is a partial object of this form.
    """

    project_id: NotRequired[Optional[str]]
    """Identifier of the project the logs were stored in, starts with `pr_`; null if the request named no project, in
    which case nothing was stored.
    """
    num_samples: NotRequired[Optional[int]]
    """Number of answers asked for per request; `data` holds one entry for each."""
    logprobs: NotRequired[Optional[int]]
    """Number of most likely tokens per position whose log probabilities were asked for; null if none were. The
    values themselves are in `provider_responses`.
    """
    suffix: NotRequired[Optional[str]]
    """Text that was given to follow the generated text; null if there was none."""
    user: NotRequired[Optional[str]]
    """Identifier of the end user, as given in the request and passed on to the provider; null if none was given."""
    data: Sequence[Union[types.DataResponse, models.DataResponse]]
    """The generated texts, one per sample; a streamed event holds exactly one."""
    usage: NotRequired[Optional[Union[types.Usage, models.Usage]]]
    """Token counts of the whole request; in a stream, only in the last event of a sample."""
    metadata: NotRequired[Optional[Mapping[str, Any]]]
    """Free key/value pairs given by the caller; they are recorded and otherwise not used. Null if none were given."""
    provider_responses: Sequence[Any]
    """Bodies received from the model provider, unchanged; one per call made."""
    provider_request: NotRequired[Optional[Mapping[str, Any]]]
    """Body that was sent to the model provider, for debugging; in a stream, only in the last event of a sample."""
    session_id: NotRequired[Optional[str]]
    """Identifier of the session of the logs, starts with `sesh_`; null if the request named no session."""
