"""What messages consist of, for providers that have another form than the API's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.generation.providers.received import to_value
from humanloop.server.generation.providers.refusals import refused
from humanloop.server.json_values import as_array, as_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_DATA_URL = re.compile(r"data:([\w.+-]+/[\w.+-]+)(?:;[\w=.+-]+)*;base64,([A-Za-z0-9+/=_\s-]*)", re.IGNORECASE)
SYSTEM_ROLES = frozenset({"system", "developer"})
"""Roles of messages that tell a model how to be."""
TOOL_ROLES = frozenset({"tool", "function"})
"""Roles of messages that hold what a tool answered."""


@dataclass(frozen=True)
class Text:
    """A piece of text."""

    text: str


@dataclass(frozen=True)
class Image:
    """A picture: its address, or what a data URL holds.

    Args:
        url: The address as given.
        media_type: Of a data URL, for example `image/png`.
        data: Of a data URL, in base64.
        place: Where in the request it stands, for errors.
    """

    url: str
    media_type: str | None
    data: str | None
    place: str

    def inline(self, provider: str) -> tuple[str, str]:
        """Answer type and data.

        Raises:
            ProviderError: It is an address, and the provider fetches nothing.
        """
        if self.media_type is None or self.data is None:
            raise refused(f"{self.place}: {provider} takes images as data URLs only (data:image/png;base64,…).")
        return self.media_type, self.data


@dataclass(frozen=True)
class ToolCall:
    """A call that a model has made: name and arguments as it wrote them."""

    id: str
    name: str
    arguments: str
    place: str

    def as_object(self, provider: str) -> dict[str, Any]:
        """Read the arguments.

        Raises:
            ProviderError: They are no JSON object, and the provider takes nothing else.
        """
        if not self.arguments.strip():
            return {}
        try:
            value = to_value(self.arguments)
        except ValueError:
            value = None
        if not is_object(value):
            raise refused(f"{self.place}: {provider} takes arguments that are a JSON object only.")
        return value


def parts_of(message: Mapping[str, Any], place: int) -> Iterator[Text | Image]:
    """Take the content of a message apart; texts that are empty are left out.

    Args:
        message: The message.
        place: Its number.

    Raises:
        ProviderError: A part is neither text nor an image, or its address is none.
    """
    content = message.get("content")
    for number, part in enumerate(content if is_list(content) else [{"type": "text", "text": content}]):
        given = as_object(part)
        if given.get("type") == "text":
            if given.get("text"):
                yield Text(given["text"])
        elif given.get("type") == "image_url":
            yield _image(given, f"messages[{place}].content[{number}]")
        else:
            kind = given.get("type")
            raise refused(f"messages[{place}].content[{number}] is of the type {kind!r}, neither text nor image_url.")


def text_of(message: Mapping[str, Any], place: int) -> str:
    """Answer the text of a message that can have nothing else.

    Raises:
        ProviderError: It has something else.
    """
    texts: list[str] = []
    for part in parts_of(message, place):
        if isinstance(part, Image):
            raise refused(f"{part.place}: an image cannot stand in a message of the role {message.get('role')!r}.")
        texts.append(part.text)
    return "\n".join(texts)


def system_of(messages: Sequence[Mapping[str, Any]]) -> str:
    """Join what messages of the role `system` say."""
    texts = [text_of(message, place) for place, message in enumerate(messages) if message["role"] in SYSTEM_ROLES]
    return "\n\n".join(filter(None, texts))


def calls_of(message: Mapping[str, Any], place: int) -> list[ToolCall]:
    """List the calls of tools in a message; `tool_call` is the older place of a single one."""
    calls = as_array(message.get("tool_calls"))
    if not calls and message.get("tool_call"):
        calls = [{"id": "call_0", "function": message["tool_call"]}]
    return [
        ToolCall(
            str(call.get("id") or f"call_{number}"),
            as_object(call.get("function")).get("name") or "",
            as_object(call.get("function")).get("arguments") or "",
            f"messages[{place}].tool_calls[{number}].function.arguments",
        )
        for number, call in enumerate(calls)
    ]


def answered_id(message: Mapping[str, Any]) -> str:
    """Name the call that a tool's message answers."""
    return str(message.get("tool_call_id") or "call_0")


def _image(part: Mapping[str, Any], place: str) -> Image:
    given = part.get("image_url")
    url = as_object(given).get("url") if is_object(given) else given
    if not isinstance(url, str) or not url:
        raise refused(f"{place}: the image has no URL.")
    if url[:5].lower() != "data:":
        if not url.startswith("https://"):
            raise refused(f"{place}: an image is a data URL, or an address that begins with https://.")
        return Image(url, None, None, place)
    found = _DATA_URL.fullmatch(url)
    if found is None:
        raise refused(f"{place}: the data URL of the image is none (data:image/png;base64,…).")
    return Image(url, found[1].lower(), re.sub(r"\s", "", found[2]), place)
