"""Where a client sends: the URL that all paths are below, checked and as it is sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from humanloop.core.errors import InvalidHostConfigurationError
from humanloop.core.loading import LOADING

if TYPE_CHECKING:
    from urllib.parse import SplitResult

_IN_PATHS = "/%:@!$&()*+,;=~"
"""Signs that stand for themselves in the path of a host."""
_NAME = re.compile(r"[\w-]{1,63}(\.[\w-]{1,63})*\.?")
"""The name or IPv4 address of a machine; one in IPv6 has colons, and the URL parser has checked it."""


def checked_host(host: Any, own: str, environment: str, key_argument: str) -> str:
    """Check where a client sends, and answer it as it is sent.

    Args:
        host: What is given.
        own: The API's own; only its path, or nothing, where a client has to be given its host.
        environment: What the names of environment variables begin with.
        key_argument: The argument of the client that takes the key.

    Raises:
        InvalidHostConfigurationError: It is no address, or none for this.
    """
    if not isinstance(host, str):
        raise InvalidHostConfigurationError(type(host).__name__, "it must be text")
    if any(character.isspace() or not character.isprintable() for character in host):
        raise InvalidHostConfigurationError(host, "it holds blanks or control characters")
    try:
        parts = urlsplit(host)
        port = parts.port
    except ValueError:
        # The parser's own words may quote a part of a password.
        raise InvalidHostConfigurationError(host, "its name or port cannot be read") from None
    if parts.scheme not in ("http", "https"):
        way = f"; pass `host=…` to the client or set {environment}_HOST" if host == own else ""
        raise InvalidHostConfigurationError(host, f"it must start with http:// or https://{way}")
    if not parts.hostname or port == 0:
        raise InvalidHostConfigurationError(host, "it names no machine")
    if parts.query or parts.fragment or "?" in host or "#" in host:
        raise InvalidHostConfigurationError(host, "it must not have a query or a fragment")
    if parts.username is not None or parts.password is not None:
        reason = f"it must not carry a user name or password; use `{key_argument}`"
        raise InvalidHostConfigurationError(host, reason)
    if ":" not in parts.hostname and not _NAME.fullmatch(parts.hostname):
        raise InvalidHostConfigurationError(host, "its name holds a character that no name has")
    name = f"{parts.scheme}://{parts.netloc.lower()}"
    sent = host.rstrip("/") if host.isascii() and host.startswith(name) else _encoded(host, parts)
    # Where the API says no more than its path, a host that has none gets that.
    return f"{sent}{quote(own, safe=_IN_PATHS)}" if own[:1] == "/" and not urlsplit(sent).path else sent


def _encoded(host: str, parts: SplitResult) -> str:
    """Write a host as it is sent: names in small letters and in the form of DNS, other signs by their bytes."""
    try:
        name = name_in_dns(parts.netloc)
    except UnicodeError:
        raise InvalidHostConfigurationError(host, "its name cannot be written as DNS has it") from None
    return f"{parts.scheme}://{name}{quote(parts.path, safe=_IN_PATHS)}".rstrip("/")


def name_in_dns(name: str) -> str:
    """Write the name of a machine in small letters and, where it is not ASCII, in the form that DNS has.

    Raises:
        UnicodeError: It has none.
    """
    name = name.lower()
    if name.isascii():
        return name
    with LOADING:  # the codec is a module
        return name.encode("idna").decode("ascii")
