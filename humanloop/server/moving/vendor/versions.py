"""Versions of prompts, agents, tools and flows, as configs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_object
from humanloop.server.domain.config_content import model_content, tool_content
from humanloop.server.json_values import as_array, as_object
from humanloop.server.moving.records import Change, Config, Link
from humanloop.server.moving.secrets import without_secrets
from humanloop.server.moving.values import check_messages, kept, left_over, moment, shown
from humanloop.server.moving.vendor.files import IDENTITY, KINDS, name_of, project_of, type_of, version_name
from humanloop.server.prompt.tools import linked_version, plain_tools

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from humanloop.server.moving.records import Project

    FindTool = Callable[[str, str], Mapping[str, Any] | None]

_SAMPLING = (
    *("model", "provider", "endpoint", "template_language", "max_tokens", "temperature", "top_p", "stop"),
    *("presence_penalty", "frequency_penalty", "other", "seed", "response_format", "reasoning_effort", "tools"),
)
_OF_MODEL = frozenset({*_SAMPLING, "template", "linked_tools", "max_iterations"})
_OF_TOOL = frozenset({"function", "source_code", "setup_values", "tool_type"})
_LANGUAGE = "default"


def config_of(version: Mapping[str, Any], prefix: str, find_tool: FindTool, project: Project | None = None) -> Config:
    """Build the config that a version becomes.

    Args:
        version: The version, as the vendor's API has answered it.
        prefix: Stands before the name of its project.
        find_tool: Finds a version of a tool by the ids of file and version.
        project: The project, where it is known by the newest version.
    """
    kind = type_of(version)
    project = project or project_of(version, prefix)
    if kind == "tool":
        return _tool(version, project)
    if kind in {"prompt", "agent"}:
        return _model(version, project, prefix, find_tool)
    attributes = as_object(version.get("attributes"))
    content = {"other": attributes} if attributes else {}
    return _config(version, project, "generic", content, left_over(version, IDENTITY))


def model_of(kernel: Mapping[str, Any]) -> tuple[dict[str, Any], list[Change]]:
    """Build the content of a model config from what a prompt says, without its linked tools; and what changed."""
    template = kernel.get("template")
    is_chat = isinstance(template, list)
    fields = {name: kernel[name] for name in _SAMPLING if kernel.get(name) is not None}
    fields["tools"] = plain_tools(tools_of(kernel))
    changes: list[Change] = []
    if is_chat:
        check_messages("template", template)
    if template is not None:
        fields["chat_template" if is_chat else "prompt_template"] = template
    if kernel.get("max_iterations") is not None:
        fields["other"] = {**as_object(fields.get("other")), "max_iterations": kernel["max_iterations"]}
        changes.append(Change("max_iterations", "kept in `other`; nothing repeats", str(kernel["max_iterations"])))
    if kernel.get("template_language") not in (None, _LANGUAGE):
        how = "kept, but this server fills in templates of the language 'default' only"
        changes.append(Change("template_language", how, shown(kernel["template_language"])))
    if not isinstance(fields.get("model"), str):
        fields["model"] = "unknown"
        changes.append(Change("model", "there was none: 'unknown'"))
    return model_content(fields, "chat" if is_chat else "complete"), changes


def tools_of(kernel: Mapping[str, Any]) -> list[Any]:
    """List the tools of a prompt, those that are files of their own last."""
    return [tool for name in ("tools", "linked_tools") for tool in as_array(kernel.get(name)) if is_object(tool)]


def _model(version: Mapping[str, Any], project: Project, prefix: str, find_tool: FindTool) -> Config:
    content, changes = model_of(version)
    links: list[Link] = []
    for position, tool in enumerate(tools_of(version)):
        ids = linked_version(tool)
        if ids is None:
            continue
        found = find_tool(*ids)
        if found is None or type_of(found) != "tool":
            changes.append(Change("linked_tools", "written out: the tool is not in the export", shown(ids[0])))
        else:
            links.append(Link(position, config_of(found, prefix, find_tool)))
    return _config(version, project, "model", content, left_over(version, IDENTITY | _OF_MODEL), changes, links)


def _tool(version: Mapping[str, Any], project: Project) -> Config:
    function = as_object(version.get("function"))
    setup, secrets = without_secrets(version.get("setup_values"))
    other = left_over({"tool_type": version.get("tool_type"), "setup_values": setup}, ())
    content = tool_content(
        {
            "name": function.get("name") or name_of(version).rpartition("/")[2],
            **{key: function.get(key) for key in ("description", "parameters", "strict")},
            "source_code": version.get("source_code"),
            "other": other or None,
        }
    )
    changes: list[Change] = []
    if secrets:
        changes.append(Change("setup_values", "secrets are left out"))
    rest = left_over(version, IDENTITY | _OF_TOOL)
    return _config(version, project, "tool", content, rest, changes, secrets=secrets)


def _config(
    version: Mapping[str, Any],
    project: Project,
    config_type: str,
    content: dict[str, Any],
    rest: dict[str, Any],
    changes: list[Change] | None = None,
    links: list[Link] | None = None,
    secrets: int = 0,
) -> Config:
    key = version.get("version_id")
    return Config(
        kind=KINDS.get(type_of(version), "prompts"),
        key=str(key or f"{project.key}:unversioned"),
        project=project,
        type=config_type,
        content=content,
        name=version_name(version),
        description=version.get("version_description"),
        created_at=moment(version.get("created_at")),
        updated_at=moment(version.get("updated_at")),
        links=tuple(links or ()),
        changes=(*(changes or ()), *kept(rest)),
        rest=rest,
        secrets=secrets,
        is_old_id=bool(key),
    )
