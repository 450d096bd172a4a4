"""Reading forms, and refusing those that another site has made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from pydantic_core import to_json

from humanloop.apis.operations import OPERATIONS
from humanloop.server.errors import PermissionDeniedError, UnsupportedMediaError
from humanloop.server.http.limits import read_body
from humanloop.server.http.requests import parse_body
from humanloop.server.web.form_bodies import MULTIPART, Form, parse_form
from humanloop.server.web.tokens import is_csrf_token

if TYPE_CHECKING:
    from starlette.requests import Request

    from humanloop.server.web.visit import Visit

_TYPES = ("application/x-www-form-urlencoded", MULTIPART)


def checked(key: str, body: Any) -> Any:
    """Hold what a form makes against the operation of the API that makes the same.

    Args:
        key: The operation.
        body: Its body.

    Raises:
        InvalidRequestError: It does not fit, or a text is longer than the database takes.
    """
    return parse_body(to_json(body), OPERATIONS[key])


def split_address(text: str) -> SplitResult:
    """Part an address that a header names; what is none has no parts."""
    try:
        return urlsplit(text)
    except ValueError:
        return urlsplit("")


def check_origin(request: Request) -> None:
    """Refuse what another site sends.

    Raises:
        PermissionDeniedError: It comes from there.
    """
    origin = request.headers.get("origin")
    if origin is not None and split_address(origin).netloc != request.headers.get("host"):
        raise PermissionDeniedError("This form comes from another site.")
    if request.headers.get("sec-fetch-site") in {"cross-site", "same-site"}:
        raise PermissionDeniedError("This form comes from another site.")


def check_token(request: Request, visit: Visit) -> None:
    """Refuse a form without the token of its session.

    Raises:
        PermissionDeniedError: The token is missing or wrong.
    """
    given = visit.field("csrf_token") or request.headers.get("x-csrf-token", "")
    if not is_csrf_token(visit.session.token, given):
        raise PermissionDeniedError("This form is too old: go back, load its page again, and send it once more.")


async def read_form(request: Request, limit: int, seconds: float) -> Form:
    """Read a form: its fields, and its files.

    Args:
        request: The request.
        limit: Most bytes of it.
        seconds: Longest time until it is all there.

    Raises:
        TooLargeError: It has more bytes.
        SlowRequestError: It takes longer.
        UnsupportedMediaError: It is no form.
        BadRequestError: It cannot be read, or has too many fields.
    """
    content_type = request.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() not in _TYPES:
        raise UnsupportedMediaError("This address takes forms.")
    body = await read_body(request.receive, request.headers.get("content-length"), limit, seconds)
    return await parse_form(content_type, body)
