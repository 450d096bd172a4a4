"""What an error says of an answer, in a line or a few."""

from __future__ import annotations

from typing import Any

from humanloop.json_kinds import is_list, is_object

_SHOWN_BODY = 1000
"""Characters of an answer's body that a message quotes."""


def message_of(status: int | None, reason: str | None, call: str | None, body: Any) -> str:
    """Say what happened, on which call, and what the answer says of it.

    Args:
        status: HTTP status code; 0 or None if there was no answer.
        reason: The status line's phrase, or what went wrong.
        call: Method and path.
        body: The answer's body: parsed JSON, or text.
    """
    first = " ".join(str(part) for part in (status or None, reason) if part) or "the call failed"
    if call:
        first = f"{first} on {call}"
    details = _details(body)
    return f"{first}: {details}" if details else first


def _details(body: Any) -> str:
    """Say in a line or a few what an error body holds: its `detail` if it has one."""
    detail = body.get("detail", body) if is_object(body) else body
    if is_object(detail) and isinstance(detail.get("message"), str):
        text: str = detail["message"]
    elif is_list(detail) and all(is_object(item) and "msg" in item for item in detail):
        text = "; ".join(f"{_place(item.get('loc'))}{item['msg']}" for item in detail)
    else:
        text = "" if detail is None else str(detail)
    if "\ufffd" in text[:_SHOWN_BODY]:
        return ""  # binary, which helps nobody
    return text if len(text) <= _SHOWN_BODY else f"{text[:_SHOWN_BODY]}…"


def _place(loc: Any) -> str:
    return f"{'.'.join(map(str, loc))}: " if is_list(loc) and loc else ""
