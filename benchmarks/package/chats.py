"""Chats, over the public API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop import Humanloop

if TYPE_CHECKING:
    from collections.abc import Iterable


class Calls:
    """The calls, as programs make them."""

    def __init__(self, host: str) -> None:
        self.humanloop = Humanloop(api_key="key", host=host)

    def create(self, arguments: dict[str, Any]) -> object:
        return self.humanloop.chat(**arguments)

    def stream(self, arguments: dict[str, Any]) -> Iterable[Any]:
        return self.humanloop.chats.stream(**arguments)
