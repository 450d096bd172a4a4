"""The `.prompt` text form of a model config: a header between two lines of dashes, then the template.

The template of a completion config is the rest of the file, as it is; that of a chat config has a block per message.
What neither can express stands in the header, as `prompt_template` or `chat_template`: so every config that is written
is read again as the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.request.arguments import problems_of
from humanloop.server.domain.config_content import canonical, model_content
from humanloop.server.errors import UnprocessableError
from humanloop.server.json_values import as_array, as_object
from humanloop.server.prompt.blocks import begins_with_role, read_messages, write_messages
from humanloop.server.prompt.header import read_header, write_header
from humanloop.server.prompt.tools import plain_tools
from humanloop.server.validation import body_validator

if TYPE_CHECKING:
    from collections.abc import Mapping

_DASHES = "---"
_CHAT, _COMPLETION = "chat_template", "prompt_template"
_KEYS = (
    "model",
    "temperature",
    "max_tokens",
    "top_p",
    "stop",
    "presence_penalty",
    "frequency_penalty",
    "seed",
    "response_format",
    "reasoning_effort",
    "template_language",
    "other",
    "provider",
    "endpoint",
    "tools",
)
_KEPT_IN_OTHER = ("attributes", "max_iterations")
"""Keys of later releases for which a model config has no place."""
_LATER = (*_KEPT_IN_OTHER, "linked_tools")
_TEMPLATES = (_CHAT, _COMPLETION)
_DESCRIPTIONS = ("name", "description")
_FLOATS = frozenset({"temperature", "top_p", "presence_penalty", "frequency_penalty"})


def write_prompt_file(content: Mapping[str, Any]) -> str:
    """Write the content of a model config, without its name and description."""
    header = {key: _header_value(key, content[key]) for key in _KEYS if content.get(key) not in (None, {})}
    body = ""
    messages = content.get(_CHAT)
    if messages is not None:
        body = write_messages(messages)
        if not _is_read_as(body, content["endpoint"], _CHAT, messages):
            header[_CHAT] = canonical(messages)
            body = ""
    template = content.get(_COMPLETION)
    if template is not None:
        if not body and _is_read_as(template, content["endpoint"], _COMPLETION, template):
            body = template
        else:
            header[_COMPLETION] = template
    return f"{_DASHES}\n{write_header(header)}{_DASHES}\n{body}"


def read_prompt_file(text: str) -> dict[str, Any]:
    """Read a model config: the fields of a request to register it.

    Raises:
        UnprocessableError: The text has no header, a key is unknown, or something cannot be read.
    """
    header_text, body, first_line = _cut(text)
    fields = read_header(header_text)
    unknown = [key for key in fields if key not in (*_KEYS, *_TEMPLATES, *_DESCRIPTIONS, *_LATER)]
    if unknown:
        named = ", ".join(repr(key) for key in unknown)
        raise UnprocessableError(f"The header has unknown keys: {named}. There are: {', '.join(_KEYS)}.")
    fields = _of_later_releases(fields)
    problems = problems_of(fields, body_validator("types.ProjectModelConfigRequest"))
    if problems:
        said = "; ".join(f"{'.'.join(map(str, problem.place))}: {problem.message}" for problem in problems)
        raise UnprocessableError(f"The header does not describe a model config: {said}.")
    for key, template in _read_body(body, fields.get("endpoint"), first_line).items():
        if fields.get(key) is not None:
            raise UnprocessableError(f"The file has a `{key}` in its header and another one below.")
        fields[key] = template
    endpoint = "chat" if fields.get(_CHAT) is not None else "complete"
    described = {key: fields.get(key) for key in _DESCRIPTIONS}
    return {**described, **model_content(fields, endpoint)}


def _of_later_releases(fields: dict[str, Any]) -> dict[str, Any]:
    """Put what later releases write into a header where this one has a place for it."""
    kept = {key: fields[key] for key in _KEPT_IN_OTHER if fields.get(key) not in (None, {})}
    tools = plain_tools([*as_array(fields.get("tools")), *as_array(fields.get("linked_tools"))])
    fields = {key: value for key, value in fields.items() if key not in _LATER}
    if tools:
        fields["tools"] = tools
    return {**fields, "other": {**as_object(fields.get("other")), **kept}} if kept else fields


def _header_value(key: str, value: Any) -> Any:
    if key == "tools":
        # The id of a tool that is written out here is only a label.
        return [
            {name: item for name, item in tool.items() if name not in {"id", "source"}}
            if tool.get("source") != "organization"
            else tool
            for tool in value
        ]
    # Beyond this, whole numbers are not all floats too.
    return float(value) if key in _FLOATS and abs(value) < 2**53 else value


def _cut(text: str) -> tuple[str, str, int]:
    """Cut a file into its header and its body; answers the number of the body's first line too."""
    lines = text.split("\n")
    start = next((index for index, line in enumerate(lines) if line.strip()), 0)
    first = lines[start]
    if first.endswith("\r"):
        # The file was saved with the line ends of Windows.
        lines = text.replace("\r\n", "\n").split("\n")
        first = lines[start]
    if first.strip() != _DASHES:
        raise UnprocessableError(f"The text must begin with a header, between two lines `{_DASHES}`.")
    indent = first[: first.index(_DASHES)]
    lines = [line.removeprefix(indent) for line in lines]
    end = next((index for index in range(start + 1, len(lines)) if lines[index].rstrip() == _DASHES), None)
    if end is None:
        raise UnprocessableError(f"The header does not end: a second line `{_DASHES}` is missing.")
    return "\n".join(lines[start + 1 : end]), "\n".join(lines[end + 1 :]), end + 2


def _read_body(body: str, endpoint: str | None, first_line: int) -> dict[str, Any]:
    """Read what stands below the header: a template of the one kind or the other, or none."""
    if not body.strip():
        return {}
    if begins_with_role(body):
        return {_CHAT: read_messages(body, first_line)}
    if endpoint == "chat":
        raise UnprocessableError(f"Line {first_line}: a chat template begins with a tag such as <system> or <user>.")
    return {_COMPLETION: body}


def _is_read_as(body: str, endpoint: str, key: str, template: Any) -> bool:
    """Tell whether a body is read again as the template that it was written from."""
    try:
        return bool(canonical(_read_body(body, endpoint, 1)) == {key: canonical(template)})
    except UnprocessableError:
        return False
