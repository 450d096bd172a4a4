"""Reading forms, and refusing those that another site has made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic_core import to_json
from starlette.datastructures import UploadFile
from starlette.requests import Request

from humanloop.apis.operations import OPERATIONS
from humanloop.server.errors import PermissionDeniedError, UnsupportedMediaError
from humanloop.server.http.limits import read_body
from humanloop.server.http.requests import parse_body
from humanloop.server.web.tokens import is_csrf_token

if TYPE_CHECKING:
    from starlette.types import Message

    from humanloop.server.web.visit import Visit

_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


def checked(key: str, body: Any) -> Any:
    """Hold what a form makes against the operation of the API that makes the same.

    Args:
        key: The operation.
        body: Its body.

    Raises:
        InvalidRequestError: It does not fit, or a text is longer than the database takes.
    """
    return parse_body(to_json(body), OPERATIONS[key])


def check_origin(request: Request) -> None:
    """Refuse what another site sends.

    Raises:
        PermissionDeniedError: It comes from there.
    """
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
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


async def read_form(request: Request, limit: int, seconds: float) -> tuple[dict[str, list[str]], dict[str, bytes]]:
    """Read a form: its fields, and its files.

    Args:
        request: The request.
        limit: Most bytes of it.
        seconds: Longest time until it is all there.

    Raises:
        TooLargeError: It has more bytes.
        SlowRequestError: It takes longer.
        UnsupportedMediaError: It is no form.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in _TYPES:
        raise UnsupportedMediaError("This address takes forms.")
    body = await read_body(request.receive, request.headers.get("content-length"), limit, seconds)

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    fields: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    # A form has been read as a whole by now, so its parts need no limits of their own.
    async with Request(request.scope, receive).form(max_files=2, max_fields=20_000, max_part_size=limit) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files[name] = await value.read()
            else:
                fields.setdefault(name, []).append(_text(value))
    return fields, files


def _text(value: Any) -> str:
    """Answer a field with the line ends of programs; browsers send those of the network."""
    return str(value).replace("\r\n", "\n")
