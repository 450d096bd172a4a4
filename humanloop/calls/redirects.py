"""Redirects: followed for reads, inside the origin, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from humanloop.core.request import Request
    from humanloop.core.response import ApiResponse

MOST_REDIRECTS = 5
"""Redirects that one call follows."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_READS = frozenset({"GET", "HEAD"})
_PORTS = {"http": 80, "https": 443}


def redirect_target(request: Request, response: ApiResponse) -> str | None:
    """Find the URL that an answer leads to, if it is one that may be followed.

    A write is never followed: one that becomes a GET is lost. Neither is a redirect to another scheme, host or port:
    it would take the API key along.
    """
    location = response.headers.get("Location")
    if response.status not in _REDIRECTS or request.method not in _READS or not location:
        return None
    if not (location.isascii() and location.isprintable()) or " " in location or "\\" in location:
        return None
    try:
        target = urlsplit(urljoin(request.url, location))
        same = _origin(target) == _origin(urlsplit(request.url))
    except ValueError:
        return None
    return target._replace(fragment="").geturl() if same and "@" not in target.netloc else None


def _origin(url: SplitResult) -> tuple[str, str | None, int | None]:
    return url.scheme, url.hostname, url.port or _PORTS.get(url.scheme)
