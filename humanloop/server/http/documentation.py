"""The addresses of the documentation."""

from __future__ import annotations

import asyncio
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pydantic_core import from_json, to_json
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from humanloop.server.http.additions import with_additions
from humanloop.server.settings import BASE_PATH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from humanloop.server.http.additions import Addition

DOCS_PATH = "/docs"
OPENAPI_PATH = f"{BASE_PATH}/openapi.json"

# The page loads nothing and runs nothing.
_PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
}


@cache
def _file(name: str) -> bytes:
    """Read a file that `python -m codegen.description` has written."""
    return files("humanloop.server.documentation").joinpath(name).read_bytes()


async def _answer_page(request: Request) -> Response:
    del request
    return Response(_file("page.html"), media_type="text/html", headers=_PAGE_HEADERS)


def documentation_routes(web_path: str | None, additions: Mapping[str, Addition]) -> list[Route]:
    """Build the routes of the documentation; the root of the server leads there.

    Args:
        web_path: Where browsers go instead, if there are pages for people.
        additions: Operations of the server's own, which the description names, too.
    """

    @cache
    def description(prefix: str) -> bytes:
        found = with_additions(from_json(_file("openapi.json")), additions)
        return to_json({**found, "servers": [{"url": f"{prefix}{BASE_PATH}"}]})

    async def answer_openapi(request: Request) -> Response:
        # Read when it is asked for: it is large, and few ask.
        content = await asyncio.to_thread(description, request.scope.get("root_path", ""))
        return Response(content, media_type="application/json")

    async def answer_root(request: Request) -> Response:
        is_browser = web_path is not None and "text/html" in request.headers.get("accept", "")
        target = web_path if web_path is not None and is_browser else DOCS_PATH
        return RedirectResponse(request.scope.get("root_path", "") + target, headers={"Vary": "Accept"})

    return [Route("/", answer_root), Route(DOCS_PATH, _answer_page), Route(OPENAPI_PATH, answer_openapi)]
