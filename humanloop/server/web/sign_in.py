"""The door: signing in by a link or an API key, and signing out."""

from __future__ import annotations

import re
import time
from collections import deque
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, RedirectResponse

from humanloop.server.domain import web_sessions
from humanloop.server.domain.keys import EndedKeyError
from humanloop.server.domain.roles import ANYONE, PAGES_FOR
from humanloop.server.errors import AuthenticationError, NotFoundError, PermissionDeniedError
from humanloop.server.web.forms import check_origin, check_token, read_form
from humanloop.server.web.rendering import render
from humanloop.server.web.visit import Visit

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from humanloop.server.service import Service

_WRONG_A_MINUTE = 10
_MOST_ADDRESSES = 10_000
# What an address may consist of that is followed after signing in.
_SAFE = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*")


class Door:
    """Lets people in. Who tries many wrong keys has to wait."""

    def __init__(self) -> None:
        self._wrong: dict[str, deque[float]] = {}
        self._cookie = ""

    async def cookie(self, service: Service) -> str:
        """Name the cookie of the server's database."""
        if not self._cookie:
            self._cookie = await service.store.read(web_sessions.cookie_name)
        return self._cookie

    async def answer(self, request: Request, path: str, visit: Visit, cookie: str) -> Response:
        """Answer a request to `/sign-in` or `/sign-out`.

        Raises:
            NotFoundError: It is neither.
            PermissionDeniedError: The form comes from another site.
        """
        if path == "/sign-in":
            if request.method == "POST":
                return await self._enter(request, visit, cookie)
            token = visit.one("token")
            return await _follow(request, visit, cookie, token) if token else _form(visit)
        if path == "/sign-out" and request.method == "POST":
            return await _leave(request, visit, cookie)
        raise NotFoundError("There is nothing at this path.")

    async def _enter(self, request: Request, visit: Visit, cookie: str) -> Response:
        """Sign in by an API key."""
        check_origin(request)
        address = request.client.host if request.client else ""
        if self._is_waiting(address):
            return _form(visit, "Too many wrong keys: wait a minute.", 429)
        settings = visit.service.settings
        fields, _ = await read_form(request, 100_000, settings.read_seconds)
        visit = visit.with_form(fields, {})
        try:
            key = visit.service.keys.find(visit.field("api_key").strip()[:1000])
        except EndedKeyError as error:
            return _form(visit, error.message, 403)
        except AuthenticationError:
            self._note(address)
            return _form(visit, "This key is not known.", 403)
        if not key.caller.may(*PAGES_FOR):
            return _form(visit, f"The key has the role {key.caller.role}, which sees no pages.", 403)
        seconds = settings.web_session_seconds
        token = await visit.service.store.write(lambda c: web_sessions.new_session(c, key.digest, seconds))
        return _entered(request, visit, cookie, token)

    def _is_waiting(self, address: str) -> bool:
        tries = self._wrong.get(address, ())
        return sum(moment > time.monotonic() - 60 for moment in tries) >= _WRONG_A_MINUTE

    def _note(self, address: str) -> None:
        if len(self._wrong) >= _MOST_ADDRESSES:
            self._wrong.clear()
        self._wrong.setdefault(address, deque(maxlen=_WRONG_A_MINUTE)).append(time.monotonic())


async def _follow(request: Request, visit: Visit, cookie: str, link: str) -> Response:
    """Sign in by a link."""
    if request.method == "HEAD":
        return RedirectResponse(visit.base, 303)
    seconds = visit.service.settings.web_session_seconds
    try:
        token = await visit.service.store.write(lambda c: web_sessions.follow_link(c, link, seconds))
    except PermissionDeniedError as error:
        return _form(visit, f"{error.message} A new one: humanloop web.", 403)
    return _entered(request, visit, cookie, token)


async def _leave(request: Request, visit: Visit, cookie: str) -> Response:
    """Sign out."""
    check_origin(request)
    fields, _ = await read_form(request, 100_000, visit.service.settings.read_seconds)
    token = request.cookies.get(cookie, "")
    session = web_sessions.Session(token, ANYONE)
    check_token(request, Visit(visit.service, session, visit.base, visit.origin, form=fields))
    await visit.service.store.write(lambda connection: web_sessions.end_session(connection, token))
    response = RedirectResponse(visit.link("sign-in"), 303)
    response.delete_cookie(cookie, path=visit.base or "/", httponly=True, samesite="lax")
    return response


def _form(visit: Visit, message: str = "", status: int = 200) -> Response:
    return HTMLResponse(render("sign_in.html", visit, {"message": message, "next": visit.one("next")}), status)


def _entered(request: Request, visit: Visit, cookie: str, token: str) -> Response:
    response = RedirectResponse(_next(visit), 303)
    response.set_cookie(
        cookie,
        token,
        max_age=int(visit.service.settings.web_session_seconds),
        path=visit.base or "/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return response


def _next(visit: Visit) -> str:
    """Answer where to go after signing in: where one wanted to, if that is one of the pages."""
    wanted = visit.field("next") or visit.one("next")
    is_below = wanted == visit.base or wanted.startswith((f"{visit.base}/", f"{visit.base}?"))
    is_door = wanted.startswith(f"{visit.base}/sign-")
    if is_below and not is_door and _SAFE.fullmatch(wanted) and "//" not in wanted and "/." not in wanted:
        return wanted
    return visit.base
