"""URLs of databases: any that `psql` takes, and how one is shown without what is secret in it."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode

_OF_POSTGRESQL = frozenset({"postgres", "postgresql"})
_DRIVER = "postgresql+psycopg"
_PORT = "5432"
# As `psql` reads it: nobody is named behind the first `/`.
_USER = re.compile(r"(?:[^/@]*@)?")
# A name, an address, or an IPv6 address in brackets, and a port.
_HOST = re.compile(r"(?P<host>\[[^\]]*\]|[^:]*)(?::(?P<port>[0-9]*))?")
_SECRET = frozenset({"password", "sslpassword"})
_HIDDEN = "***"


def to_database_url(text: str) -> str:
    """Turn the path of an SQLite file, or any URL that `psql` takes, into a URL of SQLAlchemy.

    Raises:
        ValueError: It is no such URL. No part of a password is in what that says.
    """
    if "://" not in text:
        return f"sqlite:///{text}"
    scheme, _, rest = text.partition("://")
    if scheme not in _OF_POSTGRESQL:
        return text
    user, hosts, path, query = _parts(rest)
    found = [_host_of(each) for each in hosts.split(",")]
    if "," not in hosts and "%" not in hosts:
        # The driver of the extra `postgres`, however old a form of the URL is.
        return f"{_DRIVER}://{rest}"
    more = [
        ("host", ",".join(host for host, _ in found)),
        ("port", ",".join(port for _, port in found)),
        *parse_qsl(query, keep_blank_values=True),
    ]
    return f"{_DRIVER}://{user}/{path.removeprefix('/')}?{urlencode(more, quote_via=quote)}"


def without_secrets(url: str) -> str:
    """Show a URL without the passwords that stand in its query."""
    before, mark, query = url.partition("?")
    if not mark:
        return url
    pairs = parse_qsl(query, keep_blank_values=True)
    if not any(name in _SECRET for name, _ in pairs):
        return url
    shown = [(name, _HIDDEN if name in _SECRET else value) for name, value in pairs]
    return f"{before}?{urlencode(shown, quote_via=quote, safe='/:,*')}"


def _parts(rest: str) -> tuple[str, str, str, str]:
    """Cut what follows the scheme into who asks (with its `@`), hosts, path and query.

    Raises:
        ValueError: A mark in the password would make a host of its rest, and hosts are shown.
    """
    behind = _USER.sub("", rest, count=1)
    place, _, query = behind.partition("?")
    if "@" in place:
        raise ValueError("a password in a URL has %40 for `@`, %2F for `/` and %3F for `?`")
    if not all("=" in each for each in query.split("&") if each):
        raise ValueError("what stands behind the `?` of a URL is pairs of a name and a value, with `=` between them")
    hosts, slash, path = place.partition("/")
    return rest.removesuffix(behind), hosts, slash + path, query


def _host_of(text: str) -> tuple[str, str]:
    found = _HOST.fullmatch(text)
    if found is None:
        raise ValueError(f"{unquote(text)!r} is no host with a port")
    return unquote(found["host"]).removeprefix("[").removesuffix("]"), found["port"] or _PORT
