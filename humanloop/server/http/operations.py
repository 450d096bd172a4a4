"""The operations as an application of their own: every row of the client's table at its path, with its handler.

It does by itself the little that it needs of a web framework: the same work for each of many small requests.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from humanloop.apis.operations import OPERATIONS
from humanloop.server.domain.idempotency import (
    KEY_HEADER,
    AlreadyDoneError,
    forget_old_writes,
    once_of,
    to_answer,
)
from humanloop.server.domain.reach import check_reach
from humanloop.server.domain.roles import check_role, roles_of
from humanloop.server.errors import ServerError, UnavailableError
from humanloop.server.http.calls import Call
from humanloop.server.http.codings import coding_of, decompressed
from humanloop.server.http.limits import Room, read_body
from humanloop.server.http.marks import CALLER, OPERATION, operation_id, path_below
from humanloop.server.http.request_spans import ROUTE
from humanloop.server.http.requests import parse_body, parse_json, parse_query
from humanloop.server.http.responses import REPLAYED, json_response, room_of, to_error_response, to_response
from humanloop.server.http.routing import Router
from humanloop.server.outgoing_traces import TRACEPARENT
from humanloop.server.storable import url_without_nul
from humanloop.server.store.failures import to_server_error

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from humanloop.core.operation import Operation
    from humanloop.server.domain.idempotency import Once
    from humanloop.server.domain.roles import Role
    from humanloop.server.http.additions import Addition
    from humanloop.server.http.calls import Handler
    from humanloop.server.service import Service
    from humanloop.server.settings import Settings

T = TypeVar("T")

# Bytes that are read at once; what is more is read beside the requests of others.
_SMALL = 65_536
_FAILED = 400
_KEY_HEADER = KEY_HEADER.lower().encode()
# Bytes of large answers in memory at once.
_MOST_IN_ANSWERS = 256_000_000


@dataclass(frozen=True)
class _Row:
    operation: Operation[Any]
    handler: Handler
    more_query: Sequence[str]
    key: str
    id: str
    roles: tuple[Role, ...]
    check: Callable[[Any], Any] | None = None


class Operations:
    """Answers the operations.

    Args:
        app: What answers everything else.
        base_path: Below which path the operations are.
        exceptions: Paths below it that are none.
        service: Answers the server's parts; they are there once the server has started.
        handlers: What each operation does, by its key.
        more_queries: Query parameters of operations that the description names in words only, by the same key.
        page_of: Answers the page for people that shows an answer, as a path of the server; None where there is none.
        additions: Operations of the server's own.
    """

    def __init__(
        self,
        app: ASGIApp,
        base_path: str,
        exceptions: Collection[str],
        service: Callable[[], Service],
        handlers: Mapping[str, Handler],
        more_queries: Mapping[str, Sequence[str]],
        page_of: Callable[[Any], str | None] = lambda _: None,
        additions: Mapping[str, Addition] | None = None,
    ) -> None:
        self._app = app
        self._base_path = base_path
        self._exceptions = exceptions
        self._service = service
        self._page_of = page_of
        self._room = Room(_MOST_IN_ANSWERS)
        self._router: Router[_Row] = Router()
        for key, operation in OPERATIONS.items():
            method, more = operation.method, more_queries.get(key, ())
            row = _Row(operation, handlers[key], more, key, operation_id(key), roles_of(key, method))
            self._router.add(method, operation.path, row)
        for key, each in (additions or {}).items():
            row = _Row(each.operation, each.handler, (), key, each.id, each.roles, each.check)
            self._router.add(each.operation.method, each.operation.path, row)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        path = path_below(scope) if scope["type"] == "http" else ""
        if not path.startswith(f"{self._base_path}/") or path in self._exceptions:
            await self._app(scope, receive, send)
            return
        service = self._service()
        taken: list[Once] = []

        async def send_and_release(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= _FAILED:
                # A write that has failed may be tried again, by whichever server is asked.
                await _give_up(service, taken[0])
            # Before the last bytes go out: whoever has them all may ask again.
            if not message.get("more_body", False) and message["type"] == "http.response.body":
                service.idempotency.release(taken[0])
            await send(message)

        try:
            response = await self._response(service, scope, receive, taken)
            await self._send(response, scope, receive, send_and_release if taken else send)
        finally:
            for once in taken:
                if service.idempotency.release(once):
                    # Nothing was answered.
                    give_up = partial(service.idempotency.give_up, once=once)
                    service.store.write_later(give_up, is_beside=True)

    async def _send(self, response: Response, scope: Scope, receive: Receive, send: Send) -> None:
        """Send an answer, if there is memory for it while it is taken."""
        octets = room_of(response)
        try:
            self._room.take(octets)
        except UnavailableError as error:
            response, octets = to_error_response(error), 0
        try:
            await response(scope, receive, send)
        finally:
            self._room.give_back(octets)

    async def _response(self, service: Service, scope: Scope, receive: Receive, taken: list[Once]) -> Response:
        try:
            return await self._answer(service, scope, receive, taken)
        except ServerError as error:
            return to_error_response(error)
        except AlreadyDoneError as done:
            return json_response(done.stored.body, done.stored.status, REPLAYED)
        except Exception as error:
            known = to_server_error(error)
            if known is None:
                raise
            return to_error_response(known)

    async def _answer(self, service: Service, scope: Scope, receive: Receive, taken: list[Once]) -> Response:
        # The first one of a name counts.
        headers = {name: value.decode("latin-1") for name, value in reversed(scope["headers"])}
        prefix: str = scope.get("root_path", "")
        row, path = self._router.find(scope["method"], _path_of(scope, prefix + self._base_path))
        scope[ROUTE] = row.operation.path
        scope[OPERATION] = row.id
        caller = service.keys.check(headers.get(b"x-api-key"))
        scope[CALLER] = caller.name
        # Before the body is read, and before anything is looked for: who may not ask learns nothing.
        check_role(caller, row.id, row.roles)
        operation, settings = row.operation, service.settings
        body = b""
        if operation.body is not None or row.check is not None:
            body = await _read(headers, receive, settings)
        target = scope["path"].encode() + b"?" + scope["query_string"]
        asks = bool(operation.provider_keys)
        key = headers.get(_KEY_HEADER)
        read_once = partial(once_of, caller.name, key, operation.method, target, body, operation.status)
        once = await _beside(body, partial(read_once, is_claimed=asks))
        if once is not None:
            if once.is_claimed:
                # What asks a provider costs money before anything is written.
                service.idempotency.take(once)
                taken.append(once)
                owner = service.idempotency.owner
                to_answer(await service.store.write(lambda connection: once.claim(connection, owner), is_beside=True))
            if service.idempotency.is_purge_due():
                service.store.write_in_pieces(forget_old_writes)
        query_string = url_without_nul(scope["query_string"])
        query = parse_query(query_string, operation, row.more_query)
        if row.check is not None:
            content = row.check(await _beside(body, partial(parse_json, body)))
        else:
            content = await _beside(body, partial(parse_body, body, operation))
        if caller.projects:
            await service.store.read(lambda c: check_reach(c, caller, row.key, path, query, content))
        accept = headers.get(b"accept", "")
        traceparent = headers.get(TRACEPARENT)
        reads = operation.method == "GET"
        call = Call(service, path, query, content, once, accept, query_string, traceparent, receive, caller, reads)
        answer = await row.handler(call)
        response = to_response(answer, operation.status, settings.silence_seconds)
        page = self._page_of(answer)
        if page is not None:
            response.headers["Link"] = f'<{prefix}{page}>; rel="alternate"; type="text/html"'
        return response


async def _beside(body: bytes, work: Callable[[], T]) -> T:
    """Do what takes as long as a body is large: beside the requests of others, if it is."""
    return work() if len(body) <= _SMALL else await asyncio.to_thread(work)


async def _give_up(service: Service, once: Once) -> None:
    """Give a claim back; where that fails, it ends with its lease."""
    with suppress(Exception):
        await service.store.write(partial(service.idempotency.give_up, once=once), is_beside=True)


async def _read(headers: Mapping[bytes, str], receive: Receive, settings: Settings) -> bytes:
    """Read the body of a request; one limit holds for what came and for what it is."""
    # Read before anything is said of its form: a client that is still sending may never read an answer.
    body = await read_body(receive, headers.get(b"content-length"), settings.body_limit, settings.read_seconds)
    coding = coding_of(headers.get(b"content-encoding"))
    return await asyncio.to_thread(decompressed, body, coding, settings.body_limit) if coding else body


def _path_of(scope: Scope, prefix: str) -> str:
    """Answer the path of a request below a prefix, as it was sent."""
    raw: bytes | None = scope.get("raw_path")
    path: str = scope["path"] if raw is None else url_without_nul(raw).decode("latin-1")
    return path.removeprefix(prefix)
