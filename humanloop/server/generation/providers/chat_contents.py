"""What is said in chat completions: a text, or parts of which some are texts and others thoughts."""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.json_values import as_object, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOTHING: tuple[Any, ...] = (None, "", [])


def text_in(content: Any) -> str:
    """Answer what a content says: its text, or the texts of its parts. What should be a text and is none is JSON."""
    if is_list(content):
        return "".join(text_in(part.get("text") if is_object(part) else part) for part in content)
    return "" if content is None else to_text(content)


class Content:
    """Puts the pieces of a content together, each a text or parts."""

    def __init__(self) -> None:
        self._pieces: list[Any] = []

    def add(self, piece: Any) -> None:
        """Take a piece; those that hold nothing are passed over."""
        if piece not in _NOTHING:
            self._pieces.append(piece if is_list(piece) else text_in(piece))

    def whole(self) -> Any:
        """Build the content as one has it that is not streamed: None if nothing came, parts if any came."""
        if not any(map(is_list, self._pieces)):
            return "".join(self._pieces) or None
        return _joined(chain.from_iterable(map(_parts, self._pieces)))


def _parts(piece: Any) -> list[Any]:
    return piece if is_list(piece) else [{"type": "text", "text": piece}]


def _joined(parts: Iterable[Any]) -> list[Any]:
    """Make one part of those that follow each other and grow alike."""
    joined: list[Any] = []
    for (kind, value_type), run in groupby(parts, _growing):
        if value_type is None:
            joined += run
            continue
        same = list(run)
        values = [part[kind] for part in same]
        merged = {key: value for part in same for key, value in part.items()}
        joined.append({**merged, kind: "".join(values) if value_type is str else _joined(chain.from_iterable(values))})
    return joined


def _growing(part: Any) -> tuple[str, type[Any] | None]:
    """Name what a part grows by: the text or the list that is called like its type."""
    given = as_object(part)
    kind = given.get("type")
    if not isinstance(kind, str):
        return "", None
    if isinstance(given.get(kind), str):
        return kind, str
    return (kind, list) if is_list(given.get(kind)) else ("", None)
