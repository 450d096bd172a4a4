"""A prefix that everything is served below, whether or not the proxy before the server strips it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class Prefix:
    """Gives every request the path that it has outside.

    Args:
        app: What answers.
        prefix: The prefix, such as `/humanloop`.
    """

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            scope["root_path"] = self._prefix
            if not is_below(scope["path"], self._prefix):
                scope["path"] = self._prefix + scope["path"]
                raw: bytes | None = scope.get("raw_path")
                if raw is not None:
                    scope["raw_path"] = self._prefix.encode() + raw
        await self._app(scope, receive, send)


def is_below(path: str, prefix: str) -> bool:
    """Tell whether a path is the prefix, or below it."""
    return path == prefix or path.startswith(f"{prefix}/")
