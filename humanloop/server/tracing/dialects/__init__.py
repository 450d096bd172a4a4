"""The dialects: one file each, and one row here.

To add one, write a file with a `DIALECT` and put it into the table: the first one whose marks a span has reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.server.tracing.dialects import (
    bare,
    langfuse,
    langsmith,
    logfire,
    openinference,
    semconv,
    semconv_events,
    traceloop,
    vercel,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from humanloop.server.tracing.dialects.dialect import Dialect

DIALECTS: tuple[Dialect, ...] = (
    vercel.DIALECT,
    openinference.DIALECT,
    langsmith.DIALECT,
    langfuse.DIALECT,
    logfire.DIALECT,
    traceloop.DIALECT,
    semconv.DIALECT,
    semconv_events.DIALECT,
)
"""All dialects, those that use the names of others before those."""
BARE = bare.DIALECT
"""What reads spans of no dialect."""

_BEGINNINGS = ("gen_ai.", "llm.", "traceloop.", "langfuse.", "langsmith.", "pydantic_ai.")
_NAMES = frozenset({"ai.operationId", "openinference.span.kind", "request_data"})
_EVENT = "gen_ai."


def find_dialect(names: Iterable[str], events: Iterable[str]) -> Dialect:
    """Find the dialect of a span.

    Args:
        names: Names of its attributes.
        events: Names of its events and of the content records that belong to it.
    """
    known = [*names]
    if not any(name.startswith(_BEGINNINGS) or name in _NAMES for name in known):
        return semconv_events.DIALECT if any(name.startswith(_EVENT) for name in events) else BARE
    for dialect in DIALECTS:
        if _has(known, dialect.marks):
            return dialect
    return next((dialect for dialect in DIALECTS if _has(known, dialect.weak_marks)), semconv.DIALECT)


def _has(names: list[str], marks: tuple[str, ...]) -> bool:
    beginnings = tuple(mark for mark in marks if mark.endswith("."))
    return (
        any(name.startswith(beginnings) or name in marks for name in names)
        if beginnings
        else (any(mark in names for mark in marks))
    )
