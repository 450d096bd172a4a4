"""Where the server listens: a port, or a socket in the file system; and the certificate that it shows."""

from __future__ import annotations

import os
import socket
import ssl
import stat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from humanloop.server.settings import Settings

_SOCKET_MODE = 0o660


def listen(settings: Settings) -> socket.socket:
    """Take the address that the server listens on.

    Raises:
        OSError: It cannot be taken.
    """
    if settings.unix_socket is not None:
        return _listen_in_files(Path(settings.unix_socket))
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        # Taken, and not listened on: who connects before the database is open is refused, and so are probes.
        listener.bind((settings.host, settings.port))
    except OSError:
        listener.close()
        raise
    # asyncio sets this for listeners that it makes itself; without it, an answer in two parts waits 40 ms for an ACK.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _listen_in_files(path: Path) -> socket.socket:
    if path.exists():
        if not stat.S_ISSOCK(path.stat().st_mode):
            raise OSError(f"{path} is there, and no socket")
        if _is_live(path):
            raise OSError(f"another program listens on {path}")
        # Left by a server that was killed.
        path.unlink()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o777 & ~_SOCKET_MODE)
    try:
        listener.bind(str(path))
    except OSError:
        listener.close()
        raise
    finally:
        os.umask(before)
    return listener


def _is_live(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            return False
        except OSError:
            # Somebody is there and slow, or it cannot be asked.
            return True
    return True


def stop_listening(settings: Settings) -> None:
    """Take a socket out of the file system."""
    if settings.unix_socket is not None:
        Path(settings.unix_socket).unlink(missing_ok=True)


def url_of(settings: Settings, listener: socket.socket) -> str:
    """Answer where clients reach the server, without the path of the API."""
    scheme = "http" if settings.tls_certificate is None else "https"
    if settings.unix_socket is not None:
        return f"{scheme}://localhost{settings.root_path}"
    listening: str
    listening, port = listener.getsockname()[:2]
    # All addresses of the machine are none that a client could call.
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(listening, listening)  # noqa: S104 - only looked for
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}:{port}{settings.root_path}"


def tls_context(settings: Settings) -> ssl.SSLContext | None:
    """Read certificate and key; None if the server speaks without.

    Raises:
        OSError: They cannot be read, or do not belong together.
    """
    if settings.tls_certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    load_certificate(context, settings)
    return context


def load_certificate(context: ssl.SSLContext, settings: Settings) -> None:
    """Read certificate and key again, for connections that come from now on.

    Raises:
        OSError: They cannot be read, or do not belong together; the context has the old ones still.
    """
    if settings.tls_certificate is None:
        return
    # Tried apart: a key that does not fit would leave the certificate changed already.
    trial = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    for each in (trial, context):
        try:
            each.load_cert_chain(settings.tls_certificate, settings.tls_key, password=_no_password)
        except OSError as error:
            files = f"{settings.tls_certificate} and {settings.tls_key}"
            raise OSError(f"certificate and key in {files} cannot be used: {error}") from error


def _no_password() -> str:
    # Else a key with a password would ask for it on the terminal.
    raise OSError("the key has a password")
