"""Feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain.feedback import give_feedback
from humanloop.server.http.calls import as_list, in_form_of

if TYPE_CHECKING:
    from humanloop.server.http.calls import Call


async def _feedback(call: Call) -> Any:
    items, places = as_list(call.body)
    strict = call.service.settings.strict_feedback
    return await call.commit(lambda c: in_form_of(call.body, give_feedback(c, items, places, strict=strict)))


HANDLERS = {"feedback": _feedback}
