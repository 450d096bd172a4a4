"""A log's messages as a page shows them: in order, tool calls with their results, images by number, long texts cut."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_object
from humanloop.server.json_values import as_array, as_object, to_text
from humanloop.server.web.texts import join_place, pretty

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from humanloop.server.web.texts import Room

_MOST_MESSAGES = 40
# The place of an answer of which there is no message, only a text.
_OUTPUT = ("output", "text")
_SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}


def text_of(text: str, place: str, room: Room) -> dict[str, Any]:
    """Build what a page shows of a text: as much as there is room for, how long it is, and where all of it stands."""
    shown = room.take(text)
    return {"text": shown, "length": len(text), "place": place if len(shown) < len(text) else None}


def conversation_of(log: Mapping[str, Any], room: Room) -> dict[str, Any]:
    """Build the conversation of a log, as it is answered: `messages`, each with parts and calls, and `skipped`."""
    messages = [*map(as_object, as_array(log["messages"])), *_answer_of(log)]
    results = {message.get("tool_call_id"): index for index, message in enumerate(messages) if _is_result(message)}
    called = {call.get("id") for message in messages for call in map(as_object, as_array(message.get("tool_calls")))}
    shown = [
        index
        for index, message in enumerate(messages)
        if not (_is_result(message) and message.get("tool_call_id") in called)
    ]
    numbers = iter(range(10**6))
    images = {id(part): next(numbers) for message in messages for part in _images(message)}
    skipped = max(len(shown) - _MOST_MESSAGES, 0)
    kept = shown[:2] + shown[2 + skipped :] if skipped else shown
    places = _places(log)
    # From the end, because the last messages are those that are looked for.
    built = [
        _message(messages[index], places(index), room, images, _results(messages, results, messages[index], places))
        for index in reversed(kept)
    ][::-1]
    return {"messages": built, "skipped": skipped}


def image_of(log: Mapping[str, Any], number: int) -> tuple[str, bytes] | None:
    """Find an image of a log by its number: its type, and its content; None for what is none."""
    messages = [*map(as_object, as_array(log["messages"])), *_answer_of(log)]
    found = [part for message in messages for part in _images(message)]
    if not 0 <= number < len(found):
        return None
    return decode_image(_url_of(found[number]))


def decode_image(url: str) -> tuple[str, bytes] | None:
    """Decode the address of an image that holds the image itself; its type is what its first bytes say."""
    head, _, data = url.partition(",")
    if not head.startswith("data:image/") or not head.endswith(";base64"):
        return None
    try:
        content = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return None
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp", content
    return next(((kind, content) for start, kind in _SIGNATURES.items() if content.startswith(start)), None)


def _answer_of(log: Mapping[str, Any]) -> list[dict[str, Any]]:
    if log["output_message"]:
        return [as_object(log["output_message"])]
    if log["output"] is None:
        return []
    return [{"role": "assistant", "content": log["output"]}]


def _places(log: Mapping[str, Any]) -> Any:
    count = len(as_array(log["messages"]))

    def place(index: int) -> tuple[str | int, ...]:
        if index < count:
            return ("messages", index)
        return ("output_message",) if log["output_message"] else _OUTPUT

    return place


def _message(
    message: Mapping[str, Any],
    place: tuple[str | int, ...],
    room: Room,
    images: Mapping[int, int],
    results: Mapping[str, dict[str, Any]],
) -> dict[str, Any]:
    calls = [
        _call(call, (*place, "tool_calls", index), room, results)
        for index, call in enumerate(map(as_object, as_array(message.get("tool_calls"))))
    ]
    older = as_object(message.get("tool_call"))
    if older:
        calls.append(_function(older, (*place, "tool_call"), room) | {"id": None, "result": None})
    content = message.get("content")
    parts = [*_parts(content, place, room, images)]
    return {
        "role": str(message.get("role") or "message"),
        "name": message.get("name"),
        "parts": parts,
        "calls": calls,
    }


def _parts(
    content: Any, place: tuple[str | int, ...], room: Room, images: Mapping[int, int]
) -> Iterator[dict[str, Any]]:
    if isinstance(content, str):
        # The output of a log without an output message stands in the log itself.
        at = ("output",) if place == _OUTPUT else (*place, "content")
        if content:
            yield text_of(content, join_place(*at), room)
        return
    for index, part in enumerate(map(as_object, as_array(content))):
        at = (*place, "content", index)
        if id(part) in images:
            url = _url_of(part)
            is_here = decode_image(url) is not None
            shown = room.take(url[:300]) if not is_here else ""
            yield {"image": images[id(part)] if is_here else None, "url": shown}
        elif isinstance(part.get("text"), str):
            yield text_of(part["text"], join_place(*at, "text"), room)
        else:
            yield text_of(pretty(part), join_place(*at), room)


def _call(
    call: Mapping[str, Any], place: tuple[str | int, ...], room: Room, results: Mapping[str, dict[str, Any]]
) -> dict[str, Any]:
    identifier = str(call.get("id") or "")
    function = as_object(call.get("function")) or call
    return _function(function, (*place, "function"), room) | {"id": identifier, "result": results.get(identifier)}


def _function(function: Mapping[str, Any], place: tuple[str | int, ...], room: Room) -> dict[str, Any]:
    arguments = to_text(function.get("arguments") or "")
    return {
        "name": str(function.get("name") or "tool"),
        "arguments": text_of(arguments, join_place(*place, "arguments"), room),
    }


def _results(
    messages: list[dict[str, Any]], found: Mapping[Any, int], message: Mapping[str, Any], places: Any
) -> dict[str, dict[str, Any]]:
    """Find the answers to the calls of a message: id of the call → text and place."""
    results: dict[str, dict[str, Any]] = {}
    for call in map(as_object, as_array(message.get("tool_calls"))):
        index = found.get(call.get("id"))
        if index is not None:
            text = to_text(messages[index].get("content") or "")
            results[str(call["id"])] = {
                "text": text[:4000],
                "length": len(text),
                "place": join_place(*places(index), "content") if len(text) > 4000 else None,
            }
    return results


def _is_result(message: Mapping[str, Any]) -> bool:
    return message.get("role") == "tool" and bool(message.get("tool_call_id"))


def _images(message: Mapping[str, Any]) -> list[dict[str, Any]]:
    parts = as_array(message.get("content"))
    return [part for part in parts if as_object(part).get("type") in {"image_url", "image"} and _url_of(part)]


def _url_of(part: Mapping[str, Any]) -> str:
    given = part.get("image_url")
    url = as_object(given).get("url") if is_object(given) else given or part.get("url")
    return url if isinstance(url, str) else ""
