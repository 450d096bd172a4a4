"""Answers that are sent in pieces, so that a slow reader holds a piece and not the whole."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json
from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from sqlalchemy.engine import Connection
    from starlette.types import Receive, Scope, Send

    from humanloop.server.domain.long_pages import LongPage
    from humanloop.server.store.store import Store

# What is handed to the wire at once; the next part follows when it has been taken.
_SLICE = 65_536


@dataclass(frozen=True)
class RecordStream:
    """The answer with a page of records that are read while it is sent.

    Args:
        page: The page.
        store: Where its records are.
    """

    page: LongPage
    store: Store

    async def parts(self) -> AsyncIterator[bytes]:
        """Write the answer part by part."""
        before = b'{"records":['
        for keys in self.page.pieces():
            load = partial(self._load, keys=keys, before=before)
            # No name for the piece: a slow reader would hold it beside the next one.
            for part in slices(await self.store.read(load, is_long=True, on_standby=True)):
                before = b","
                yield part
        rest = to_json(self.page.page.answer([], self.page.total))
        # The page without records, which were sent before.
        yield (b"" if before == b"," else before) + rest.removeprefix(b'{"records":[')

    def _load(self, connection: Connection, keys: Sequence[Any], before: bytes) -> bytes:
        """Read records and write them, in the thread that reads: of what was read nothing stays."""
        written = b",".join(map(to_json, self.page.load(connection, keys)))
        return before + written if written else b""


def slices(body: bytes) -> Iterator[bytes]:
    """Cut a body into parts for the wire."""
    for start in range(0, len(body), _SLICE):
        yield body[start : start + _SLICE]


class SlicedResponse(Response):
    """A response whose body is handed to the wire part by part."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        del scope, receive
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        for part in slices(bytes(self.body)):
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
