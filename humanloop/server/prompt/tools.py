"""Tools as later releases of the API describe them: those of agents are wrapped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_object
from humanloop.server.json_values import as_object

if TYPE_CHECKING:
    from collections.abc import Iterable

_OF_FUNCTION = ("description", "parameters", "strict")


def plain_tools(tools: Iterable[Any]) -> list[Any]:
    """Take tools out of what is wrapped around them: `{"type": "inline", "json_schema": {…}}` and linked files."""
    return [_plain(tool) for tool in tools]


def linked_version(tool: Any) -> tuple[str, str] | None:
    """Answer the ids of file and version of a tool that is a file of its own; None if it is written out."""
    link = as_object(as_object(tool).get("link"))
    file_id, version_id = link.get("file_id"), link.get("version_id") or as_object(tool).get("version_id")
    if not file_id and is_object(tool) and tool.get("version_id"):
        file_id = tool.get("id")
    return (str(file_id), str(version_id)) if file_id else None


def _plain(tool: Any) -> Any:
    if not is_object(tool):
        return tool
    if is_object(tool.get("json_schema")):
        return tool["json_schema"]
    if is_object(tool.get("link")):
        file = as_object(tool.get("file"))
        function = as_object(file.get("function"))
        name = function.get("name") or file.get("name") or tool["link"].get("file_id")
        return {"name": name, **{key: function[key] for key in _OF_FUNCTION if key in function}}
    if "version_id" in tool:
        return {key: value for key, value in tool.items() if key not in {"version_id", "id"}}
    return tool
