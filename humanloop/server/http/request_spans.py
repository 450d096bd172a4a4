"""A span around every request, for servers that send spans of their own work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from humanloop.server.http.marks import path_below
from humanloop.server.http.otlp_answers import PATHS

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from humanloop.server.own_spans import OwnSpans

ROUTE = "humanloop_route"
"""Where a request says which path of the API it has, with names for its parameters."""


class RequestSpans:
    """Makes spans of requests, except of those that bring spans: they would never end.

    Args:
        app: What answers.
        spans: Answers what makes them; it is there once the server has started.
    """

    def __init__(self, app: ASGIApp, spans: Callable[[], OwnSpans | None]) -> None:
        self._app = app
        self._spans = spans

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        spans = self._spans() if scope["type"] == "http" and path_below(scope) not in PATHS else None
        if spans is None:
            await self._app(scope, receive, send)
            return
        status = 500

        async def send_and_look(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        spans.use()
        with spans.begin_request(scope["method"], Headers(scope=scope).get("traceparent")) as span:
            try:
                await self._app(scope, receive, send_and_look)
            finally:
                spans.end_request(span, scope["method"], scope.get(ROUTE), status)
