"""Forms are done once, however often they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.server.domain.idempotency import once_of

if TYPE_CHECKING:
    from humanloop.server.domain.idempotency import Once
    from humanloop.server.web.visit import Visit


def once_for(visit: Visit) -> Once | None:
    """Answer what lets the form of a request be done once only; None if it has no id."""
    form_id = visit.field("form_id")
    return once_of(f"web {visit.session.token}", form_id or None, "POST", visit.here.encode(), b"", 303)
