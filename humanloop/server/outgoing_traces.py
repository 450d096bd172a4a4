"""The trace that a request belongs to, for the log and for what the server asks of others on its behalf."""

from __future__ import annotations

import random
import re
from contextvars import ContextVar
from typing import NamedTuple

TRACEPARENT = b"traceparent"
"""The header of the W3C that names a trace."""

_HEADER = re.compile(r"(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?")
_current: ContextVar[Trace | None]


class Trace(NamedTuple):
    """A trace.

    Attributes:
        id: Its id.
        flags: Whether it is recorded, as the header has it.
    """

    id: str
    flags: str


_current = ContextVar("humanloop_trace", default=None)


def trace_of(header: str) -> Trace | None:
    """Read the header `traceparent`; None if it is none."""
    match = _HEADER.fullmatch(header.strip())
    if match is None or (match[1] == "00" and match[4] is not None):
        return None
    return Trace(match[2], match[3])


def use_trace(trace: Trace | None) -> None:
    """Let what is asked of others in this context belong to a trace."""
    _current.set(trace)


def outgoing_headers() -> dict[str, str]:
    """Build the headers for a request to others: the same trace, and a span of its own."""
    trace = _current.get()
    if trace is None:
        return {}
    # The span is nobody's parent in any record of the server's; it tells the calls of others apart.
    span = f"{random.getrandbits(64) or 1:016x}"
    return {TRACEPARENT.decode(): f"00-{trace.id}-{span}-{trace.flags}"}
