"""What is seen of every request once its last byte is sent: for the access log and for metrics."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, NamedTuple

from humanloop.server.http.marks import CALLER, NONE, OPERATION
from humanloop.server.outgoing_traces import TRACEPARENT, trace_of, use_trace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_METHOD = re.compile(r"[A-Z]{1,20}")
# Of a request whose client left before an answer began, as nginx has it.
_LEFT = 499


class Seen(NamedTuple):
    """A request that was answered. It holds nothing of its path, its query or a body.

    Attributes:
        request_id: Its id.
        key: The name of its key.
        operation: What it called: an operation of the description, one of the server's own, or `none`.
        method: Its method.
        status: The status of the answer; 499 if the client left before there was one.
        seconds: From its head to the last byte of the answer.
        octets: Bytes of the answer's body.
        trace_id: The trace that it belongs to, if it says so.
        client: Address of the client.
    """

    request_id: str
    key: str | None
    operation: str
    method: str
    status: int
    seconds: float
    octets: int
    trace_id: str | None
    client: str | None


class Observer:
    """Tells others of each request, when it is over.

    Args:
        app: What answers.
        watchers: Whom to tell; they may not wait for anything.
    """

    def __init__(self, app: ASGIApp, watchers: Sequence[Callable[[Seen], None]]) -> None:
        self._app = app
        self._watchers = watchers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, octets = time.perf_counter(), _LEFT, 0

        async def send_and_look(message: Message) -> None:
            nonlocal status, octets
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                octets += len(message.get("body", b""))
            await send(message)

        header = next((value for name, value in scope["headers"] if name == TRACEPARENT), None)
        trace = None if header is None else trace_of(header.decode("latin-1"))
        use_trace(trace)
        try:
            await self._app(scope, receive, send_and_look)
        finally:
            method: str = scope["method"]
            seen = Seen(
                scope.get("request_id", ""),
                scope.get(CALLER),
                scope.get(OPERATION, NONE),
                method if _METHOD.fullmatch(method) else "OTHER",
                status,
                time.perf_counter() - began,
                0 if method == "HEAD" else octets,
                None if trace is None else trace.id,
                scope["client"][0] if scope.get("client") else None,
            )
            for watcher in self._watchers:
                watcher(seen)
