"""Small answers in one piece: two would cost the kernel, and who reads them, as much as two answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

# Bytes of a body that it costs nothing to copy.
_SMALL = 16_384
_LENGTH = re.compile(rb"\r\ncontent-length: ([0-9]{1,9})\r\n")


class Output:
    """A transport on which the head of a small answer waits for the body, so that both go out at once.

    Args:
        transport: What writes.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._head = b""
        self._begins = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Write, or keep a head until there is more."""
        if self._begins and not data.startswith(b"HTTP/1.1 100 "):
            self._begins = False
            length = _LENGTH.search(data)
            # The body of such an answer is at hand; of others, the client may wait for the head alone.
            if length is not None and int(length[1]) <= _SMALL:
                self._head = data
                return
        head, self._head = self._head, b""
        self._transport.write(head + data if head else data)

    def end(self) -> None:
        """End an answer: what is kept has no body, and what comes next is a head."""
        if self._head:
            self.write(b"")
        self._begins = True

    def close(self) -> None:
        """Write what is kept, and close."""
        self.end()
        self._transport.close()
