"""Which messages of a log are the template of its version, filled in: whoever asks again has the template already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.domain.template_markers import MARKER, look_up
from humanloop.server.json_values import as_array, as_object, to_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def messages_after_template(config: Mapping[str, Any], inputs: Any, messages: Any) -> list[Any]:
    """Answer the messages that a call gave beside the template.

    These are all of them where they do not begin with the template, filled in with these inputs: the log was not made
    by a call, or the template was filled in with something else.

    Args:
        config: The version.
        inputs: The inputs of the log.
        messages: The messages of the log.
    """
    template, found = as_array(config.get("chat_template")), as_array(messages)
    is_there = len(template) <= len(found) and all(
        _is_filled(as_object(written), as_object(message), as_object(inputs))
        for written, message in zip(template, found, strict=False)
    )
    return found[len(template) :] if is_there else found


def _is_filled(template: Mapping[str, Any], message: Mapping[str, Any], inputs: Mapping[str, Any]) -> bool:
    return _besides_content(template) == _besides_content(message) and _is_content(
        template.get("content"), message.get("content"), inputs
    )


def _besides_content(message: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in message.items() if name != "content" and value is not None}


def _is_content(template: Any, content: Any, inputs: Mapping[str, Any]) -> bool:
    if isinstance(template, str):
        return isinstance(content, str) and _is_text(_pieces(template, inputs), content)
    if is_list(template):
        return (
            is_list(content)
            and len(template) == len(content)
            and all(_is_part(written, part, inputs) for written, part in zip(template, content, strict=True))
        )
    return bool(template == content)


def _is_part(template: Any, part: Any, inputs: Mapping[str, Any]) -> bool:
    if not is_object(template) or not is_object(part) or template.get("type") != "text":
        return bool(template == part)
    rest = [{name: value for name, value in each.items() if name != "text"} for each in (template, part)]
    return rest[0] == rest[1] and _is_content(template.get("text"), part.get("text"), inputs)


def _pieces(template: str, inputs: Mapping[str, Any]) -> Sequence[str]:
    """Fill in a template, and part it where a snippet stood, of which nobody knows what it said."""
    pieces, place = [""], 0
    for marker in MARKER.finditer(template):
        pieces[-1] += template[place : marker.start()]
        value = look_up(inputs, marker["name"]) if marker["name"] else None
        if not marker["name"]:
            pieces.append("")
        else:
            pieces[-1] += marker[0] if value is None else to_text(value)
        place = marker.end()
    pieces[-1] += template[place:]
    return pieces


def _is_text(pieces: Sequence[str], text: str) -> bool:
    """Tell whether a text consists of these pieces, with anything in between."""
    first, *others = pieces
    if not others:
        return text == first
    *inner, last = others
    place, end = len(first), len(text) - len(last)
    if not text.startswith(first) or not text.endswith(last):
        return False
    for piece in inner:
        found = text.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return place <= end
