"""People whom a proxy has signed in: its header gives their names, for the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.server.domain.roles import Caller
from humanloop.server.domain.web_sessions import Session
from humanloop.server.http.marks import PROXIED

if TYPE_CHECKING:
    from starlette.requests import Request

    from humanloop.server.domain.keys import Keys
    from humanloop.server.settings import Settings

_LONGEST_NAME = 80


def session_of_proxy(request: Request, settings: Settings, keys: Keys) -> Session | None:
    """Make the session of whom a trusted proxy names; None if none does, or if the name is none.

    Args:
        request: The request.
        settings: Which header it is, and which role it gives.
        keys: The keys of the server, from which the secret of such sessions comes.
    """
    header = settings.trust_user_header
    if header is None or not request.scope.get(PROXIED):
        return None
    given = request.headers.getlist(header)
    name = named_by(given)
    if name is None:
        return None
    return Session(keys.secret_for(f"user {name}"), Caller(name, settings.trust_user_role))


def named_by(values: list[str]) -> str | None:
    """Read the name in the values of a header; None if there are several, or what is there is no name."""
    if len(values) != 1:
        return None
    try:
        # Servers hand headers on as Latin-1, whatever they are.
        name = values[0].encode("latin-1").decode().strip()
    except UnicodeDecodeError:
        return None
    return name if 1 <= len(name) <= _LONGEST_NAME and name.isprintable() else None
