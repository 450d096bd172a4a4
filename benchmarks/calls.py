"""What the floor and the package can both do, as types: a workload works with either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable


class LogCalls(Protocol):
    """Logs."""

    def get(self, log_id: str) -> object: ...
    def list(self, project_id: str, size: int) -> Any: ...
    def log(self, arguments: dict[str, Any]) -> object: ...


class ChatCalls(Protocol):
    """Chats."""

    def create(self, arguments: dict[str, Any]) -> object: ...
    def stream(self, arguments: dict[str, Any]) -> Iterable[Any]: ...


class AsyncCalls(Protocol):
    """Asynchronous calls."""

    host: str

    async def get(self, log_id: str) -> object: ...
    def stream(self, arguments: dict[str, Any]) -> AsyncIterator[Any]: ...
    async def close(self) -> None: ...
