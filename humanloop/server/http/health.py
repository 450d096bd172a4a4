"""Whether the server lives, and whether it can answer: for probes, which have no key and name any host."""

from __future__ import annotations

import asyncio
import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse

from humanloop.server.errors import MethodNotAllowedError, UnavailableError
from humanloop.server.http.marks import OPERATION, path_below
from humanloop.server.http.responses import to_error_response
from humanloop.server.store.migrations import HEAD, revision_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    from humanloop.server.service import Service

LIVE = "/health/live"
"""Where probes ask whether the process is there at all."""
READY = "/health/ready"
"""Where they ask whether it can answer."""

_SECONDS = 1.5
_OPERATIONS = {LIVE: "health_live", READY: "health_ready"}
_NO_CACHE = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class Check:
    """What was found of one thing that has to be right.

    Args:
        ok: Whether it is.
        detail: What is wrong.
    """

    ok: bool
    detail: str | None = None


def health_response(checks: Mapping[str, Check]) -> Response:
    """Build the answer of a probe: 200 if all is right, else 503 and what is not."""
    is_well = all(check.ok for check in checks.values())
    content = {
        "status": "ok" if is_well else "failing",
        "checks": {name: {"ok": check.ok, "detail": check.detail} for name, check in checks.items()},
    }
    return JSONResponse(content, 200 if is_well else 503, _NO_CACHE)


def check_disk(folder: Path | None, reserve: int) -> Check:
    """See that there is room beside the database.

    Args:
        folder: Where its file is; None if it is not on this machine.
        reserve: Megabytes that have to be free.
    """
    if folder is None:
        return Check(ok=True)
    try:
        free = shutil.disk_usage(folder).free // 1_000_000
    except OSError as error:
        return Check(ok=False, detail=f"{folder}: {os.strerror(error.errno or 0)}")
    if free >= reserve:
        return Check(ok=True)
    return Check(ok=False, detail=f"{free} MB are free in {folder}, which is less than the {reserve} of disk_reserve")


@dataclass
class Health:
    """Answers probes before anything else looks at a request.

    Args:
        app: What answers other requests.
        service: Answers the server's parts; they are there once the server has started.
        is_ending: Tells whether the server was told to stop.
    """

    app: ASGIApp
    service: Callable[[], Service]
    is_ending: Callable[[], bool]
    _looking: asyncio.Task[dict[str, Check]] | None = field(default=None, init=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        operation = _OPERATIONS.get(path_below(scope)) if scope["type"] == "http" else None
        if operation is None:
            await self.app(scope, receive, send)
            return
        scope[OPERATION] = operation
        if scope["method"] not in {"GET", "HEAD"}:
            response = to_error_response(MethodNotAllowedError(["GET", "HEAD"]))
        else:
            response = health_response({} if operation == _OPERATIONS[LIVE] else await self._checks())
        await response(scope, receive, send)

    async def _checks(self) -> dict[str, Check]:
        service = self.service()
        # While a look hangs, the next probes wait for the same one.
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(_look_at(service))
        checks = await checks_of(service, self._looking)
        if self.is_ending():
            checks["stopping"] = Check(ok=False, detail="the server was told to stop")
        return checks


async def checks_of(service: Service, looking: asyncio.Task[dict[str, Check]] | None = None) -> dict[str, Check]:
    """Look at everything that has to be right.

    Args:
        service: The server's parts.
        looking: A look at the database that has begun already.
    """
    looking = looking or asyncio.create_task(_look_at(service))
    done, _ = await asyncio.wait({looking}, timeout=_SECONDS)
    silent = Check(ok=False, detail=f"the database has not answered within {_SECONDS:g} s")
    found = looking.result() if done else {"database": silent, "migrations": silent}
    return {**found, "disk": check_disk(service.store.folder, service.settings.disk_reserve)}


async def _look_at(service: Service) -> dict[str, Check]:
    try:
        revision = await service.store.probe(revision_of)
    except UnavailableError as error:
        return _unknown(error.message)
    except Exception as error:  # noqa: BLE001 - whatever it is, the database does not answer
        return _unknown(str(getattr(error, "orig", error)))
    has = Check(ok=True) if revision == HEAD else Check(ok=False, detail=f"revision {revision} in place of {HEAD}")
    return {"database": Check(ok=True), "migrations": has}


def _unknown(said: str) -> dict[str, Check]:
    return {"database": Check(ok=False, detail=said), "migrations": Check(ok=False, detail="not known")}
