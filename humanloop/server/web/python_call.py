"""A log as the Python that would make one like it."""

from __future__ import annotations

from pprint import pformat
from typing import TYPE_CHECKING, Any

from humanloop.server.json_values import as_array, as_object

if TYPE_CHECKING:
    from collections.abc import Mapping

_SETTINGS = (
    "provider",
    "model",
    "max_tokens",
    "temperature",
    "top_p",
    "stop",
    "presence_penalty",
    "frequency_penalty",
    "seed",
    "response_format",
    "prompt_template",
    "chat_template",
    "other",
)
_LONGEST = 2000


def python_call(log: Mapping[str, Any]) -> str:
    """Write the call that asks the model of a log the same again; a log of no model is logged again.

    Args:
        log: The log, as it is answered.
    """
    config = log["config"]
    is_model = config["type"] == "model"
    arguments: dict[str, Any] = {"project": log["project"]}
    if log["inputs"]:
        arguments["inputs"] = log["inputs"]
    if is_model:
        return model_call(config, arguments, log["messages"])
    arguments["output"] = log["output"]
    return _write("log", arguments)


def model_call(config: Mapping[str, Any], arguments: dict[str, Any], messages: Any) -> str:
    """Write the call that asks a model.

    Args:
        config: The model config, as it is answered.
        arguments: What else the call is given.
        messages: The conversation, where there is one.
    """
    arguments = {**arguments, "model_config": {name: config[name] for name in _SETTINGS if config.get(name)}}
    if config.get("chat_template") is None and config.get("prompt_template") is not None:
        return _write("complete", arguments)
    return _write("chat", {**arguments, "messages": [_without_nothing(message) for message in as_array(messages)]})


def _without_nothing(message: Any) -> Any:
    return {name: value for name, value in as_object(message).items() if value is not None}


def _write(method: str, arguments: Mapping[str, Any]) -> str:
    lines = [f"    {name}={_shown(value)}," for name, value in arguments.items()]
    head = ["from humanloop import Humanloop", "", "humanloop = Humanloop()", f"humanloop.{method}("]
    return "\n".join([*head, *lines, ")"])


def _shown(value: Any) -> str:
    text = pformat(value, width=100, sort_dicts=False).replace("\n", "\n        ")
    return text if len(text) <= _LONGEST else f"...,  # {len(text)} characters"
