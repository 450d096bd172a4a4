"""The pages, which are loaded when somebody first asks for one.

What they are made of serves nothing else; a server that only takes logs starts sooner without, and is smaller.
"""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Receive, Scope, Send

    from humanloop.server.service import Service

_APPLICATION = "humanloop.server.web.application"


class LatePages:
    """Answers as `Web` does.

    Args:
        service: Answers the server's parts; they are there once the server has started.
    """

    def __init__(self, service: Callable[[], Service]) -> None:
        self._service = service
        self._loading = asyncio.Lock()
        self._web: Any = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if self._web is None:
            # Once, however many come first.
            async with self._loading:
                if self._web is None:
                    # Beside the requests of others: it takes as long as a hundred of them.
                    loaded = await asyncio.to_thread(import_module, _APPLICATION)
                    self._web = loaded.Web(self._service)
        await self._web(scope, receive, send)
