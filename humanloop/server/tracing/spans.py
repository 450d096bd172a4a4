"""Spans and content records as they were sent, whichever form they came in."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from humanloop.core.json_kinds import is_list, is_object
from humanloop.server.json_values import as_array, as_object
from humanloop.server.storable import clean
from humanloop.server.tracing import otlp_messages, protobuf
from humanloop.server.tracing.texts import read_json, without_traceback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LATEST = 2**63 - 1
_TRACE_ID = re.compile(r"(?!0{32})[0-9a-f]{32}")
_SPAN_ID = re.compile(r"(?!0{16})[0-9a-f]{16}")
_STACK = "exception.stacktrace"
_EXCEPTION = "exception.message"
_MESSAGES = "gen_ai."
ELSEWHERE = "The key does not see the project that this is for; the header x-humanloop-project names another."
"""Why something is not taken that names another project."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a span or a record comes from.

    Args:
        resource: Attributes of the program.
        scope: Name of the library that made it; empty if it has none.
        version: The library's version.
    """

    resource: dict[str, Any] = field(default_factory=dict[str, Any])
    scope: str = ""
    version: str = ""


@dataclass(slots=True)
class Span:
    """A span.

    Args:
        trace_id: 32 lowercase hex digits.
        span_id: 16 lowercase hex digits.
        parent_span_id: The same of its parent; None if it has none, or one that is none.
        name: Its name.
        kind: Number of its kind.
        started: Nanoseconds since 1970.
        ended: Nanoseconds since 1970.
        attributes: By name.
        events: Each with `name`, `timeUnixNano` and `attributes`, without stack traces.
        links: Each with `traceId`, `spanId` and `attributes`.
        status: 0 (unset), 1 (ok) or 2 (error).
        message: What the status says.
        dropped: Attributes that the emitter has dropped.
        source: Where it comes from.
        realm: The project in which alone it is joined with others; empty for all.
    """

    trace_id: str
    span_id: str
    parent_span_id: str | None
    name: str
    kind: int
    started: int
    ended: int
    attributes: dict[str, Any]
    events: list[dict[str, Any]]
    links: list[dict[str, Any]]
    status: int
    message: str
    dropped: int
    source: Source
    realm: str = ""

    @property
    def trace(self) -> str:
        """What its trace is stored by."""
        return trace_key(self.trace_id, self.realm)

    @property
    def key(self) -> str:
        """What tells it from all others: `<trace>-<span_id>`."""
        return f"{self.trace}-{self.span_id}"

    @property
    def reference(self) -> str:
        """What its program finds its log by."""
        return f"{self.trace_id}-{self.span_id}"


@dataclass(frozen=True, slots=True)
class Record:
    """A log record that holds content of a span.

    Args:
        key: The span, as `Span.key` has it.
        event: Name of the event.
        body: What it says.
        attributes: By name.
        time: Nanoseconds since 1970.
    """

    key: str
    event: str
    body: Any
    attributes: dict[str, Any]
    time: int


@dataclass(slots=True)
class Rejected:
    """What of a request is not taken."""

    count: int = 0
    message: str = ""

    def add(self, message: str, count: int = 1) -> None:
        """Count more of it; the first reason is told."""
        self.count += count
        self.message = self.message or message


@lru_cache(4096)
def trace_key(trace_id: str, realm: str) -> str:
    """Answer what a trace is stored by.

    Whoever knows the ids of a trace can add to it, and write its logs anew. What comes with a key that sees some
    projects only is therefore joined with what came for the same project with such a key, and with nothing else.

    Args:
        trace_id: Its id.
        realm: The project in which alone its parts are joined; empty for all.
    """
    return hashlib.sha256(f"{realm} {trace_id}".encode()).hexdigest()[:32] if realm else trace_id


def read_traces(body: bytes, *, is_json: bool) -> tuple[list[Span], Rejected]:
    """Read the spans of a request.

    Raises:
        ValueError: It cannot be decoded.
    """
    document = _from_json(body, "resourceSpans") if is_json else protobuf.decode(body, otlp_messages.TRACES)
    rejected = Rejected()
    spans: list[Span] = []
    for source, item in _items(document, ("resourceSpans", "scopeSpans", "spans"), rejected):
        span = _span(item, source)
        if span is None:
            rejected.add("A span needs a trace id of 16 bytes and a span id of 8 bytes that are not zero.")
        elif not is_list(item.get("attributes", [])):
            rejected.add("The `attributes` of a span are not a list of objects.")
        else:
            spans.append(span)
    return spans, rejected


def read_records(
    body: bytes, realm_of: Callable[[Source], str | None], *, is_json: bool
) -> tuple[list[Record], Rejected]:
    """Read the content records of a request. Records of other events are passed over.

    Args:
        body: The request.
        realm_of: Answers the realm of what comes from somewhere; None if it may not be stored.
        is_json: Whether it is JSON, else protobuf.

    Raises:
        ValueError: It cannot be decoded.
    """
    document = _from_json(body, "resourceLogs") if is_json else protobuf.decode(body, otlp_messages.LOGS)
    rejected = Rejected()
    records: list[Record] = []
    for source, item in _items(document, ("resourceLogs", "scopeLogs", "logRecords"), rejected):
        attributes = _attributes(item)
        event = _text(item.get("eventName")) or _text(attributes.get("event.name"))
        if not event.startswith(_MESSAGES):
            continue
        trace_id, span_id = _id(item, "traceId", _TRACE_ID), _id(item, "spanId", _SPAN_ID)
        if trace_id is None or span_id is None:
            rejected.add(f"A record {event} has no ids of a trace and a span.")
            continue
        realm = realm_of(source)
        if realm is None:
            rejected.add(ELSEWHERE)
            continue
        time = _whole(item.get("timeUnixNano")) or _whole(item.get("observedTimeUnixNano"))
        key = f"{trace_key(trace_id, realm)}-{span_id}"
        records.append(Record(key, event, item.get("body"), attributes, time))
    return records, rejected


def _items(
    document: dict[str, Any], names: tuple[str, str, str], rejected: Rejected
) -> Iterator[tuple[Source, dict[str, Any]]]:
    groups, scopes, items = names
    for group in _objects(document, groups, rejected):
        resource = _attributes(as_object(group.get("resource")))
        for inner in _objects(group, scopes, rejected):
            scope = as_object(inner.get("scope"))
            source = Source(resource, _text(scope.get("name")), _text(scope.get("version")))
            for item in _objects(inner, items, rejected):
                yield source, item


def _objects(holder: dict[str, Any], name: str, rejected: Rejected) -> Iterator[dict[str, Any]]:
    """Go through a list of parts; JSON may hold anything there, and what is no part is told."""
    value = holder.get(name)
    for item in value if is_list(value) else [] if value is None else [value]:
        if is_list(value) and is_object(item):
            yield item
        else:
            rejected.add(f"`{name}` is not a list of objects.")


def _span(item: dict[str, Any], source: Source) -> Span | None:
    trace_id, span_id = _id(item, "traceId", _TRACE_ID), _id(item, "spanId", _SPAN_ID)
    if trace_id is None or span_id is None:
        return None
    status = as_object(item.get("status"))
    started, ended = _whole(item.get("startTimeUnixNano")), _whole(item.get("endTimeUnixNano"))
    return Span(
        trace_id=trace_id,
        span_id=span_id,
        parent_span_id=_id(item, "parentSpanId", _SPAN_ID),
        name=_text(item.get("name")),
        kind=_whole(item.get("kind")),
        started=started or ended,
        ended=ended or started,
        attributes=_attributes(item),
        events=[_event(as_object(event)) for event in as_array(item.get("events"))],
        links=[_link(as_object(link)) for link in as_array(item.get("links"))],
        status=_whole(status.get("code")),
        message=without_traceback(_text(status.get("message"))),
        dropped=_whole(item.get("droppedAttributesCount")),
        source=source,
    )


def _event(item: dict[str, Any]) -> dict[str, Any]:
    attributes = _attributes(item)
    # Paths and lines of the program are dropped at the door; LangSmith puts them into the message, too.
    if isinstance(attributes.get(_EXCEPTION), str):
        attributes[_EXCEPTION] = without_traceback(attributes[_EXCEPTION])
    return {
        "name": _text(item.get("name")),
        "time_unix_nano": _whole(item.get("timeUnixNano")),
        "attributes": attributes,
    }


def _link(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "trace_id": _text(item.get("traceId")).lower(),
        "span_id": _text(item.get("spanId")).lower(),
        "attributes": _attributes(item),
    }


def _attributes(item: dict[str, Any]) -> dict[str, Any]:
    pairs = item.get("attributes")
    found = dict[str, Any](pairs) if is_list(pairs) else {}
    found.pop(_STACK, None)
    return found


def _id(item: dict[str, Any], name: str, form: re.Pattern[str]) -> str | None:
    """Read an id; one of another length, or of nothing but zeros, is none."""
    text = _text(item.get(name)).lower()
    return text if form.fullmatch(text) else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: Any) -> int:
    """Read a whole number, which JSON may hold as a text; what is none, or out of range, becomes the nearest one."""
    if isinstance(value, str) and len(value) <= 20 and value.isascii() and value.isdigit():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return 0
    return int(min(max(value, 0), _LATEST))


def _from_json(body: bytes, kind: str) -> Any:
    """Read the JSON form; attributes become pairs, as they come out of the binary form."""
    document = read_json(body)
    # A body of other names only is of another address, or has the names of protobuf: it would be lost in silence.
    is_known = is_object(document) and (kind in document or not document)
    if not is_known or not (document.get(kind) is None or is_list(document[kind])):
        raise ValueError(f"The body is not an object with a list `{kind}`.")
    _walk(document, 0)
    return document


def _walk(value: Any, depth: int) -> None:
    """Turn the attributes of all parts of a document into pairs, in place."""
    if depth > 8:
        return
    if is_list(value):
        for item in value:
            _walk(item, depth + 1)
    elif is_object(value):
        for name, item in value.items():
            if name == "attributes" and (item is None or is_list(item)):
                value[name] = [_pair(pair) for pair in as_array(item) if is_object(pair)]
            elif name == "body":
                value[name] = _any_value(item)
            else:
                _walk(item, depth + 1)


def _pair(pair: dict[str, Any]) -> tuple[str, Any]:
    return _text(pair.get("key")), _any_value(pair.get("value"))


def _any_value(value: Any) -> Any:
    """Read an `AnyValue` of the JSON form."""
    for name, item in as_object(value).items():
        read = _VALUES.get(name)
        if read is not None:
            return read(item)
    return None


def _integer(item: Any) -> Any:
    if isinstance(item, str):
        try:
            return int(item[:20])
        except ValueError:
            return item
    return item


def _double(item: Any) -> Any:
    # JSON has no other way to write NaN and the infinities than as texts.
    return clean(item)


def _as_it_is(item: Any) -> Any:
    return item


_VALUES: dict[str, Callable[[Any], Any]] = {
    "stringValue": _as_it_is,
    "boolValue": _as_it_is,
    "intValue": _integer,
    "doubleValue": _double,
    "bytesValue": _as_it_is,
    "arrayValue": lambda item: [_any_value(each) for each in as_array(as_object(item).get("values"))],
    "kvlistValue": lambda item: dict(
        _pair(pair) for pair in as_array(as_object(item).get("values")) if is_object(pair)
    ),
}
