"""The pages as an application of their own: finds the row of an address, who asks, and answers with a page."""

from __future__ import annotations

import logging
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from pydantic_core import from_json
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from humanloop.server.domain import web_sessions
from humanloop.server.domain.idempotency import AlreadyDoneError, to_answer
from humanloop.server.domain.roles import PAGES_FOR
from humanloop.server.domain.sight import check_sight
from humanloop.server.errors import BadRequestError, PermissionDeniedError, ServerError
from humanloop.server.http.marks import CALLER, OPERATION
from humanloop.server.http.routing import Router
from humanloop.server.store.failures import to_server_error
from humanloop.server.web import sign_in
from humanloop.server.web.coming_back import fill, page_of_form
from humanloop.server.web.files import file_named
from humanloop.server.web.forms import check_origin, check_token, read_form
from humanloop.server.web.headers import HEADERS
from humanloop.server.web.named import named_by
from humanloop.server.web.once import once_for
from humanloop.server.web.page_links import WEB_PATH
from humanloop.server.web.pages import ROWS
from humanloop.server.web.problems import words_of
from humanloop.server.web.proxied import session_of_proxy
from humanloop.server.web.rendering import render
from humanloop.server.web.rows import Change, Page, Raw, Row
from humanloop.server.web.signed_out import answer_form
from humanloop.server.web.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Receive, Scope, Send

    from humanloop.server.domain.web_sessions import Session
    from humanloop.server.service import Service

_logger = logging.getLogger(__name__)
_PHRASES = frozenset({403, 405, 409, 413, 429, 503})
# Errors that a person can mend who sent a form, or wrote the query of a page.
_OF_FORMS = frozenset({400, 404, 409, 413, 422})
_OF_QUERIES = frozenset({400, 409, 422})
_MOST_PARAMETERS = 1000
_FOR_EVER = "public, max-age=31536000, immutable"


class Web:
    """Answers the pages: `/app` and what is below it.

    Args:
        service: Answers the server's parts; they are there once the server has started.
    """

    def __init__(self, service: Callable[[], Service]) -> None:
        self._service = service
        self._router: Router[Row] = Router()
        for row in ROWS:
            method = row.method if isinstance(row, Raw) else "POST" if isinstance(row, Change) else "GET"
            self._router.add(method, row.path, row)
        self._door = sign_in.Door()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        scope[OPERATION] = "pages"
        response = await self._response(Request(scope, receive))
        await response(scope, receive, send)

    async def _response(self, request: Request) -> Response:
        path: str = request.scope["path"].removeprefix(_base(request))
        if path == "/":
            return RedirectResponse(_base(request), 307)
        if path.startswith("/static/"):
            return _static(path.removeprefix("/static/"))
        service = self._service()
        visit = _visit(request, service)
        try:
            visit = replace(visit, query=_query(request.url.query))
            if service.settings.authentication:
                session, cookie = await self._session(request, service)
                session = session or session_of_proxy(request, service.settings, service.keys)
                if path.startswith("/sign-"):
                    return _with_headers(await self._door.answer(request, path, visit, cookie))
                if session is None:
                    return _with_headers(await _refuse(request, visit))
                visit = replace(visit, session=session)
            request.scope[CALLER] = visit.session.caller.name
            return _with_headers(await self._answer(request, path, visit))
        except Exception as error:  # noqa: BLE001 - whatever happens, a browser gets a page
            return _with_headers(_failed(request, visit, error))

    async def _session(self, request: Request, service: Service) -> tuple[Session | None, str]:
        """Find the session of a browser, and the name of its cookie."""
        cookie = await self._door.cookie(service)
        token = request.cookies.get(cookie)
        if not token:
            return None, cookie
        return await service.store.read(lambda c: web_sessions.find_session(c, token, service.keys.holder)), cookie

    async def _answer(self, request: Request, path: str, visit: Visit) -> Response:
        method = "GET" if request.method == "HEAD" else request.method
        if method == "POST":
            check_origin(request)
        # As it was sent: an escaped slash belongs to a parameter.
        sent: bytes = request.scope.get("raw_path") or path.encode()
        if not visit.session.caller.may(*PAGES_FOR):
            raise PermissionDeniedError(f"The role {visit.session.caller.role} sees no pages.")
        row, parameters = self._router.find(method, sent.decode("latin-1").partition("?")[0].removeprefix(visit.base))
        visit = replace(visit, path=parameters)
        target, is_first = "", False
        try:
            if method == "POST":
                settings = visit.service.settings
                visit = visit.with_form(*await read_form(request, settings.body_limit, settings.read_seconds))
                check_token(request, visit)
            await _check(row, visit, is_change=method == "POST")
            if not isinstance(row, Change):
                return await _respond(row, visit)
            target, is_first = await _do(row, visit)
        except Exception as error:
            page = None if _is_script(request) else await self._come_back(request, row, visit, error)
            if page is None:
                raise
            return page
        if is_first and row.after is not None:
            await row.after(visit, target)
        return RedirectResponse(target, 303)

    async def _come_back(self, request: Request, row: Row, visit: Visit, error: Exception) -> Response | None:
        """Answer with the page of a form that was sent wrongly; None if it was not wrong, or has no page."""
        known = error if isinstance(error, ServerError) else to_server_error(error)
        is_form = request.method == "POST" or (isinstance(row, Raw) and row.is_form)
        here = page_of_form(request, visit)
        if known is None or here is None or known.code not in (_OF_FORMS if is_form else _OF_QUERIES):
            return None
        path, _, query = here.partition("?")
        try:
            shown, parameters = self._router.find("GET", path.removeprefix(visit.base))
            page = replace(visit, path=parameters, query=_query(query), here=here, problem=words_of(known))
            await _check(shown, page, is_change=False)
            response = None if isinstance(shown, Change) else await _respond(shown, page)
        except ServerError:
            return None
        if not isinstance(response, HTMLResponse) or response.status_code != HTTPStatus.OK:
            return None
        content = fill(bytes(response.body).decode(), request.method, request.url.path, visit.form or visit.query)
        return HTMLResponse(content, known.code, dict(known.headers))


async def _check(row: Row, visit: Visit, *, is_change: bool) -> None:
    """Refuse those who may not do it, or do not see what the request names."""
    if (is_change or (isinstance(row, Page) and row.is_for_change)) and not visit.session.can_change:
        raise PermissionDeniedError("This key may only read.")
    await _check_sight(visit)


async def _respond(row: Page | Raw, visit: Visit) -> Response:
    return await (row.answer(visit) if isinstance(row, Raw) else _show(row, visit))


async def _check_sight(visit: Visit) -> None:
    """Refuse what the caller does not see, wherever the request names it."""
    caller = visit.session.caller
    if caller.projects:
        await visit.service.store.read(lambda connection: check_sight(connection, caller, named_by(visit)))


async def _show(row: Page, visit: Visit) -> Response:
    values = await visit.service.store.read(lambda connection: row.show(connection, visit), on_standby=True)
    return HTMLResponse(render(row.template, visit, values))


async def _do(row: Change, visit: Visit) -> tuple[str, bool]:
    """Do what a form asks for, once only; answers where to go, and whether it was done just now."""
    once, write = once_for(visit), visit.service.store.write
    if once is None:
        return await write(lambda connection: row.do(connection, visit)), True
    try:
        return to_answer(await write(lambda c: once.run(c, lambda connection: row.do(connection, visit)))), True
    except AlreadyDoneError as earlier:
        return str(from_json(earlier.stored.body)), False


def _static(name: str) -> Response:
    file = file_named(name)
    if file is None:
        return Response(status_code=404, headers={"X-Content-Type-Options": "nosniff"})
    headers = {**HEADERS, "Cache-Control": _FOR_EVER}
    return Response(file.content, media_type=file.media_type, headers=headers)


async def _refuse(request: Request, visit: Visit) -> Response:
    """Answer who is not signed in."""
    if request.method in {"GET", "HEAD"} and not _is_script(request):
        return RedirectResponse(visit.link("sign-in", next=visit.here), 303)
    if request.method == "POST" and not _is_script(request):
        return await answer_form(request, visit)
    return JSONResponse({"detail": "You are not signed in."}, 401)


def _failed(request: Request, visit: Visit, error: Exception) -> Response:
    """Build the page of an error."""
    request_id = request.scope.get("request_id", "")
    known = error if isinstance(error, ServerError) else to_server_error(error)
    if known is None:
        _logger.error("Request %s failed.", request_id, exc_info=error)
        title, message, status = "The server failed", "Its log has more under the id below.", 500
    else:
        status, message = known.code, words_of(known)
        title = "Not found" if status == 404 else HTTPStatus(status).phrase if status in _PHRASES else "Not possible"
        request_id = ""
    if _is_script(request):
        return JSONResponse({"detail": message}, status)
    values = {"title": title, "message": message, "request_id": request_id}
    headers = {} if known is None else dict(known.headers)
    return HTMLResponse(render("error.html", visit, values), status, headers)


def _is_script(request: Request) -> bool:
    """Tell whether a script asks, which wants no page."""
    accept = request.headers.get("accept", "")
    return request.headers.get("sec-fetch-mode", "navigate") != "navigate" or (
        "application/json" in accept and "text/html" not in accept
    )


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _base(request: Request) -> str:
    return str(request.scope.get("root_path", "")) + WEB_PATH


def _visit(request: Request, service: Service) -> Visit:
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    origin = f"{request.url.scheme}://{request.headers.get('host', '')}"
    return Visit(service, web_sessions.ANYONE, _base(request), origin, here=here, receive=request.receive)


def _query(text: str) -> dict[str, list[str]]:
    if text.count("&") >= _MOST_PARAMETERS:
        raise BadRequestError(f"An address has at most {_MOST_PARAMETERS} parameters.")
    return parse_qs(text, keep_blank_values=True)
