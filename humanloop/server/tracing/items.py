"""A span on its way into the store: what it says, and what part it plays in its tree."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from humanloop.server.json_values import as_object
from humanloop.server.tracing.joining import BARE, CLIENT, MODEL, STREAM, TOOL
from humanloop.server.tracing.reader import to_number
from humanloop.server.tracing.spans import Source, Span
from humanloop.server.tracing.translation import LONGEST_NAME, is_bare, translate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from humanloop.server.tracing.draft import Draft
    from humanloop.server.tracing.spans import Record

OWN_SCOPE = "humanloop"
"""The scope of the client's own spans, whose logs come by the API itself."""
_SPAN_TYPE = "logfire.span_type"
_PENDING, _LOG = "pending_span", "log"
_DEFAULT_PROJECT = "otel"


@dataclass(slots=True)
class Item:
    """A span that is to be stored.

    Args:
        span: The span.
        draft: What it says.
        role: The part that it plays.
        project: Name of its project.
        save: Whether its texts are kept.
        pair: What the two halves of a stream have in common.
        is_open: Whether something may still come that says more: the span itself leaves it out.
    """

    span: Span
    draft: Draft
    role: str
    project: str
    save: bool = True
    pair: str | None = None
    is_open: bool = True

    @property
    def content(self) -> dict[str, Any] | None:
        """What has to be kept of the span itself."""
        if self.role not in {BARE, STREAM} and not (self.is_open and self.save):
            return None
        # What is not to be saved is not needed for a log either.
        span = asdict(self.span) if self.save else asdict(_stripped(self.span))
        return {**span, "user_metadata": self.draft.metadata if not self.save else None}


def read_item(span: Span, project: str, *, save: bool, takes_all: bool) -> Item | None:
    """Read a span; None if it only announces another one.

    Args:
        span: The span.
        project: Name of its project.
        save: Whether its texts are kept.
        takes_all: Whether spans of no dialect are logs too.
    """
    if span.attributes.get(_SPAN_TYPE) == _PENDING:
        return None
    draft = translate(span)
    if not save and is_bare(draft):
        # What a program calls its metadata in a span of its own are attributes like all others.
        draft.metadata = {}
    role = _role(span, draft, takes_all=takes_all)
    item = Item(span, draft, role, project, save, is_open=_is_open(role, draft))
    if draft.dialect == "logfire" and draft.kind == MODEL and (role == STREAM or not draft.outputs):
        item.pair = _pair(item)
    return item


def project_of(source: Source, projects: Mapping[str, str | None]) -> str:
    """Answer the name of the project that a span belongs to.

    Args:
        source: Where it comes from.
        projects: Names of projects from the request's headers: `chosen` before and `named` after what the span says.
    """
    resource = source.resource
    candidates = (
        projects.get("chosen"),
        resource.get("openinference.project.name"),
        projects.get("named"),
        resource.get("service.name"),
    )
    found = next((name for name in candidates if isinstance(name, str) and name.strip()), _DEFAULT_PROJECT)
    return found.strip()[:LONGEST_NAME]


def kept_item(row: Mapping[str, Any], content: Mapping[str, Any], records: Sequence[Record] = ()) -> Item:
    """Make an item of what was kept of a span."""
    given = {name: value for name, value in content.items() if name not in {"source", "user_metadata"}}
    span = Span(**given, source=Source(**as_object(content.get("source"))))
    draft = translate(span, records)
    if not row["save"]:
        draft.metadata = as_object(content.get("user_metadata"))
    return Item(span, draft, row["role"], row["project"], row["save"])


def add_second_half(draft: Draft, second: Draft) -> None:
    """Take what the second half of a stream says that the first could not know."""
    if not draft.outputs:
        draft.outputs, draft.response = second.outputs, second.response
    for name in ("prompt_tokens", "output_tokens", "cost", "finish_reason", "messages"):
        if getattr(draft, name) is None:
            setattr(draft, name, getattr(second, name))
    draft.usage = {**second.usage, **draft.usage}


def gap(first: Mapping[str, Any], second: Mapping[str, Any], duration: float) -> float:
    """Tell how many nanoseconds lie between the two halves of a stream; those of one trace belong together.

    Args:
        first: `trace_id` and `ended` of the request.
        second: `trace_id` and `started` of the other.
        duration: Seconds that the stream took, as the second says.
    """
    distance: float = abs(second["started"] - duration * 1e9 - first["ended"])
    return distance - (0 if first["trace_id"] != second["trace_id"] else 10**15)


def stream_duration(attributes: Mapping[str, Any]) -> float:
    """Answer how long a stream took, in seconds."""
    return to_number(attributes.get("duration")) or 0


def _is_open(role: str, draft: Draft) -> bool:
    if draft.inputs is not None:
        return False
    if role == MODEL:
        return draft.messages is None or not draft.outputs
    # An agent that says nothing of its conversation.
    return role != TOOL and draft.messages is None and draft.output is None and not draft.outputs


def _role(span: Span, draft: Draft, *, takes_all: bool) -> str:
    if span.source.scope == OWN_SCOPE:
        return CLIENT
    if draft.dialect is None:
        return draft.kind if takes_all else BARE
    if draft.kind == MODEL and draft.dialect == "logfire" and span.attributes.get(_SPAN_TYPE) == _LOG:
        return STREAM
    return draft.kind


def _pair(item: Item) -> str:
    """Compute what two spans share that are the same question to the same model."""
    attributes = item.span.attributes
    names = ("request_data", "gen_ai.input.messages", "gen_ai.request.model")
    said = [item.project, item.span.realm, item.span.source.scope, *(attributes.get(name) for name in names)]
    return hashlib.sha256(to_json(said)).hexdigest()


def _stripped(span: Span) -> Span:
    return Span(
        trace_id=span.trace_id,
        span_id=span.span_id,
        parent_span_id=span.parent_span_id,
        name=span.name,
        kind=span.kind,
        started=span.started,
        ended=span.ended,
        attributes={},
        events=[],
        links=[],
        status=span.status,
        message="",
        dropped=span.dropped,
        source=span.source,
        realm=span.realm,
    )
