"""What the server is set up with: environments, keys, providers, prices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import organisation
from humanloop.server.domain.key_records import list_keys
from humanloop.server.web.rows import Page

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from humanloop.server.web.visit import Visit


def _show(connection: Connection, visit: Visit) -> dict[str, Any]:
    settings = visit.service.settings
    return {
        "section": "settings",
        "environments": organisation.environments(connection),
        "key_count": len(list_keys(connection)) + (settings.api_key is not None),
        "needs_key": settings.authentication,
        "dialect": connection.dialect.name,
        "providers": sorted({"mock", *settings.providers}),
        "fallback": settings.provider_fallback,
        "prices": settings.prices,
    }


ROWS = (Page("/settings", "settings.html", _show),)
