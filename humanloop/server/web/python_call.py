"""A log as the Python that would make one like it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.domain.config_requests import chosen_settings
from humanloop.server.domain.template_messages import messages_after_template
from humanloop.server.json_values import as_array, as_object

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 2000
_WIDTH = 88


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
        return model_call(config, arguments, messages_after_template(config, log["inputs"], log["messages"]))
    arguments["output"] = log["output"]
    return _write("log", arguments)


def model_call(config: Mapping[str, Any], arguments: dict[str, Any], messages: Any) -> str:
    """Write the call that asks a model.

    Args:
        config: The model config, as it is answered.
        arguments: What else the call is given.
        messages: The conversation, where there is one.
    """
    is_chat = config.get("chat_template") is not None or config.get("prompt_template") is None
    settings = chosen_settings(config)
    if settings.get("endpoint") == ("chat" if is_chat else "complete"):
        del settings["endpoint"]
    if "chat_template" in settings:
        settings["chat_template"] = [_without_nothing(message) for message in as_array(settings["chat_template"])]
    arguments = {**arguments, "model_config": settings}
    if not is_chat:
        return _write("complete", arguments)
    return _write("chat", {**arguments, "messages": [_without_nothing(message) for message in as_array(messages)]})


def _without_nothing(message: Any) -> Any:
    return {name: value for name, value in as_object(message).items() if value is not None}


def _write(method: str, arguments: Mapping[str, Any]) -> str:
    lines = [
        f"    {name}={_fields(value) if name == 'model_config' else _shown(value, 1, _LONGEST)},"
        for name, value in arguments.items()
    ]
    head = ["from humanloop import Humanloop", "", "humanloop = Humanloop()", f"humanloop.{method}("]
    return "\n".join([*head, *lines, ")"])


def _fields(config: Mapping[str, Any]) -> str:
    """Write a config; of one that is long, what makes it so is left out."""
    text = _python(config, 1)
    if len(text) <= _LONGEST:
        return text
    items = [f"        {literal(name)}: {_shown(value, 2, _LONGEST // 2)},\n" for name, value in config.items()]
    return "{\n" + "".join(items) + "    }"


def _shown(value: Any, depth: int, most: int) -> str:
    text = _python(value, depth)
    return text if len(text) <= most else f"...,  # {len(text)} characters"


def _python(value: Any, depth: int) -> str:
    """Write a value as Python does that is formatted: in one line where it is short, else a line an item."""
    if isinstance(value, str):
        return literal(value)
    if is_object(value):
        items, ends = [f"{literal(name)}: {_python(each, depth + 1)}" for name, each in value.items()], "{}"
    elif is_list(value):
        items, ends = [_python(each, depth + 1) for each in value], "[]"
    else:
        return repr(value)
    line = f"{ends[0]}{', '.join(items)}{ends[1]}"
    if len(line) <= _WIDTH - 4 * depth and "\n" not in line:
        return line
    indent = "    " * depth
    return f"{ends[0]}\n" + "".join(f"{indent}    {item},\n" for item in items) + f"{indent}{ends[1]}"


def literal(value: str) -> str:
    """Write a text in double quotes; Python reads those of JSON, but for halves of a pair of characters."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return repr(value)
    return json.dumps(value, ensure_ascii=False)
