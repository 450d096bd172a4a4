"""The application: every operation of the client's table at its path, with its handler."""

from __future__ import annotations

from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request  # noqa: TC002 - FastAPI looks at the annotations of endpoints

from humanloop.apis.operations import OPERATIONS
from humanloop.server.errors import NotOfferedError, ServerError
from humanloop.server.middleware import RequestIds
from humanloop.server.requests import read_call
from humanloop.server.responses import plain_error_response, to_error_response, to_response
from humanloop.server.routes import HANDLERS
from humanloop.server.service import Service, open_service
from humanloop.server.settings import BASE_PATH, Settings
from humanloop.version import __version__

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from starlette.responses import Response

    from humanloop.operation import Operation
    from humanloop.server.routes import Handler

    Endpoint = Callable[[Request], Awaitable[Response]]


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the application. The database is opened when it starts, and closed when it stops.

    Args:
        settings: What to choose; the environment's settings if none are given.
    """
    chosen = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        try:
            service = await open_service(chosen)
        except Exception as error:
            # Whoever runs this application can say why it did not start.
            app.state.start_error = error
            raise
        app.state.service = service
        try:
            yield
        finally:
            service.store.close()

    app = FastAPI(
        title="Humanloop API, self-hosted",
        version=__version__,
        lifespan=lifespan,
        openapi_url=f"{BASE_PATH}/openapi.json",
        docs_url="/docs",
        redoc_url=None,
    )
    app.add_middleware(RequestIds)
    app.add_exception_handler(ServerError, _on_server_error)
    app.add_exception_handler(HTTPException, _on_http_exception)
    for key, operation in OPERATIONS.items():
        _add_operation(app, key, operation)
    return app


def service_of(app: FastAPI) -> Service:
    """Answer the parts of an application that has started."""
    return cast("Service", app.state.service)


def _add_operation(app: FastAPI, key: str, operation: Operation[Any]) -> None:
    tag, _, method = key.partition(".")
    app.add_api_route(
        f"{BASE_PATH}{operation.path}",
        _endpoint(key, operation, HANDLERS.get(key)),
        methods=[operation.method],
        status_code=operation.status,
        response_model=None,
        operation_id=key,
        tags=[tag],
        name=method.replace("_", " "),
    )


def _endpoint(key: str, operation: Operation[Any], handler: Handler | None) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        service = service_of(request.app)
        service.keys.check(request.headers.get("X-API-KEY"))
        if handler is None:
            raise NotOfferedError(f"This server does not offer {key!r} yet.")
        answer = await handler(await read_call(request, operation, service))
        return to_response(answer, operation.status, service.settings.silence_seconds)

    return endpoint


async def _on_server_error(request: Request, error: Exception) -> Response:
    del request
    # The registration says which class comes here; the signature has to take them all.
    return to_error_response(cast("ServerError", error))


async def _on_http_exception(request: Request, error: Exception) -> Response:
    """Answer what the framework refuses: an unknown path, or a method that a path does not have."""
    exception = cast("HTTPException", error)
    message = f"{request.method} {request.url.path}: {HTTPStatus(exception.status_code).phrase}"
    return plain_error_response(exception.status_code, message, dict(exception.headers or {}))
