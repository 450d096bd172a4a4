"""Configs as they are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_object
from humanloop.server.domain.messages import whole_messages
from humanloop.server.json_values import as_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.server.store.rows import Row

_MODEL_FIELDS = (
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
    "endpoint",
)
_EVALUATOR_FIELDS = ("evaluator_type", "model_config", "code", "arguments_type", "return_type")
# Fields of later revisions, which clients of earlier ones should not see unless they were used.
_LATER_FIELDS = ("reasoning_effort", "template_language")


def config_name(row: Row) -> str:
    """Answer the name of a config; one that was given none is called after what it holds."""
    given: str | None = row["name"] or row["content"].get("name")
    return given or f"{row['content'].get('model', row['type'])}-{row['identity'][:6]}"


def config_answer(row: Row) -> dict[str, Any]:
    """Build the answer for a config of any type."""
    if row["type"] == "model":
        return model_config_answer(row)
    answer = {
        "id": row["id"],
        "type": row["type"],
        "name": config_name(row),
        "description": row["description"],
        "other": row["content"].get("other"),
        "created_by": None,
        "status": row["status"],
    }
    if row["type"] == "tool":
        return answer | _tool_fields(row["content"])
    if row["type"] == "evaluator":
        return answer | {field: row["content"].get(field) for field in _EVALUATOR_FIELDS}
    return answer


def model_config_answer(row: Row) -> dict[str, Any]:
    """Build the answer for a model config."""
    content = row["content"]
    tools = content.get("tools", [])
    return {
        "id": row["id"],
        "type": "model",
        "name": config_name(row),
        "description": row["description"],
        "other": content.get("other"),
        **{field: content.get(field) for field in _MODEL_FIELDS},
        "chat_template": whole_messages(content.get("chat_template")),
        **{field: content[field] for field in _LATER_FIELDS if field in content},
        "tools": [_tool_answer(tool) for tool in tools],
        "tool_configs": [_tool_config_answer(tool) for tool in tools],
    }


def _tool_answer(tool: Mapping[str, Any]) -> dict[str, Any]:
    answer = {
        "id": tool["id"],
        "name": tool.get("name", ""),
        "description": tool.get("description"),
        "parameters": tool.get("parameters"),
        "source": tool.get("source"),
    }
    # Clients register again what they were answered, so what makes a config the same has to be answered too.
    rest = ("strict", "source_code", "preset_name", "other", "setup_schema")
    return answer | {key: tool[key] for key in rest if key in tool}


def _tool_config_answer(tool: Mapping[str, Any]) -> dict[str, Any]:
    answer = {
        "id": tool["id"],
        "type": "tool",
        "name": tool.get("name", ""),
        "description": tool.get("description"),
        "other": tool.get("other"),
        "created_by": None,
        "status": "committed",
    }
    return answer | _tool_fields(tool)


def _tool_fields(content: Mapping[str, Any]) -> dict[str, Any]:
    fields = {
        "source": content.get("source"),
        "source_code": content.get("source_code"),
        "setup_schema": content.get("setup_schema"),
        "parameters": content.get("parameters"),
        "signature": _signature(content),
        "is_preset": "preset_name" in content,
        "preset_name": content.get("preset_name"),
    }
    return fields | ({"strict": content["strict"]} if "strict" in content else {})


def _signature(content: Mapping[str, Any]) -> str | None:
    """Write a tool as it is called: its name and the names of its parameters."""
    properties = as_object(content.get("parameters")).get("properties")
    return f"{content.get('name')}({', '.join(properties)})" if is_object(properties) else None
