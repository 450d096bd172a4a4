"""What both transports know about the way to the server: limits, proxy, TLS, and how its failures are named."""

from __future__ import annotations

import os
import re
import ssl
import sys
import time
from base64 import b64encode
from contextlib import suppress
from ipaddress import ip_address, ip_network
from socket import SHUT_RDWR, gaierror
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from humanloop.core.errors import ApiConnectionError, ApiTimeoutError, ClientConfigurationError
from humanloop.core.headers import concealed
from humanloop.core.hosts import name_in_dns
from humanloop.core.loading import LOADING
from humanloop.core.messages import THROUGH, UNREACHABLE
from humanloop.core.secret import Secret, hidden
from humanloop.core.settings import CONNECT_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from socket import socket

    from humanloop.core.request import Request
    from humanloop.core.settings import BaseConfiguration

LARGEST_HEAD = 100 * 1024
"""Bytes that the status line and headers of an answer may have."""
MOST_FIELDS = 200
"""Header fields that an answer may have."""
PIECE = 64 * 1024
"""Bytes that are read at once."""


_NO_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE")
"""What OpenSSL says of an answer that is none of TLS."""


class Proxy:
    """A proxy to go through; its credentials are in `headers`, for it alone."""

    __slots__ = ("headers", "url")

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        self.url = url
        self.headers = headers


def route(configuration: BaseConfiguration) -> tuple[Any, ...]:
    """List the settings that connections depend on: other settings, other connections."""
    return (
        configuration.host,
        # Tracebacks show these, too.
        configuration.proxy and hidden(configuration.proxy),
        configuration.proxy_headers and concealed(configuration.proxy_headers),
        configuration.verify_ssl,
        configuration.ssl_ca_cert,
        configuration.cert_file,
        configuration.key_file,
        configuration.assert_hostname,
        configuration.socket_options,
        configuration.connection_pool_maxsize,
    )


def proxy_of(configuration: BaseConfiguration) -> Proxy | None:
    """Find the proxy: the configuration's, else the one that the environment names for the host.

    Raises:
        ClientConfigurationError: It is not the URL of an HTTP proxy.
    """
    variable = ""
    address: str | None = hidden((configuration.proxy or "").strip())
    if not address:
        variable, address = _proxy_of_environment(configuration.host)
    if not address:
        return None
    proxy = proxy_at(address, configuration.proxy_headers or {})
    if proxy is None:  # without the frames that hold its password
        raise ClientConfigurationError(_unusable(variable, is_socks=address.lower().startswith("socks")))
    return proxy


def _unusable(variable: str, *, is_socks: bool) -> str:
    """Say what is wrong with the address of a proxy, without any of it: it may hold a password."""
    socks = "; SOCKS is not supported" if is_socks else ""
    source = f"; this one comes from {variable} in the environment" if variable else ""
    return f"The proxy must be a URL such as http://proxy.example:3128{socks}{source}."


def proxy_at(address: str, own_headers: Mapping[str, str]) -> Proxy | None:
    """Read the address of a proxy; None if it is none for HTTP."""
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not _is_name(parts.hostname or "") or port == 0:
        return None
    where = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    headers = dict(concealed(own_headers))
    if parts.username is not None:
        credentials = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Proxy-Authorization"] = Secret(f"Basic {b64encode(credentials.encode()).decode()}")
    return Proxy(where, headers)


def _is_name(host: str) -> bool:
    """Say whether a machine can have this name; transports fail at others in ways of their own."""
    try:
        return re.fullmatch(r"[!-~]+", name_in_dns(host)) is not None
    except UnicodeError:
        return False


def _proxy_of_environment(host: str) -> tuple[str, str | None]:
    """Find the variable that names the proxy of a host, and what it says; no name if it is a setting of the system."""
    if sys.platform not in ("darwin", "win32") and not any(name.lower().endswith("_proxy") for name in os.environ):
        return "", None
    # Imported here: it is large, and there is nothing to be found without such a variable.
    with LOADING:
        from urllib.request import getproxies, proxy_bypass  # noqa: PLC0415

    parts = urlsplit(host)
    proxies = {scheme: address.strip() for scheme, address in getproxies().items()}
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if is_excepted(parts.hostname or "", port, proxies.get("no", "")) or proxy_bypass(parts.hostname or ""):
        return "", None
    scheme = parts.scheme if proxies.get(parts.scheme) else "all"
    # Of several that differ in their case, that in small letters counts.
    names = sorted(name for name in os.environ if name.lower() == f"{scheme}_proxy" and os.environ[name].strip())
    return names[-1] if names else "", hidden(proxies.get(scheme))


def is_excepted(host: str, port: int, exceptions: str) -> bool:
    """Say whether a host is among those that no proxy is used for.

    Args:
        host: Its name or address.
        port: Where it listens.
        exceptions: As `NO_PROXY` has them: names, which mean what is below them too, also as `*.name` or `.name`;
            addresses, in brackets or not; networks such as `10.0.0.0/8`; each with a port or without.
    """
    try:
        name = name_in_dns(host)
    except UnicodeError:
        return False
    return any(_is_meant(entry, name, port) for entry in exceptions.replace(",", " ").split())


def _is_meant(entry: str, host: str, port: int) -> bool:
    if entry == "*":
        return True
    if "/" in entry:
        try:
            return ip_address(host) in ip_network(entry, strict=False)
        except ValueError:
            return False
    name, colon, own_port = entry.rpartition(":") if entry.count(":") == 1 or "]:" in entry else (entry, "", "")
    if colon and own_port != str(port):
        return False
    name = name.strip("[]")
    if ":" in name:
        return host == name.lower()
    try:
        name = name_in_dns(name.removeprefix("*").removeprefix("."))
    except UnicodeError:
        return False
    return host == name or host.endswith(f".{name}")


def _bundled_certificates() -> str:
    # Imported here: only TLS without a file of its own needs it.
    with LOADING:
        import certifi  # noqa: PLC0415

    return certifi.where()


def verifying_context(own: str | None = None) -> ssl.SSLContext:
    """Make TLS settings that verify the other side.

    Args:
        own: File or folder with certificates. Default: what the environment names, else those of certifi.

    Raises:
        ClientConfigurationError: The certificates cannot be used.
    """
    trusted = own or os.environ.get("SSL_CERT_FILE") or os.environ.get("REQUESTS_CA_BUNDLE") or _bundled_certificates()
    try:
        context = (
            ssl.create_default_context(capath=trusted)
            if os.path.isdir(trusted)  # noqa: PTH112 - pathlib is not needed elsewhere in the client
            else ssl.create_default_context(cafile=trusted)
        )
    except OSError as error:
        raise ClientConfigurationError(f"The certificates in {trusted!r} cannot be used: {error}.") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def tls_context(configuration: BaseConfiguration) -> ssl.SSLContext:
    """Make the TLS settings of a configuration.

    Raises:
        ClientConfigurationError: A file with certificates or a key cannot be used.
    """
    context = verifying_context(configuration.ssl_ca_cert)
    if not configuration.verify_ssl:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif configuration.assert_hostname is False:
        context.check_hostname = False
    if configuration.cert_file:
        try:
            context.load_cert_chain(configuration.cert_file, configuration.key_file)
        except OSError as error:
            message = f"The client certificate in {configuration.cert_file!r} cannot be used: {error}."
            raise ClientConfigurationError(message) from error
    return context


def server_name(configuration: BaseConfiguration) -> str | None:
    """The name that the server's certificate must have, where it is not the host's."""
    return configuration.assert_hostname or None if isinstance(configuration.assert_hostname, str) else None


def time_limits(request: Request, started: float) -> tuple[float | None, float | None]:
    """Say how long connecting may take, and each read after it; with a deadline, that is all the time that is left.

    Raises:
        ApiTimeoutError: The deadline has passed.
    """
    if isinstance(request.timeout, tuple):
        return request.timeout
    if request.deadline is None:
        return None, None
    left = request.deadline - time.monotonic()
    if left <= 0:
        raise timed_out(request, time.monotonic() - started, sent=False)
    return min(CONNECT_TIMEOUT, left), left


def timed_out(request: Request, seconds: float, *, sent: bool, proxy: str | None = None) -> ApiTimeoutError:
    """Make the error of a call that took too long."""
    where, limit = urlsplit(request.url).netloc, request.timeout
    reason = f"no answer from {where} within {limit} s" if sent else f"no connection to {_way(where, proxy)} in time"
    return ApiTimeoutError(reason, request.call, sent=sent, round_trip_time=seconds)


def failed(
    error: BaseException, request: Request, seconds: float, *, sent: bool, proxy: str | None = None
) -> ApiConnectionError:
    """Make the error of a call without an answer, from the transport's error.

    Args:
        error: The transport's; it becomes the cause, without its frames: some of those hold the headers as sent.
        request: What was to be sent.
        seconds: How long the try took.
        sent: Whether any part of the request may have reached the server.
        proxy: The proxy that it was to go through, without credentials.
    """
    where = urlsplit(request.url).netloc
    innermost = _innermost(error)
    if isinstance(innermost, TimeoutError):
        return timed_out(request, seconds, sent=sent, proxy=proxy)
    permanent = isinstance(innermost, ssl.SSLError) and not isinstance(
        innermost, (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
    )
    words = _words(innermost)
    if isinstance(innermost, ssl.SSLError) and innermost.reason in _NO_TLS:
        reason = f"{where} does not speak TLS; should the host begin with http:// instead of https://?"
    elif isinstance(innermost, ssl.SSLError):
        reason = f"TLS with {where} failed ({words})"
    elif not sent:
        reason = f"{UNREACHABLE} {_way(where, proxy)} ({words})"
    else:
        reason = f"{where} broke the connection off or gave no usable answer ({words})"
    return ApiConnectionError(
        reason,
        request.call,
        sent=sent,
        permanent=permanent,
        round_trip_time=seconds,
        environment=request.environment,
    )


def _way(where: str, proxy: str | None) -> str:
    return f"{where} {THROUGH} {proxy}" if proxy else where


def stop_reading(connection: Any) -> None:
    """End a connection at once, so that a thread that waits for more of it goes on; closing waits for that thread.

    Args:
        connection: Of urllib3, or None if it has been given back.
    """
    end: socket | None = getattr(connection, "sock", None)
    if end is not None:
        with suppress(OSError):  # it has ended already
            end.shutdown(SHUT_RDWR)


def without_frames(error: BaseException) -> None:
    """Take the frames away from an error and those behind it: some of them hold the headers as they were sent."""
    current: BaseException | None = error
    seen: set[int] = set()
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        current.__traceback__ = None
        current = current.__cause__ or current.__context__


def _innermost(error: BaseException) -> BaseException:
    """Find the reason behind the reasons: `Connection refused`, or what is wrong with a certificate."""
    found, current = error, error
    for _ in range(8):
        inner = current.__cause__ or current.__context__
        if inner is None or not isinstance(inner, OSError):
            break
        found = current = inner
    return found


def _words(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno and not isinstance(error, (ssl.SSLError, gaierror)):
        return os.strerror(error.errno)
    text = " ".join(str(error).split())
    return text[:300] or type(error).__name__
