"""What pages of other sites let a browser send to a server that asks for no key.

Where a key is needed, no browser knows it. Without, a page of anybody's could write to a server that only this machine
reaches: browsers send simple requests anywhere, and only keep the answer from the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.server.errors import PermissionDeniedError
from humanloop.server.http.marks import path_below
from humanloop.server.http.otlp_answers import error_response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Receive, Scope, Send

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_TOLD = frozenset({b"sec-fetch-site", b"origin"})


class Elsewhere:
    """Refuses what a page of another site wants to write.

    Args:
        app: What answers.
        pages: The path below which the server's own pages are, which look for themselves.
    """

    def __init__(self, app: ASGIApp, pages: str) -> None:
        self._app = app
        self._pages = f"{pages}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "http" and self._is_refused(scope):
            error = PermissionDeniedError("A server that asks for no key takes nothing from pages of other sites.")
            await error_response(scope, error)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_refused(self, scope: Scope) -> bool:
        if scope["method"] in _READING:
            return False
        # Programs say nothing of the kind.
        told = {name: value for name, value in scope["headers"] if name in _TOLD}
        return bool(told) and _is_elsewhere(told, scope) and not path_below(scope).startswith(self._pages)


def _is_elsewhere(told: Mapping[bytes, bytes], scope: Scope) -> bool:
    site = told.get(b"sec-fetch-site")
    if site is not None:
        return site in {b"cross-site", b"same-site"}
    # Browsers of before 2023, and all that speak plain HTTP to another machine.
    return told[b"origin"].rpartition(b"/")[2] != dict(scope["headers"]).get(b"host")
