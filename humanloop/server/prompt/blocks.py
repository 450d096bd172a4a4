"""Messages in the `.prompt` text form: one block per message, between tags that stand on lines of their own.

    <user name="ann">
      What is in this picture?
    </user>

What a block holds is indented; the indentation that all of its lines share does not belong to the text. A line of text
that would be taken for a tag is written with `&lt;` in place of its first character.

What others have written may hold its text on the lines of its tags, `<tool name="f" id="call_1"> sunny </tool>`: blanks
around such a text do not belong to it.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from humanloop.core.json_kinds import is_list
from humanloop.server.errors import UnprocessableError
from humanloop.server.json_values import as_array, as_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_ROLES = ("system", "user", "assistant", "tool")
_PARTS = ("text", "image")
_STEP = "  "
_TAG = re.compile(
    r"""
    (?P<indent> [ \t]* )
    < (?P<name> system | user | assistant | tool | text | image )
    (?P<attributes> (?: [ \t]+ [a-z_]+ = "[^"]*" )* )
    [ \t]* (?P<closed> /? ) > [ \t]*
    """,
    re.VERBOSE,
)
_OPENING = re.compile(
    r"""
    (?P<tag> [ \t]* < (?: system | user | assistant | tool | text ) (?: [ \t]+ [a-z_]+ = "[^"]*" )* [ \t]* > )
    (?P<rest> .* \S .* )
    """,
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r'([a-z_]+)="([^"]*)"')
_ESCAPED = re.compile(r"([ \t]*)&((?:amp;)*lt;(?=/?(?:system|user|assistant|tool|text|image)\b))")
_ATTRIBUTES = {"image": ("url", "detail"), "text": (), "tool": ("name", "id")}


class _Tag(NamedTuple):
    """An opening tag: where it stands, what it is called, and its attributes."""

    indent: str
    name: str
    attributes: dict[str, str]


class _Line(NamedTuple):
    number: int
    text: str


def begins_with_role(body: str) -> bool:
    """Tell whether the first line that is not blank opens a message."""
    lines = [_Line(0, line) for line in body.split("\n")]
    at = next((index for index, line in enumerate(lines) if not _is_blank(line.text)), None)
    tag = None if at is None else _tag(lines[at].text) or _tag_with_text(lines, at)
    return tag is not None and tag.name in _ROLES


def write_messages(messages: Iterable[Mapping[str, Any]]) -> str:
    """Write messages, as far as this form can express them: reading them again tells."""
    return "\n".join("\n".join(_message_lines(message)) + "\n" for message in messages)


def read_messages(body: str, first_line: int) -> list[dict[str, Any]]:
    """Read messages.

    Args:
        body: The text.
        first_line: Number of its first line, for messages.

    Raises:
        UnprocessableError: A tag is missing, not closed, or has the wrong attributes.
    """
    lines = [_Line(number, text) for number, text in enumerate(body.split("\n"), first_line)]
    return [_message(tag, inside) for tag, inside in _blocks(lines, _ROLES)]


def _message_lines(message: Mapping[str, Any]) -> list[str]:
    role, content = message["role"], message.get("content")
    if is_list(content):
        inside = [line for part in content for line in _part_lines(part)]
    else:
        inside = _text_lines(content or "", _PARTS, ("tool",) if role == "assistant" else ())
    for call in as_array(message.get("tool_calls")):
        arguments = _text_lines(call["function"].get("arguments") or "")
        inside += _block("tool", {"name": call["function"]["name"], "id": call["id"]}, arguments)
    return _block(role, {"name": message.get("name"), "id": message.get("tool_call_id")}, inside)


def _part_lines(part: Mapping[str, Any]) -> list[str]:
    if part.get("type") == "text":
        return _block("text", {}, _text_lines(part["text"]))
    image = as_object(part.get("image_url"))
    return [_opening("image", {"url": image.get("url"), "detail": image.get("detail")}, " />")]


def _block(name: str, attributes: Mapping[str, str | None], inside: Iterable[str]) -> list[str]:
    # Empty lines stay empty: nobody sees blanks at the end of a line, and editors remove them.
    indented = [_STEP + line if line else "" for line in inside]
    return [_opening(name, attributes), *indented, f"</{name}>"]


def _opening(name: str, attributes: Mapping[str, str | None], end: str = ">") -> str:
    shown = [f' {key}="{_escaped(value)}"' for key, value in attributes.items() if value is not None]
    return f"<{name}{''.join(shown)}{end}"


def _escaped(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


def _text_lines(text: str, first: Sequence[str] = (), anywhere: Sequence[str] = ()) -> list[str]:
    """Cut a text into lines that are not taken for tags.

    Args:
        text: The text.
        first: Tags that the first line which is not blank must not look like.
        anywhere: Tags that no line must look like.
    """
    lines: list[str] = []
    names: Sequence[str] = (*first, *anywhere)
    for line in text.split("\n") if text else []:
        tag = _tag(line) or _tag_before_text(line)
        kept = _ESCAPED.sub(r"\1&amp;\2", line, count=1) if _ESCAPED.match(line) else line
        lines.append(kept.replace("<", "&lt;", 1) if tag is not None and tag.name in names else kept)
        names = names if _is_blank(line) else anywhere
    return lines


def _blocks(lines: Sequence[_Line], names: Sequence[str]) -> Iterator[tuple[_Tag, list[_Line]]]:
    """Cut lines into blocks, passing over blank lines between them: each is a tag and the lines inside."""
    position = 0
    while position < len(lines):
        number, text = lines[position]
        position += 1
        if _is_blank(text):
            continue
        tag = _tag(text)
        if tag is None and (tag := _tag_with_text(lines, position - 1)) is not None and tag.name in names:
            inside = _lines_with_text(lines, position - 1, tag)
            yield tag, inside
            position += len(inside) - 1
            continue
        if tag is None or tag.name not in names:
            wanted = ", ".join(f"<{name}>" for name in names)
            raise UnprocessableError(f"Line {number} must open a block, with one of {wanted}: {text.strip()[:80]!r}.")
        if text.rstrip().endswith("/>"):
            yield tag, []
            continue
        end = f"{tag.indent}</{tag.name}>"
        start = position
        while position < len(lines) and lines[position].text.rstrip(" \t") != end:
            position += 1
        if position == len(lines):
            raise UnprocessableError(
                f"<{tag.name}> in line {number} is not closed by `{end}` with the same indentation."
            )
        yield tag, list(lines[start:position])
        position += 1


def _message(tag: _Tag, inside: list[_Line]) -> dict[str, Any]:
    allowed = {"name": "name", "id": "tool_call_id"} if tag.name == "tool" else {"name": "name"}
    _check_attributes(tag, allowed)
    text, blocks = _split(tag, inside)
    parts: list[dict[str, Any]] = []
    calls: list[dict[str, Any]] = []
    for inner, lines in _blocks(blocks, (*_PARTS, "tool") if tag.name == "assistant" else _PARTS):
        _check_attributes(inner, _ATTRIBUTES[inner.name])
        if inner.name == "tool":
            calls.append(_call(inner, _text(inner, lines)))
        elif inner.name == "text":
            parts.append({"type": "text", "text": _text(inner, lines)})
        else:
            parts.append({"type": "image_url", "image_url": inner.attributes})
    message: dict[str, Any] = {"role": tag.name}
    if parts or not calls or text:
        message["content"] = parts or text
    if calls:
        message["tool_calls"] = calls
    return message | {field: tag.attributes[key] for key, field in allowed.items() if key in tag.attributes}


def _split(tag: _Tag, inside: list[_Line]) -> tuple[str, list[_Line]]:
    """Tell the text of a message from the blocks in it: parts come first or not at all, tool calls come last."""
    tags = [
        None if _is_blank(line.text) else _tag(line.text) or _tag_with_text(inside, index)
        for index, line in enumerate(inside)
    ]
    first = next((index for index, line in enumerate(inside) if not _is_blank(line.text)), len(inside))
    start = len(inside)
    for index, found in enumerate(tags):
        is_part = found is not None and found.name in _PARTS and index == first
        is_call = found is not None and found.name == "tool" and tag.name == "assistant"
        if is_part or is_call:
            start = index
            break
    text = inside[:start]
    while start < len(inside) and text and _is_blank(text[-1].text):
        text.pop()
    return _text(tag, text), inside[start:]


def _call(tag: _Tag, arguments: str) -> dict[str, Any]:
    missing = [name for name in ("name", "id") if name not in tag.attributes]
    if missing:
        raise UnprocessableError(
            f"A <tool> inside of <assistant> needs the attributes name and id; missing: {missing}."
        )
    function = {"name": tag.attributes["name"], "arguments": arguments}
    return {"id": tag.attributes["id"], "type": "function", "function": function}


def _text(tag: _Tag, lines: Sequence[_Line]) -> str:
    """Join the lines of a block, without the indentation that they share."""
    texts = [line.text for line in lines]
    indents = [len(text) - len(text.lstrip(" \t")) for text in texts if not _is_blank(text)]
    indent = min(indents, default=len(tag.indent + _STEP))
    return "\n".join(_ESCAPED.sub(_unescape_once, text[indent:], count=1) for text in texts)


def _unescape_once(match: re.Match[str]) -> str:
    rest = match[2].removeprefix("amp;")
    return f"{match[1]}<" if match[2] == "lt;" else f"{match[1]}&{rest}"


def _check_attributes(tag: _Tag, allowed: Iterable[str]) -> None:
    unknown = sorted(set(tag.attributes) - set(allowed))
    if unknown:
        raise UnprocessableError(f"<{tag.name}> has no attribute {', '.join(unknown)}.")
    if tag.name == "image" and "url" not in tag.attributes:
        raise UnprocessableError("<image> needs the attribute url.")


def _tag(line: str) -> _Tag | None:
    found = _TAG.fullmatch(line)
    if found is None or bool(found["closed"]) != (found["name"] == "image"):
        return None
    attributes = {key: unescape(value) for key, value in _ATTRIBUTE.findall(found["attributes"])}
    return _Tag(found["indent"], found["name"], attributes)


def _tag_before_text(line: str) -> _Tag | None:
    """Read a tag that opens a block whose text begins on the same line."""
    found = _OPENING.fullmatch(line)
    return None if found is None else _tag(found["tag"])


def _tag_with_text(lines: Sequence[_Line], at: int) -> _Tag | None:
    """Read such a tag at a line, if its block is closed there or further down."""
    tag = _tag_before_text(lines[at].text)
    return tag if tag is not None and _last_line(lines, at, tag) is not None else None


def _last_line(lines: Sequence[_Line], at: int, tag: _Tag) -> int | None:
    """Find the line that ends with the closing tag of a block whose text begins on the line of its opening tag."""
    end = f"</{tag.name}>"
    return next((index for index in range(at, len(lines)) if lines[index].text.rstrip(" \t").endswith(end)), None)


def _lines_with_text(lines: Sequence[_Line], at: int, tag: _Tag) -> list[_Line]:
    """List the lines of such a block, without its tags."""
    last = _last_line(lines, at, tag)
    opening = _OPENING.fullmatch(lines[at].text)
    inside = list(lines[at : (at if last is None else last) + 1])
    if opening is not None:
        inside[0] = inside[0]._replace(text=tag.indent + _STEP + opening["rest"].strip(" \t"))
    inside[-1] = inside[-1]._replace(text=inside[-1].text.rstrip(" \t").removesuffix(f"</{tag.name}>").rstrip(" \t"))
    return inside


def _is_blank(line: str) -> bool:
    return not line.strip(" \t")
