"""What the server says when it listens: where it is and how to get in."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

import sqlalchemy as sa

from humanloop.server.app import service_of
from humanloop.server.commands.frame import shown
from humanloop.server.log_lines import json_line
from humanloop.server.settings import BASE_PATH

if TYPE_CHECKING:
    from humanloop.server.running import RunningServer
    from humanloop.server.settings import Settings

_TITLE = "The Humanloop API is up."


def json_greeting(running: RunningServer, settings: Settings) -> str:
    """Write it as one line of JSON: with the key, if it is new."""
    said = {"url": running.url, "docs": f"{_root(running)}/docs", "web": running.web_link()}
    if running.api_key and settings.api_key is None:
        said["api_key"] = running.api_key
    return json_line("info", _TITLE, said)


def greeting(running: RunningServer, settings: Settings) -> str:
    """Write it for people."""
    if not settings.authentication:
        key = "none needed"
    elif settings.api_key is not None:
        key = "the one you chose"
    else:
        key = running.api_key or "the one that was shown at the first start"
    names = ", ".join(service_of(running.app).providers.names)
    fallback = settings.provider_fallback
    others = f"others are played by {fallback}" if fallback else "--provider-fallback mock plays others, too"
    lines = [_TITLE, "", f"  URL       {running.url}", f"  API key   {key}"]
    if running.api_key and settings.api_key is None:
        lines.append("            (shown only this once: keep it)")
    lines += [
        f"  Database  {shown(sa.make_url(settings.database))}",
        f"  Models    of {names}; {others}",
        f"  Docs      {_root(running)}/docs",
    ]
    link = running.web_link()
    if link is not None:
        lines.append(f"  Web       {link}")
    lines += ["", *_listening(settings), "Where clients run, say:", "", f"  export HUMANLOOP_HOST={running.url}"]
    if settings.authentication:
        lines.append(f"  export HUMANLOOP_API_KEY={key if running.api_key == key else '...'}")
    return "\n".join([*lines, "", "Ctrl-C stops it."])


def _root(running: RunningServer) -> str:
    return running.url.removesuffix(BASE_PATH)


def _listening(settings: Settings) -> list[str]:
    """Say who can reach it, if others can."""
    if settings.unix_socket is not None:
        return [f"It listens on the socket {settings.unix_socket}.", ""]
    if _is_loopback(settings.host):
        return []
    lines = ["Other machines can reach it by the addresses of this one, or by its names in --allowed-hosts."]
    if settings.tls_certificate is None:
        lines.append("Keys travel readably unless a proxy before it speaks HTTPS, or --tls-certificate is given.")
    return [*lines, ""]


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
