"""What a call has to say so that it asks by the same version again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.config_content import MODEL_DEFAULTS
from humanloop.server.json_values import as_array, as_object

if TYPE_CHECKING:
    from collections.abc import Mapping

# What tells versions apart for people, and tools in their longer form.
_NAMES = frozenset({"id", "type", "name", "description", "status", "tool_configs"})


def chosen_settings(config: Mapping[str, Any]) -> dict[str, Any]:
    """Answer what of a model config, as it is answered, somebody chose: zero and false are choices, too."""
    chosen = {name: value for name, value in config.items() if name not in _NAMES and _is_chosen(name, value)}
    tools = tools_of(config)
    rest = {name: value for name, value in chosen.items() if name not in {"provider", "model", "tools"}}
    first = {name: config[name] for name in ("provider", "model") if config.get(name)}
    return {**first, **rest, **({"tools": tools} if tools else {})}


def tools_of(config: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Answer the tools of a model config as a call defines them; one that is linked keeps its id."""
    return [_tool(tool) for tool in map(as_object, as_array(config.get("tools")))]


def _tool(tool: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in tool.items() if value is not None}
    if given.get("source") == "organization":
        return given
    return {name: value for name, value in given.items() if name not in {"id", "source"}}


def _is_chosen(name: str, value: Any) -> bool:
    return value is not None and value != MODEL_DEFAULTS.get(name)
