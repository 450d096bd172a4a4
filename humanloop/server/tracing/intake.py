"""One request of an exporter, from its bytes to the jobs that store it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from humanloop.server.errors import PermissionDeniedError
from humanloop.server.tracing.items import Item, project_of, read_item
from humanloop.server.tracing.spans import ELSEWHERE, Record, Rejected, read_records, read_traces
from humanloop.server.tracing.storing import forget, store_records, store_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from humanloop.server.tracing.log_writer import Rules
    from humanloop.server.tracing.spans import Source, Span


# Others write in between, and wait no longer than these take; what is stored of a larger request is not stored again
# when it comes again.
_MOST_AT_ONCE = 250


@dataclass(frozen=True)
class Request:
    """What an exporter has sent.

    Args:
        body: As it came.
        encoding: How it is compressed.
        is_json: Whether it is JSON, else protobuf.
        is_logs: Whether it holds log records, else spans.
        projects: Names of projects in its headers.
        save: Whether texts are kept.
        reach: Names of the projects that may be written to, and their ids; None for all.
    """

    body: bytes
    encoding: str
    is_json: bool
    is_logs: bool
    projects: Mapping[str, str | None]
    save: bool
    reach: Mapping[str, str] | None = None

    def realm_of(self, source: Source) -> str | None:
        """Answer the realm of what comes from somewhere; None if it may not be stored."""
        return "" if self.reach is None else self.reach.get(project_of(source, self.projects))


class Taker:
    """Reads a request, then stores what it holds.

    Args:
        rules: How spans are taken in.
        takes_all: Whether spans of no dialect are logs too.
    """

    def __init__(self, rules: Rules, *, takes_all: bool) -> None:
        self._rules = rules
        self._takes_all = takes_all
        self._items: list[Item] = []
        self._records: list[Record] = []
        self.rejected = Rejected()
        """What of the request is not taken."""

    def read(self, request: Request, body: bytes) -> None:
        """Decode and translate a request; nothing is stored yet.

        Raises:
            ValueError: It cannot be decoded.
            PermissionDeniedError: All of it is for projects that the key may not write to.
        """
        if request.is_logs:
            records, self.rejected = read_records(body, request.realm_of, is_json=request.is_json)
            self._see_that_some_are_left(records)
            # All that a record holds is text of the conversation.
            self._records = records if request.save else []
            return
        spans, self.rejected = read_traces(body, is_json=request.is_json)
        if request.reach is not None:
            spans = self._within_reach(spans, request)
        read = (
            read_item(span, project_of(span.source, request.projects), save=request.save, takes_all=self._takes_all)
            for span in spans
        )
        # What began last first: a span whose tokens others below it count too is then known as such from the start.
        items = sorted((item for item in read if item is not None), key=lambda item: -item.span.started)
        # Trace by trace, so that few of them are stored in two jobs, where the second has to look for the first.
        of_trace: dict[str, list[Item]] = {}
        for item in items:
            of_trace.setdefault(item.span.trace_id, []).append(item)
        self._items = [item for trace in of_trace.values() for item in trace]

    def _within_reach(self, spans: Sequence[Span], request: Request) -> list[Span]:
        """Leave out spans of projects that the key may not write to; the others are joined in their project alone."""
        found: list[Span] = []
        for span in spans:
            realm = request.realm_of(span.source)
            if realm is None:
                self.rejected.add(ELSEWHERE)
            else:
                span.realm = realm
                found.append(span)
        self._see_that_some_are_left(found)
        return found

    def _see_that_some_are_left(self, found: Sequence[object]) -> None:
        if not found and self.rejected.message == ELSEWHERE:
            raise PermissionDeniedError(ELSEWHERE)

    def jobs(self) -> Iterator[Callable[[Connection], None]]:
        """List what the writer has to do."""
        for start in range(0, len(self._items), _MOST_AT_ONCE):
            yield partial(store_spans, items=self._items[start : start + _MOST_AT_ONCE], rules=self._rules)
        for start in range(0, len(self._records), _MOST_AT_ONCE):
            yield partial(store_records, records=self._records[start : start + _MOST_AT_ONCE], rules=self._rules)

    def forget(self, connection: Connection) -> bool:
        """Forget some of what is older than it is kept; tells whether there may be more."""
        return forget(connection, self._rules.keep)
