"""Logs of the API whose requests were made in a span: they hang under the log of that span."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from humanloop.server.store import logs as log_store
from humanloop.server.tracing.storing import ApiLog, attach

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row
    from humanloop.server.tracing.log_writer import Rules

_HEADER = re.compile(r"(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-.*)?")
_SESSION = ("session_id", "session_reference_id")
_PARENT = ("parent_id", "parent_reference_id")
_TOKENS = ("prompt_tokens", "output_tokens")


@dataclass(frozen=True)
class Parent:
    """The span that a request was made in.

    Args:
        trace_id: Its trace.
        span_id: Its id.
        rules: How spans are taken in.
        stays_in_project: Whether logs are joined with spans of their own project only.
    """

    trace_id: str
    span_id: str
    rules: Rules
    stays_in_project: bool

    def hang(
        self, connection: Connection, logs: Sequence[Row], bodies: Sequence[Mapping[str, Any]]
    ) -> list[str | None]:
        """Hang new logs under the log of the span, also if that comes later; answers their sessions.

        Args:
            connection: The database.
            logs: The rows of the logs, as they were stored.
            bodies: What asked for each of them: session and parent that it names win.
        """
        found = [
            ApiLog(
                log_id=log["id"],
                trace_id=self.trace_id,
                span_id=self.span_id,
                has_session=any(body.get(name) for name in (*_SESSION, *_PARENT)),
                has_parent=any(body.get(name) for name in _PARENT),
                has_tokens=any(log["details"].get(name) is not None for name in _TOKENS),
                realm=log["project_id"] if self.stays_in_project else "",
            )
            for log, body in zip(logs, bodies, strict=True)
        ]
        attach(connection, found, self.rules)
        stored = log_store.logs_by_id(connection, [log["id"] for log in logs])
        return [stored[log["id"]]["session_id"] for log in logs]


def read_parent(header: str | None, rules: Rules, *, stays_in_project: bool) -> Parent | None:
    """Read the header `traceparent`; one that is none is passed over.

    Args:
        header: The header.
        rules: How spans are taken in.
        stays_in_project: Whether logs are joined with spans of their own project only.
    """
    match = _HEADER.fullmatch(header.strip()) if header else None
    if match is None or (match[1] == "00" and match[4] is not None):
        return None
    return Parent(match[2], match[3], rules, stays_in_project)
