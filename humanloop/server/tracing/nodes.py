"""Spans between their rows in the store and their places in a tree."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from humanloop.server.tracing.joining import BARE, MODEL, STREAM, TRANSPARENT, Node

if TYPE_CHECKING:
    from datetime import datetime

    from humanloop.server.store.rows import Row
    from humanloop.server.tracing.items import Item
    from humanloop.server.tracing.spans import Record


def node_of_item(key: str, item: Item, stored: Row | None) -> Node:
    """Place a span that has come."""
    span = item.span
    return Node(
        key=key,
        trace_id=span.trace,
        parent=None if span.parent_span_id is None else f"{span.trace}-{span.parent_span_id}",
        role=item.role,
        is_model=item.role == MODEL,
        started=span.started,
        is_log=item.role not in {BARE, *TRANSPARENT} or (stored is not None and stored["log_id"] is not None),
        log_id=None if stored is None else stored["log_id"],
        log_below=stored is not None and stored["log_below"],
        model_below=stored is not None and stored["model_below"],
        is_new=True,
    )


def node_of_row(row: Row) -> Node:
    """Place a span that was stored."""
    return Node(
        key=row["key"],
        trace_id=row["trace_id"],
        parent=row["parent"],
        role=row["role"],
        is_model=row["is_model"],
        started=row["started"],
        is_log=row["log_id"] is not None,
        log_id=row["log_id"],
        log_below=row["log_below"],
        model_below=row["model_below"],
    )


def span_row(node: Node, item: Item | None, stored: Row | None, moment: datetime) -> dict[str, Any]:
    """Write the row of a span.

    Args:
        node: Where it stands.
        item: What it says; None of a log of the API.
        stored: Its row until now.
        moment: When it came.
    """
    fixed = stored or {}
    draft = None if item is None else item.draft
    return {
        "key": node.key,
        "trace_id": node.trace_id,
        "parent": node.parent,
        "project": "" if item is None else item.project,
        "role": node.role,
        "is_model": node.is_model,
        "log_below": node.log_below,
        "model_below": node.model_below,
        "started": node.started,
        "ended": node.started if item is None else item.span.ended,
        "attributes": 0 if item is None else len(item.span.attributes),
        "session": None if draft is None else draft.session,
        "user": None if draft is None else draft.user,
        "fixed_session": bool(fixed.get("fixed_session")),
        "fixed_parent": bool(fixed.get("fixed_parent")),
        "save": item is None or item.save,
        "log_id": node.log_id,
        "pair": None if item is None else item.pair,
        "content": _content(node, item),
        "created_at": moment,
    }


def record_row(place: int, record: Record, moment: datetime) -> dict[str, Any]:
    """Write the row of a content record, which stood at a place of its request."""
    said = to_json([record.key, record.event, record.body, record.time])
    return {
        "id": hashlib.sha256(said).hexdigest(),
        "key": record.key,
        "event": record.event,
        "time": record.time,
        "place": place,
        "content": {"body": record.body, "attributes": record.attributes},
        "created_at": moment,
    }


def _content(node: Node, item: Item | None) -> dict[str, Any] | None:
    if item is None or (node.role == BARE and node.log_id is not None):
        return None
    if node.role == STREAM and item.pair is None:
        return None
    return item.content
