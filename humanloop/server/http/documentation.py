"""The addresses of the documentation."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pydantic_core import from_json, to_json
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from humanloop.server.settings import BASE_PATH

if TYPE_CHECKING:
    from starlette.requests import Request

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


@cache
def _description(prefix: str) -> bytes:
    """Read the description of the API, as it is below a prefix."""
    if not prefix:
        return _file("openapi.json")
    description = from_json(_file("openapi.json"))
    description["servers"] = [{"url": f"{prefix}{BASE_PATH}"}]
    return to_json(description)


async def _answer_openapi(request: Request) -> Response:
    return Response(_description(request.scope.get("root_path", "")), media_type="application/json")


async def _answer_page(request: Request) -> Response:
    del request
    return Response(_file("page.html"), media_type="text/html", headers=_PAGE_HEADERS)


def documentation_routes(web_path: str | None) -> list[Route]:
    """Build the routes of the documentation; the root of the server leads there.

    Args:
        web_path: Where browsers go instead, if there are pages for people.
    """

    async def answer_root(request: Request) -> Response:
        is_browser = web_path is not None and "text/html" in request.headers.get("accept", "")
        target = web_path if web_path is not None and is_browser else DOCS_PATH
        return RedirectResponse(request.scope.get("root_path", "") + target, headers={"Vary": "Accept"})

    return [Route("/", answer_root), Route(DOCS_PATH, _answer_page), Route(OPENAPI_PATH, _answer_openapi)]
