"""Feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.calls import as_list
from humanloop.server.domain.feedback import give_feedback

if TYPE_CHECKING:
    from humanloop.server.calls import Call


async def _feedback(call: Call) -> Any:
    items, places = as_list(call.body)
    answers = await call.commit(lambda connection: give_feedback(connection, items, places))
    return answers if isinstance(call.body, list) else answers[0]


HANDLERS = {"feedback": _feedback}
