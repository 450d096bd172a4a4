"""Text of others on a page: what cannot be seen becomes visible, and what is long is cut."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape
from pydantic_core import to_json

from humanloop.core.json_kinds import is_list, is_object

LONGEST = 20_000
"""Characters of a text that a page shows."""
_ROOM = 27_000
# Bytes of a text that are shown, even if there is no room left.
_LEAST = 100
# Flags of parts of countries, such as Scotland: the letters after the flag are its own.
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
_UNSEEN = (
    # Control characters but tab and line ends, and halves of a pair.
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff"
    # What turns the direction of text around.
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    # Marks of format, and letters, that take no room or show nothing.
    r"\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2028\u2029\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
# Joiners make other signs of emoji, and of the letters of many scripts; after anything else they show nothing.
_JOINER = r"(?<![\u0590-\u1fff\u2190-\u2bff\u2e80-\ufe0f\ufe70-\ufefc\U00010000-\U0003ffff])[\u200c\u200d]"
# Each sign has one selector of its form at most.
_SELECTORS = r"\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_MARKED = re.compile(f"({_FLAG})|[{_UNSEEN}]|{_JOINER}|(?<=[{_SELECTORS}])[{_SELECTORS}]")


def visible(text: str) -> Markup:
    """Write a text for a page, with marks in place of what cannot be seen; copying gives the original.

    Args:
        text: Any text; nothing in it becomes markup.
    """
    return Markup(_MARKED.sub(_mark, str(escape(text))))  # noqa: S704 - escaped, and the marks are our own


def size_of(text: str) -> int:
    """Count the bytes of a text on a page, with its marks."""
    return len(str(visible(text)).encode(errors="replace"))


def _mark(found: re.Match[str]) -> str:
    if found[1]:
        return found[1]
    character = found.group()
    kept = "" if character == "\0" or "\ud800" <= character <= "\udfff" else character
    # An element of its own, because it ends what turns the direction around.
    return f'<bdi class="mark" data-mark="U+{ord(character):04X}">{kept}</bdi>'


def beginning(text: str) -> str:
    """Cut a text to what a page shows of one."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}\n… cut: {len(text):,} characters"


def pretty(value: Any) -> str:
    """Write JSON over several lines; text as it is."""
    return value if isinstance(value, str) else to_json(value, indent=2).decode()


class Room:
    """The room for texts on a page: each has at most its share, and all together fit.

    Args:
        left: Bytes in all, as they are sent.
    """

    def __init__(self, left: int = _ROOM) -> None:
        self._left = left

    def take(self, text: str) -> str:
        """Answer as much of a text as there is room for."""
        most = max(self._left, _LEAST)
        shown = text[: min(LONGEST, most)]
        while (size := size_of(shown)) > most:
            shown = shown[: len(shown) // 2]
        self._left -= size
        return shown


def find_text(value: Any, place: str) -> str | None:
    """Find a text in JSON by its place, as `join_place` writes it; what is no text is written as JSON."""
    for part in place.split("."):
        key = part.replace("~1", ".").replace("~0", "~")
        if is_object(value) and key in value:
            value = value[key]
        elif is_list(value) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return None if value is None else pretty(value)


def join_place(*parts: str | int) -> str:
    """Write a place in JSON."""
    return ".".join(str(part).replace("~", "~0").replace(".", "~1") for part in parts)
