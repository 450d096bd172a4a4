"""Around every request: an id for it, and an answer in JSON even when the server itself fails."""

from __future__ import annotations

import asyncio
import logging
import random
import re
from typing import TYPE_CHECKING

from humanloop.server.errors import EndingError
from humanloop.server.http.otlp_answers import error_response, failed_response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUEST_ID = "X-Request-Id"

_logger = logging.getLogger(__name__)
_SAFE_ID = re.compile(rb"[A-Za-z0-9._:-]{1,128}")
_HEADER = REQUEST_ID.lower().encode()


class RequestIds:
    """Gives every answer an `X-Request-Id`: the caller's, if it is a sensible one, else a new one.

    Args:
        app: What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == _HEADER), b"")
        request_id = given if _SAFE_ID.fullmatch(given) else new_request_id()
        # For pages, which show it.
        scope["request_id"] = request_id.decode()
        has_started = False

        async def send_with_id(message: Message) -> None:
            nonlocal has_started
            if message["type"] == "http.response.start":
                has_started = True
                message["headers"] = [*message.get("headers", ()), (_HEADER, request_id)]
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except asyncio.CancelledError:
            # The server ends, and the time for those that run is up. Who has half an answer sees that it ends early.
            if not has_started:
                error = EndingError("The server ends just now.")
                await error_response(scope, error)(scope, receive, send_with_id)
        except Exception:
            # Half an answer cannot be taken back: then only the connection can be dropped.
            if has_started:
                raise
            shown = request_id.decode()
            _logger.exception("Request %s failed.", shown)
            response = failed_response(scope, f"The server failed. Its log has more under the id {shown}.")
            await response(scope, receive, send_with_id)


def new_request_id() -> bytes:
    """Make an id that tells requests apart; it is no secret."""
    return b"%032x" % random.getrandbits(128)
