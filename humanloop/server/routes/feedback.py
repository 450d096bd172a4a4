"""Feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.feedback import give_feedback, read_items
from humanloop.server.http.calls import as_list, in_form_of

if TYPE_CHECKING:
    from humanloop.server.http.calls import Call


async def _feedback(call: Call) -> Any:
    items, places = as_list(call.body)
    strict = call.service.settings.strict_feedback
    new = await call.prepare(len(items), lambda dialect: read_items(dialect, items, places))
    return await call.commit(lambda c: in_form_of(call.body, give_feedback(c, new, strict=strict)))


HANDLERS = {"feedback": _feedback}
