"""Where exporters of OpenTelemetry send traces, content records and metrics, over HTTP."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import unquote

from starlette.datastructures import Headers
from starlette.routing import Route

from humanloop.server.domain.keys import key_of_exporter
from humanloop.server.domain.reach import projects_for_spans
from humanloop.server.domain.roles import check_role, roles_of
from humanloop.server.errors import (
    BadRequestError,
    ConflictError,
    MethodNotAllowedError,
    ServerError,
    UnavailableError,
    UnsupportedMediaError,
)
from humanloop.server.http.codings import coding_of, decompressed
from humanloop.server.http.limits import read_body
from humanloop.server.http.marks import CALLER, OPERATION
from humanloop.server.http.otlp_answers import JSON, PATHS, PROTOBUF, failure, media_type, success
from humanloop.server.store.failures import to_server_error
from humanloop.server.tracing.intake import Request, Taker
from humanloop.server.tracing.log_writer import rules_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send

    from humanloop.server.domain.roles import Caller
    from humanloop.server.service import Service

# Exporters give up after ten.
_SECONDS = 7.0
_SECONDS_BETWEEN_PURGES = 3600
# Requests that are taken apart or wait to be stored; each may be large.
_MOST_AT_ONCE = 4
# Bytes that are read at once: a thread that works beside the others delays them for longer than this takes.
_SMALL = 65_536
_RETRY = {"Retry-After": "2"}


class Otlp:
    """Takes what exporters send.

    Args:
        service: Answers the server's parts; they are there once the server has started.
    """

    def __init__(self, service: Callable[[], Service]) -> None:
        self._service = service
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="humanloop-otlp")
        self._places = asyncio.Semaphore(_MOST_AT_ONCE)
        self._turn = asyncio.Lock()
        self._next_purge = 0.0

    def routes(self) -> list[Route]:
        """Build the routes of all addresses."""
        return [Route(path, self) for path in sorted(PATHS)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        scope[OPERATION] = f"otlp_{scope['path'].rpartition('/')[2]}"
        media = media_type(scope)
        try:
            response = await self._answer(scope, receive, media)
        except ServerError as error:
            response = failure(media, error.code, error.message, error.headers)
        except Exception as error:
            known = to_server_error(error)
            if known is None:
                raise
            if isinstance(known, (ConflictError, UnavailableError)):
                response = failure(media, 503, known.message, _RETRY)
            else:
                response = failure(media, 400, known.message, {})
        await response(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, media: str) -> Response:
        service, headers = self._service(), Headers(scope=scope)
        if scope["method"] != "POST":
            raise MethodNotAllowedError(["POST"])
        caller = service.keys.check(key_of_exporter(headers))
        scope[CALLER] = caller.name
        # Spans become logs.
        check_role(caller, "the address of exporters", roles_of("logs.log", "POST"))
        settings, kind = service.settings, scope["path"].rpartition("/")[2]
        is_ignored = kind == "metrics"
        encoding = ""
        if not is_ignored:
            _check_form(media)
            encoding = coding_of(headers.get("Content-Encoding"))
        limit = settings.otel_body_limit
        body = await read_body(receive, headers.get("Content-Length"), limit, settings.read_seconds)
        if is_ignored:
            return success(kind, media, 0, "")
        header, named = headers.get("x-humanloop-project"), headers.get("langsmith-project")
        chosen = unquote(header) if header else None
        until = asyncio.get_running_loop().time() + _SECONDS
        reach: dict[str, str] | None = None
        if caller.projects:
            chosen, reach = await self._reach(service, caller, chosen, until)
        request = Request(
            body=body,
            encoding=encoding,
            is_json=media == JSON,
            is_logs=kind == "logs",
            projects={"chosen": chosen, "named": unquote(named) if named else None},
            save=headers.get("x-humanloop-save", "").strip().lower() not in {"false", "0"},
            reach=reach,
        )
        rejected, message = await self._take(service, request, limit, until)
        return success(kind, media, rejected, message)

    async def _reach(
        self, service: Service, caller: Caller, chosen: str | None, until: float
    ) -> tuple[str | None, dict[str, str]]:
        try:
            async with asyncio.timeout_at(until):
                return await service.store.read(lambda connection: projects_for_spans(connection, caller, chosen))
        except TimeoutError:
            raise _BusyError from None

    async def _take(self, service: Service, request: Request, limit: int, until: float) -> tuple[int, str]:
        settings = service.settings
        taker = Taker(rules_of(settings, service.providers.rates), takes_all=settings.otel_spans == "all")
        try:
            async with asyncio.timeout_at(until), self._places:
                await self._read(taker, request, limit)
                for job in taker.jobs():
                    # One at a time: what others write comes in between.
                    async with self._turn:
                        await service.store.write(job)
        except TimeoutError:
            raise _BusyError from None
        if time.monotonic() >= self._next_purge:
            self._next_purge = time.monotonic() + min(_SECONDS_BETWEEN_PURGES, settings.otel_keep_seconds)
            service.store.write_in_pieces(taker.forget)
        return taker.rejected.count, taker.rejected.message

    async def _read(self, taker: Taker, request: Request, limit: int) -> None:
        loop, body = asyncio.get_running_loop(), request.body
        try:
            if request.encoding:
                body = await loop.run_in_executor(self._thread, decompressed, body, request.encoding, limit)
            if len(body) <= _SMALL:
                taker.read(request, body)
            else:
                await loop.run_in_executor(self._thread, taker.read, request, body)
        except ValueError as error:
            raise BadRequestError(f"The request cannot be decoded: {error}") from error


class _BusyError(UnavailableError):
    """What came is not stored, or not yet."""

    def __init__(self) -> None:
        super().__init__("The database does not take what was sent just now.")

    @property
    def headers(self) -> dict[str, str]:
        """When to send it again."""
        return _RETRY


def _check_form(media: str) -> None:
    if media != JSON and media not in PROTOBUF:
        raise UnsupportedMediaError(f"Send application/x-protobuf or application/json, not {media or 'no type'!r}.")
