"""Messages of all emitters become messages of this API: one reader for the forms in which they are written.

A message is `{role, content}` or `{role, parts}`, or LangChain's constructor around one. Parts are texts, images, tool
calls and answers of tools, under the names that each library has for them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.json_values import as_array, as_object
from humanloop.server.tracing.texts import compact, parsed_container

Message = dict[str, Any]

_ROLES = {
    "user": "user",
    "human": "user",
    "assistant": "assistant",
    "ai": "assistant",
    "model": "assistant",
    "chatbot": "assistant",
    "system": "system",
    "developer": "system",
    "tool": "tool",
    "function": "tool",
}
# LangChain says the kind of a message by its class.
_CLASSES = {
    "HumanMessage": "user",
    "AIMessage": "assistant",
    "AIMessageChunk": "assistant",
    "SystemMessage": "system",
    "ToolMessage": "tool",
    "FunctionMessage": "tool",
}
_MESSAGE_KEYS = ("role", "content", "parts", "contents", "kwargs", "tool_calls", "data", "message")
_TEXTS = frozenset({"text", "input_text", "output_text", "refusal"})
_CALLS = frozenset({"tool_call", "tool-call", "tool_use", "toolcall", "function_call"})
_ANSWERS = frozenset({"tool_call_response", "tool-result", "tool_result", "tool_call_result", "function_call_output"})
_THOUGHTS = frozenset({"reasoning", "thinking", "redacted_thinking"})
_IMAGES = frozenset({"image", "image_url", "image-url", "input_image", "blob", "uri", "file", "binary", "file_data"})


class _Parts(NamedTuple):
    contents: list[dict[str, Any]]
    calls: list[dict[str, Any]]
    answers: list[Message]


def to_messages(value: Any) -> list[Message] | None:
    """Read messages; None if there are none.

    Args:
        value: A list of them, one of them, a text that the user has said, or an object with `messages`.
    """
    value = parsed_container(value)
    if value is None or value in ("", []):
        return None
    if isinstance(value, str):
        return [{"role": "user", "content": value}]
    if is_object(value):
        inner = value.get("messages")
        if is_list(inner):
            return to_messages(inner)
        return _message(value) if _is_message(value) else None
    found: list[Message] = []
    for item in as_array(value):
        # LangChain sends a list for each prompt of a batch.
        for each in item if is_list(item) else [item]:
            found += (_message(each) if is_object(each) else to_messages(each)) or []
    return found or None


def system_messages(instructions: Any) -> list[Message]:
    """Read instructions that stand beside the messages: a text, or a list of parts."""
    instructions = parsed_container(instructions)
    if not instructions:
        return []
    if isinstance(instructions, str):
        return [{"role": "system", "content": instructions}]
    parts = instructions if is_list(instructions) else [instructions]
    texts = [text for part in parts if (text := _text_of(part))]
    return [{"role": "system", "content": "\n".join(texts)}] if texts else []


def with_instructions(instructions: Any, messages: list[Message] | None) -> list[Message] | None:
    """Put instructions before messages, unless they are there already."""
    system = system_messages(instructions)
    if messages and messages[0]["role"] == "system":
        return messages
    return [*system, *(messages or [])] or None


def assistant_message(value: Any) -> Message:
    """Read a message that the model has said."""
    found = to_messages(value) or [{"role": "assistant", "content": None}]
    return {**found[0], "role": "assistant"}


def text_of_message(message: Message) -> str | None:
    """Answer the text of a message; None if it has none."""
    content = message.get("content")
    if is_list(content):
        return "\n".join(as_object(part)["text"] for part in content if "text" in as_object(part)) or None
    return content


def tool_call(value: Any) -> dict[str, Any]:
    """Read a tool call."""
    outer = as_object(value)
    call = as_object(outer.get("tool_call")) or outer
    function = as_object(call.get("function")) or call
    arguments = _first(function, "arguments", "args", "input")
    return {
        "id": compact(_first(call, "id", "toolCallId", "tool_call_id", "call_id") or ""),
        "type": "function",
        "function": {
            "name": compact(_first(function, "name", "toolName") or ""),
            "arguments": "{}" if arguments is None else compact(arguments),
        },
    }


def tools_of(value: Any) -> list[dict[str, Any]]:
    """Read definitions of tools: a list of objects, or of JSON texts, flat or around a `function`."""
    found: list[dict[str, Any]] = []
    for item in as_array(parsed_container(value)):
        given = as_object(parsed_container(item))
        inner = as_object(parsed_container(as_object(given.get("tool")).get("json_schema")))
        given = inner or given
        function = as_object(given.get("function")) or given
        name = function.get("name")
        if not isinstance(name, str) or not name:
            continue
        schema = _first(function, "parameters", "input_schema", "inputSchema", "parameters_json_schema")
        tool = {
            "name": name,
            "description": function.get("description") if isinstance(function.get("description"), str) else None,
            "parameters": as_object(parsed_container(schema)) or None,
        }
        found.append({key: value for key, value in tool.items() if value is not None})
    return found


def _is_message(value: dict[str, Any]) -> bool:
    return any(key in value for key in _MESSAGE_KEYS)


def _message(value: dict[str, Any]) -> list[Message]:
    """Read one message; answers of tools within it become messages of their own."""
    value, role = _unwrapped(value)
    content = _first(value, "parts", "contents", "content")
    if is_list(content):
        parts = _parts(content)
    else:
        parts = _Parts([] if content is None else [{"type": "text", "text": compact(content)}], [], [])
    calls = [tool_call(call) for call in as_array(parsed_container(value.get("tool_calls")))] or parts.calls
    answers = parts.answers
    if role == "tool" and not answers:
        return [_answer(value, _joined(parts.contents))]
    if answers and not parts.contents and not calls:
        return answers
    message: Message = {"role": role, "content": _joined(parts.contents)}
    if calls:
        message |= {"tool_calls": calls, "content": message["content"] or None}
    name = value.get("name")
    if isinstance(name, str) and name:
        message["name"] = name
    return [*answers, message]


def _unwrapped(value: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Take a message out of what LangChain and OpenInference put around it: answers it and its role."""
    inner = value.get("message")
    if is_object(inner):
        value = inner
    name = as_array(value.get("id"))[-1:] if is_list(value.get("id")) else []
    kwargs, data = value.get("kwargs"), value.get("data")
    if is_object(kwargs):
        return kwargs, _CLASSES.get(name[0] if name else "", "") or _role(kwargs)
    if is_object(data):
        return data, _role({**data, **value})
    return value, _role(value)


def _role(value: dict[str, Any]) -> str:
    given = value.get("role") or value.get("type")
    return _ROLES.get(given.lower() if isinstance(given, str) else "", "user")


def _parts(items: list[Any]) -> _Parts:
    parts = _Parts([], [], [])
    for item in items:
        # OpenInference names the part in each of its keys.
        part = as_object(as_object(item).get("message_content")) or item
        kind = as_object(part).get("type")
        if kind in _CALLS:
            parts.calls.append(tool_call(part))
        elif kind in _ANSWERS:
            parts.answers.append(_answer(part, None))
        elif kind in _THOUGHTS:
            continue
        else:
            content = _content(part)
            if content is not None:
                parts.contents.append(content)
    return parts


def _content(part: Any) -> dict[str, Any] | None:
    """Read a part that is text or an image; what is neither is kept as the JSON that it is."""
    kind = as_object(part).get("type")
    if kind in _IMAGES:
        url = _image_url(as_object(part))
        if url is not None:
            return {"type": "image_url", "image_url": url}
    elif isinstance(part, str) or kind in _TEXTS or kind is None:
        text = _text_of(part)
        if text is not None:
            return {"type": "text", "text": text} if text else None
    return {"type": "text", "text": compact(part)}


def _text_of(part: Any) -> str | None:
    if isinstance(part, str):
        return part
    text = _first(as_object(part), "text", "content", "refusal")
    return text if isinstance(text, str) else None


def _image_url(part: dict[str, Any]) -> dict[str, Any] | None:
    """Read where an image is; None if the part is none."""
    given = _first(part, "image_url", "image", "source", "uri", "url", "data", "content")
    inner = as_object(given)
    inner = as_object(inner.get("image")) or inner
    media = _first({**inner, **part}, "media_type", "mime_type", "mediaType", "mimeType")
    modality = part.get("modality")
    if isinstance(media, str) and not media.startswith("image/"):
        return None
    if isinstance(modality, str) and modality != "image":
        return None
    address = _first(inner, "url", "uri", "data") if inner else given
    if not isinstance(address, str) or not address:
        return None
    if ":" not in address[:64]:
        address = f"data:{media or 'image/png'};base64,{address}"
    detail = inner.get("detail")
    return {"url": address, "detail": detail} if detail in {"high", "low", "auto"} else {"url": address}


def _answer(value: dict[str, Any], content: Any) -> Message:
    """Read what a tool has answered."""
    if content is None:
        given = _first(value, "response", "result", "output", "content")
        inner = as_object(given)
        # Vercel says in which form the value is.
        content = inner["value"] if set(inner) == {"type", "value"} else given
    message: Message = {
        "role": "tool",
        "content": content if content is None or (is_list(content) and _is_content(content)) else compact(content),
        "tool_call_id": _first(value, "tool_call_id", "toolCallId", "tool_use_id", "call_id", "id"),
        "name": _first(value, "name", "toolName"),
    }
    return {
        key: item if key == "content" else compact(item)
        for key, item in message.items()
        if item is not None or key == "content"
    }


def _is_content(parts: list[Any]) -> bool:
    return all(as_object(part).get("type") in {"text", "image_url"} for part in parts)


def _joined(contents: list[dict[str, Any]]) -> Any:
    """Answer the content of a message: the text, if that is all."""
    if not contents:
        return None
    if len(contents) == 1 and "text" in contents[0]:
        return contents[0]["text"]
    return contents


def _first(value: dict[str, Any], *names: str) -> Any:
    for name in names:
        found = value.get(name)
        if found is not None:
            return found
    return None
