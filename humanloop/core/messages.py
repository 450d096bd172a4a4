"""What an error says of an answer, in a line or a few."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from humanloop.core.json_kinds import is_list, is_object
from humanloop.spec.facts import ENVIRONMENT, HOST, HOST_NOTE, PACKAGE

UNREACHABLE = "cannot connect to"
"""How the reason begins where there is no connection."""
THROUGH = "through the proxy"
"""What it says besides where a proxy is on the way, which then is what could not be reached, or did not go on."""
CLOSED = "This client is closed: make another one, or call it inside its `with` block."
MOST_SHOWN = 10
"""Places that one message names."""
_HOST = urlsplit(HOST).netloc or "?"
_SHOWN_BODY = 1000
"""Characters of an answer's body that a message quotes."""


def message_of(
    status: int | None, reason: str | None, call: str | None, body: Any, environment: str = ENVIRONMENT
) -> str:
    """Say what happened, on which call, and what the answer says of it or what to do.

    Args:
        status: HTTP status code; 0 or None if there was no answer.
        reason: The status line's phrase, or what went wrong.
        call: Method and path.
        body: The answer's body: parsed JSON, or text.
        environment: What the names of the client's environment variables begin with.
    """
    first = " ".join(str(part) for part in (status or None, reason) if part) or "the call failed"
    if call:
        first = f"{first} on {call}"
    # A server may name the call, too.
    said = _details(body).removeprefix(f"{call}: " if call else "")
    details = " ".join(filter(None, (said, _advice(status, reason, body, environment) if call else "")))
    return f"{first}: {details}" if details else first


def _advice(status: int | None, reason: str | None, body: Any, environment: str) -> str:
    """Say what to do, where the answer does not know it."""
    if status == 401:
        origin = _foreign_origin(body)
        if origin:
            return f"That is what {origin} says: is it the right key of this provider?"
        return "Is it the right API key, and the right host?"
    if not status and reason and HOST_NOTE and _HOST in reason:
        return HOST_NOTE
    if not status and reason and reason.startswith(UNREACHABLE) and THROUGH in reason:
        return "is the proxy right (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, or `Configuration.proxy`), and is it running?"
    if not status and reason and reason.startswith(UNREACHABLE):
        return f"is the host right ({environment}_HOST, or `host`), and is its server running?"
    return ""


def _foreign_origin(body: Any) -> str:
    """Answer who else has refused, if it was not the API itself: a server may pass on what a third party says."""
    detail = body.get("detail") if is_object(body) else None
    origin = detail.get("origin") if is_object(detail) else None
    return origin if isinstance(origin, str) and origin.lower() != PACKAGE.lower() else ""


def _details(body: Any) -> str:
    """Say in a line or a few what an error body holds: its `detail`, or what other APIs call it."""
    detail = body
    if is_object(body):
        inner = body["error"] if is_object(body.get("error")) else body
        detail = next((inner[key] for key in ("detail", "message", "title") if key in inner), body)
    if is_object(detail) and isinstance(detail.get("message"), str):
        text: str = detail["message"]
    elif is_list(detail) and all(is_object(item) and "msg" in item for item in detail):
        text = "; ".join(f"{_place(item.get('loc'))}{item['msg']}" for item in detail[:MOST_SHOWN])
        if len(detail) > MOST_SHOWN:
            text += f"; and {len(detail) - MOST_SHOWN} more"
    else:
        text = "" if detail is None else _written(detail)
    if "\ufffd" in text[:_SHOWN_BODY]:
        return ""  # binary, which helps nobody
    return text if len(text) <= _SHOWN_BODY else f"{text[:_SHOWN_BODY]}…"


def _written(detail: Any) -> str:
    try:
        return str(detail)
    except RecursionError:  # it is nested so deeply that it could just be read
        return ""


def _place(loc: Any) -> str:
    return f"{'.'.join(map(str, loc))}: " if is_list(loc) and loc else ""
