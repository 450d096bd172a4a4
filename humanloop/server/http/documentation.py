"""The addresses of the documentation."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json, to_json
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from humanloop.server.documentation.page import render_page
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


def read_description() -> dict[str, Any]:
    """Read the API's description, with this server as the place where it is."""
    text = files("humanloop.server.documentation").joinpath("openapi.json").read_bytes()
    description: dict[str, Any] = from_json(text)
    return {**description, "servers": [{"url": BASE_PATH}]}


@cache
def _openapi() -> bytes:
    return to_json(read_description())


@cache
def _page() -> str:
    style = files("humanloop.server.documentation").joinpath("page.css").read_text(encoding="utf-8")
    return render_page(read_description(), style, OPENAPI_PATH)


async def _answer_openapi(request: Request) -> Response:
    del request
    return Response(_openapi(), media_type="application/json")


async def _answer_page(request: Request) -> Response:
    del request
    return Response(_page(), media_type="text/html", headers=_PAGE_HEADERS)


async def _answer_root(request: Request) -> Response:
    return RedirectResponse(request.scope.get("root_path", "") + DOCS_PATH)


ROUTES = [
    Route("/", _answer_root),
    Route(DOCS_PATH, _answer_page),
    Route(OPENAPI_PATH, _answer_openapi),
]
