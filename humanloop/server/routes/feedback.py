"""Feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.calls import as_list, in_form_of
from humanloop.server.domain.feedback import give_feedback

if TYPE_CHECKING:
    from humanloop.server.calls import Call


async def _feedback(call: Call) -> Any:
    items, places = as_list(call.body)
    strict = call.service.settings.strict_feedback
    return await call.commit(lambda c: in_form_of(call.body, give_feedback(c, items, places, strict=strict)))


HANDLERS = {"feedback": _feedback}
