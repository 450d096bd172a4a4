"""What a config consists of, and when two configs are the same.

Two configs of a project are one and the same when their content is equal once defaults are filled in, nulls are
dropped at every depth and numbers are compared by value. Names and descriptions of model configs do not count.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.domain.identifiers import new_id, to_id
from humanloop.server.errors import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MODEL_DEFAULTS: dict[str, Any] = {
    "provider": "openai",
    "temperature": 1,
    "max_tokens": -1,
    "top_p": 1,
    "presence_penalty": 0,
    "frequency_penalty": 0,
    "other": {},
}
"""What a model config has where nobody chooses."""
_MODEL_KEYS = (
    "provider",
    "model",
    "endpoint",
    "prompt_template",
    "chat_template",
    "template_language",
    "temperature",
    "max_tokens",
    "top_p",
    "stop",
    "presence_penalty",
    "frequency_penalty",
    "other",
    "seed",
    "response_format",
    "reasoning_effort",
    "tools",
)
_TOOL_KEYS = (
    "name",
    "description",
    "parameters",
    "source",
    "source_code",
    "setup_schema",
    "other",
    "preset_name",
    "strict",
)


def model_content(given: Mapping[str, Any], endpoint: str, ignored: Iterable[str] = ()) -> dict[str, Any]:
    """Fill in what a model config leaves out, and drop what does not belong to one.

    Args:
        given: Fields as they came.
        endpoint: The endpoint if none is given.
        ignored: Fields that this kind of config does not have.
    """
    given = {key: value for key, value in given.items() if key not in set(ignored)}
    content: dict[str, Any] = {**MODEL_DEFAULTS, "endpoint": endpoint, **_present(given, _MODEL_KEYS)}
    tools = [_tool_content(tool) for tool in content.pop("tools", [])]
    return {**content, "tools": tools} if tools else content


def tool_content(given: Mapping[str, Any]) -> dict[str, Any]:
    """Drop what does not belong to a tool config."""
    return _present(given, _TOOL_KEYS)


def logged_content(given: Mapping[str, Any], place: tuple[str | int, ...]) -> tuple[str, dict[str, Any]]:
    """Read the config of a log, whose type is `model` unless it says otherwise: answers type and content.

    Raises:
        InvalidRequestError: The type is not one that logs can have, or a required field is missing.
    """
    config_type = given.get("type") or "model"
    required = {"model": "model", "tool": "name"}.get(config_type)
    if required is None:
        message = f"config type {config_type!r} cannot be logged; use 'model' or 'tool'"
        raise InvalidRequestError([((*place, "type"), message, "literal_error")])
    if not isinstance(given.get(required), str):
        raise InvalidRequestError([((*place, required), "field required", "missing")])
    if config_type == "tool":
        return "tool", tool_content(given)
    return "model", model_content(given, "complete")


def identity_of(config_type: str, content: Mapping[str, Any]) -> str:
    """Compute the digest that equal configs share."""
    counted = dict(content)
    if config_type == "model" and "tools" in counted:
        counted["tools"] = [_tool_identity(tool) for tool in counted["tools"]]
    text = json.dumps(canonical({**counted, "type": config_type}), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def id_for(identity: str) -> str:
    """Compute the id that the first config of this content gets, so that it is known before it is registered."""
    return to_id("config", int(identity, 16))


def canonical(value: Any) -> Any:
    """Write a value of JSON in the one form that all equal values share: without nulls, and 1 for 1.0."""
    if is_object(value):
        return {key: canonical(item) for key, item in value.items() if item is not None}
    if is_list(value):
        return [canonical(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _present(given: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: given[key] for key in keys if given.get(key) is not None}


def _tool_content(tool: Mapping[str, Any]) -> dict[str, Any]:
    """Keep a tool of a model config; one that is written out in it gets an id of its own."""
    if tool.get("source") == "organization":
        return {"id": tool.get("id"), "source": "organization", **_present(tool, _TOOL_KEYS)}
    return {**_present(tool, _TOOL_KEYS), "id": new_id("config"), "source": "inline"}


def _tool_identity(tool: Mapping[str, Any]) -> dict[str, Any]:
    # A linked tool may change without making a new config; the id of an inline one is only a label.
    if tool.get("source") == "organization":
        return {"id": tool.get("id"), "source": "organization"}
    return {key: value for key, value in tool.items() if key not in {"id", "source"}}
