"""What the server is set up with: environments, keys, providers, prices; its health; and a call to try a provider."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse

from humanloop.server.domain import organisation
from humanloop.server.domain.key_records import list_keys
from humanloop.server.errors import ServerError
from humanloop.server.generation.providers.names import KNOWN
from humanloop.server.http.health import checks_of
from humanloop.server.json_values import to_text
from humanloop.server.web.columns import answer_of
from humanloop.server.web.problems import words_of
from humanloop.server.web.rendering import render
from humanloop.server.web.rows import Raw

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection
    from starlette.responses import Response

    from humanloop.server.web.visit import Visit

_QUESTION = "Say: it works."


async def _page(visit: Visit) -> Response:
    return await _shown(visit, None)


async def _shown(visit: Visit, outcome: dict[str, Any] | None) -> Response:
    values = await visit.service.store.read(lambda connection: _values(connection, visit))
    checks = await checks_of(visit.service)
    return HTMLResponse(render("settings.html", visit, {**values, "checks": checks, "outcome": outcome}))


def _values(connection: Connection, visit: Visit) -> dict[str, Any]:
    settings, names = visit.service.settings, visit.service.providers.names
    known = {name: each.title for name, each in KNOWN.items()}
    return {
        "section": "settings",
        "environments": organisation.environments(connection),
        "key_count": len(list_keys(connection)) + (settings.api_key is not None),
        "needs_key": settings.authentication,
        "dialect": connection.dialect.name,
        "providers": [(name, known.get(name, name)) for name in names],
        "silent": [title for name, title in known.items() if name not in names],
        "fallback": settings.provider_fallback,
        "prices": settings.prices,
        "kept": settings.keep_logs_days,
        "given": {name: visit.field(name) for name in ("provider", "model")},
    }


async def _test(visit: Visit) -> Response:
    """Ask a model something short, and keep nothing."""
    provider, model = visit.required("provider"), visit.required("model")
    body: dict[str, Any] = {
        "model_config": {"provider": provider, "model": model, "chat_template": []},
        "messages": [{"role": "user", "content": _QUESTION}],
        "source": "settings",
    }
    began = time.perf_counter()
    try:
        answer = await answer_of(visit, "chats.create", body)
        outcome = {"text": to_text(answer["data"][0]["output"]), "error": None}
    except ServerError as error:
        outcome = {"text": None, "error": words_of(error)}
    return await _shown(visit, {**outcome, "seconds": time.perf_counter() - began})


ROWS = (
    Raw("/settings", _page),
    Raw("/settings/test", _test, "POST"),
)
