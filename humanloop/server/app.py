"""The application: every operation of the client's table at its path, with its handler."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, nullcontext
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route

from humanloop.server.http.documentation import OPENAPI_PATH, documentation_routes
from humanloop.server.http.elsewhere import Elsewhere
from humanloop.server.http.health import Health
from humanloop.server.http.hosts import Hosts
from humanloop.server.http.limits import Places
from humanloop.server.http.metrics import Metrics, RequestTally, numbers_of
from humanloop.server.http.middleware import RequestIds
from humanloop.server.http.observing import Observer
from humanloop.server.http.operations import Operations
from humanloop.server.http.otlp import Otlp
from humanloop.server.http.otlp_answers import PATHS
from humanloop.server.http.prefix import Prefix
from humanloop.server.http.proxies import Proxies, Trusted
from humanloop.server.http.request_spans import RequestSpans
from humanloop.server.http.responses import plain_error_response
from humanloop.server.routes import ADDITIONS, HANDLERS, MORE_QUERIES
from humanloop.server.service import Service, open_service
from humanloop.server.settings import BASE_PATH, Settings
from humanloop.server.web.loading import LatePages
from humanloop.server.web.page_links import WEB_PATH, page_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence
    from contextlib import AbstractContextManager

    from starlette.requests import Request
    from starlette.responses import Response

    from humanloop.server.http.numbers import Board
    from humanloop.server.http.observing import Seen


_SECONDS_BETWEEN_NUMBERS = 1


def create_app(
    settings: Settings | None = None,
    while_migrating: Callable[[], AbstractContextManager[None]] = nullcontext,
    is_ending: Callable[[], bool] = lambda: False,
    watchers: Sequence[Callable[[Seen], None]] = (),
    predecessor: str | None = None,
    board: Board | None = None,
) -> Starlette:
    """Make the application. The database is opened when it starts, and closed when it stops.

    Args:
        settings: What to choose; the environment's settings if none are given.
        while_migrating: Makes what is entered while the tables of an earlier release are changed.
        is_ending: Tells whether the server was told to stop, so that it is not ready any more.
        watchers: Who is told of each request once it is answered.
        predecessor: The server that is known to have ended, in whose place this one is.
        board: Where the workers of a server show their numbers to each other.
    """
    chosen = settings or Settings()
    requests = RequestTally()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        service = await open_service(chosen, while_migrating, predecessor)
        app.state.service = service
        resuming = asyncio.create_task(service.resume())

        async def show() -> None:
            if board is not None:
                await asyncio.to_thread(board.show, numbers_of(service, requests))

        if board is not None:
            service.rounds.add("Showing numbers to other workers", _SECONDS_BETWEEN_NUMBERS, show)
        try:
            yield
        finally:
            await show()
            resuming.cancel()
            await service.close()

    app = Starlette(lifespan=lifespan)
    app.add_middleware(
        Operations,
        base_path=BASE_PATH,
        exceptions={*PATHS, OPENAPI_PATH},
        service=lambda: service_of(app),
        handlers=HANDLERS,
        more_queries=MORE_QUERIES,
        page_of=_page_of if chosen.web else lambda _: None,
        additions=ADDITIONS,
    )
    app.add_middleware(Places, places=chosen.places)
    if not chosen.authentication:
        app.add_middleware(Elsewhere, pages=WEB_PATH)
    app.add_middleware(Hosts, names=(chosen.host, *chosen.allowed_hosts))
    if chosen.otel_export:
        app.add_middleware(RequestSpans, spans=lambda: service_of(app).spans)
    app.add_middleware(Metrics, service=lambda: service_of(app), requests=requests, board=board)
    app.add_middleware(Health, service=lambda: service_of(app), is_ending=is_ending)
    app.add_middleware(RequestIds)
    app.add_middleware(Observer, watchers=(requests, *watchers))
    if chosen.root_path:
        app.add_middleware(Prefix, prefix=chosen.root_path)
    # The last one added is the outermost.
    if chosen.trusted_proxies:
        app.add_middleware(Proxies, trusted=Trusted(chosen.trusted_proxies))
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.router.routes += documentation_routes(WEB_PATH if chosen.web else None, ADDITIONS)
    if chosen.web:
        web = LatePages(lambda: service_of(app))
        app.router.routes += [Route(WEB_PATH, web), Route(f"{WEB_PATH}/{{path:path}}", web)]
    app.router.routes += Otlp(lambda: service_of(app)).routes()
    return app


def service_of(app: Starlette) -> Service:
    """Answer the parts of an application that has started."""
    return cast("Service", app.state.service)


def _page_of(answer: Any) -> str | None:
    page = page_of(answer)
    return None if page is None else WEB_PATH + page


async def _on_http_exception(request: Request, error: Exception) -> Response:
    """Answer what the framework refuses: an unknown path, or a method that a path does not have."""
    exception = cast("HTTPException", error)
    # The head of an answer is that of the whole, its length included.
    method = "GET" if request.method == "HEAD" else request.method
    message = f"{method} {request.url.path}: {HTTPStatus(exception.status_code).phrase}"
    if exception.status_code == 404:
        # Mostly a host without the base path.
        message += f"; the API is below {BASE_PATH}"
    return plain_error_response(exception.status_code, message, dict(exception.headers or {}))
