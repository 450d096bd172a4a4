"""Signing in to the pages: a link that is good once, or an API key, becomes a session of the browser.

Only digests are kept: whoever reads the database cannot sign in with what stands there.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from humanloop.server.domain.keys import digest_of
from humanloop.server.domain.organisation import team_id
from humanloop.server.domain.roles import ANYONE as EVERYBODY
from humanloop.server.domain.roles import Caller
from humanloop.server.errors import PermissionDeniedError, UnprocessableError
from humanloop.server.store import web as rows
from humanloop.server.store.moments import steady_now

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

# How long an ended link or session is remembered, so that its page can say what became of it.
_REMEMBERED = timedelta(days=7)
_LONGEST_NAME = 80
_BY_LINK = Caller("link")


@dataclass(frozen=True)
class Session:
    """A browser that is signed in.

    Args:
        token: What it sends; an empty text where nobody has to sign in.
        caller: Who has signed in.
        is_named: Whether it is known what its person is called.
    """

    token: str
    caller: Caller
    is_named: bool = True

    @property
    def name(self) -> str:
        """What its person is called."""
        return self.caller.shown

    @property
    def can_change(self) -> bool:
        """Whether it may do more than read."""
        return self.caller.may("write", "admin")


ANYONE = Session("", EVERYBODY)
"""The session of everybody, where nobody has to sign in."""


def new_link(connection: Connection, seconds: float) -> str:
    """Make a link; answers its token."""
    moment = steady_now()
    rows.forget_old(connection, moment - _REMEMBERED)
    token = secrets.token_urlsafe(32)
    expires_at = moment + timedelta(seconds=seconds)
    row = {"digest": digest_of(token), "expires_at": expires_at, "used_at": None, "created_at": moment}
    rows.insert_link(connection, row)
    return token


def follow_link(connection: Connection, token: str, seconds: float) -> str:
    """Sign in by a link, which is good no more afterwards; answers the token of the session.

    Raises:
        PermissionDeniedError: The link is not known, was used, or has expired.
    """
    digest, moment = digest_of(token), steady_now()
    row = rows.find_link(connection, digest)
    if row is None:
        raise PermissionDeniedError("This link is not known.")
    if row["used_at"] is not None:
        raise PermissionDeniedError("This link was used already; each is good once.")
    if row["expires_at"] <= moment:
        raise PermissionDeniedError("This link has expired.")
    rows.use_link(connection, digest, moment)
    return new_session(connection, None, seconds)


def new_session(connection: Connection, key_digest: str | None, seconds: float) -> str:
    """Sign in by a key, or by nothing; answers the token of the session.

    Args:
        connection: The database.
        key_digest: The digest of the key, which has been checked.
        seconds: How long the session lasts.
    """
    token, moment = secrets.token_urlsafe(32), steady_now()
    row = {
        "digest": digest_of(token),
        "key_digest": key_digest,
        "name": None,
        "expires_at": moment + timedelta(seconds=seconds),
        "created_at": moment,
    }
    rows.insert_session(connection, row)
    return token


def find_session(connection: Connection, token: str, holder: Callable[[str], Caller | None]) -> Session | None:
    """Find the session of a token; None if there is none, it has expired, or its key is gone.

    Args:
        connection: The database.
        token: What the browser sends.
        holder: Answers who has the key of a digest; None if it is good no more.
    """
    row = rows.find_session(connection, digest_of(token))
    if row is None or row["expires_at"] <= steady_now():
        return None
    digest, person = row["key_digest"], row["name"] or ""
    # Links are made by who has the database, which is all that there is.
    caller = _BY_LINK if digest is None else holder(digest)
    if caller is None:
        return None
    return Session(token, replace(caller, person=person), is_named=bool(person))


def name_session(connection: Connection, token: str, name: str) -> None:
    """Say what the person of a session is called.

    Raises:
        UnprocessableError: The name is empty, or too long.
    """
    name = name.strip()
    if not 1 <= len(name) <= _LONGEST_NAME:
        raise UnprocessableError(f"A name has 1 to {_LONGEST_NAME} characters.")
    rows.name_session(connection, digest_of(token), name)


def end_session(connection: Connection, token: str) -> None:
    """Sign out."""
    rows.delete_session(connection, digest_of(token))


def cookie_name(connection: Connection) -> str:
    """Name the cookie of this database: a browser may be signed in to several servers on one host."""
    return f"humanloop_{digest_of(team_id(connection))[:8]}"
