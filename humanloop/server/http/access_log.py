"""The access log: one line a request, for people or as JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from humanloop.server.log_lines import timestamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from humanloop.server.http.observing import Seen


def as_json(seen: Seen, time: datetime) -> str:
    """Write a request as one line of JSON."""
    content: dict[str, Any] = {
        "time": timestamp(time),
        "level": "info",
        "request_id": seen.request_id,
        "key": seen.key,
        "operation": seen.operation,
        "method": seen.method,
        "status": seen.status,
        "duration_ms": round(seen.seconds * 1000, 1),
        "bytes": seen.octets,
        "trace_id": seen.trace_id,
        "client": seen.client,
    }
    return to_json(content).decode()


def as_line(seen: Seen, time: datetime) -> str:
    """Write a request as a line for people."""
    # As JSON, because a name may hold anything.
    key = "-" if seen.key is None else to_json(seen.key).decode()
    trace = f" trace={seen.trace_id}" if seen.trace_id else ""
    return (
        f"{timestamp(time)} {seen.status} {seen.method} {seen.operation} {seen.seconds * 1000:.1f}ms {seen.octets}B "
        f"key={key} client={seen.client or '-'} request={seen.request_id}{trace}"
    )


class AccessLog:
    """Writes a line for each request.

    Args:
        write: Takes a line, at once.
        form: How a line is written.
    """

    def __init__(self, write: Callable[[str], None], form: Callable[[Seen, datetime], str]) -> None:
        self._write = write
        self._form = form

    def __call__(self, seen: Seen) -> None:
        """Write the line of a request."""
        self._write(self._form(seen, datetime.now(UTC)))
