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

_BEGINNINGS = ("\0gen_ai.", "\0llm.", "\0traceloop.", "\0langfuse.", "\0langsmith.", "\0pydantic_ai.")
_MARKS = frozenset({"ai.operationId", "openinference.span.kind", "request_data"})
_EVENT = "gen_ai."


def find_dialect(names: Iterable[str], events: Iterable[str]) -> Dialect:
    """Find the dialect of a span.

    Args:
        names: Names of its attributes.
        events: Names of its events and of the content records that belong to it.
    """
    known = set(names)
    # One text to look for beginnings in: a loop over the names for each dialect would take twice as long.
    joined = "\0".join(["", *known])
    if _MARKS.isdisjoint(known) and not any(mark in joined for mark in _BEGINNINGS):
        return semconv_events.DIALECT if any(name.startswith(_EVENT) for name in events) else BARE
    for dialect, beginnings, exact in _TABLE:
        if not exact.isdisjoint(known) or any(mark in joined for mark in beginnings):
            return dialect
    return semconv.DIALECT


def _rows() -> list[tuple[Dialect, tuple[str, ...], frozenset[str]]]:
    """Build what a span is compared with: the marks of all dialects, then their weak ones."""
    marks = [(dialect, dialect.marks) for dialect in DIALECTS]
    marks += [(dialect, dialect.weak_marks) for dialect in DIALECTS if dialect.weak_marks]
    return [
        (
            dialect,
            tuple(f"\0{mark}" for mark in mine if mark.endswith(".")),
            frozenset(mark for mark in mine if not mark.endswith(".")),
        )
        for dialect, mine in marks
    ]


_TABLE = _rows()
