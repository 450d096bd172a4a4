"""The page for people that shows an answer, where its server says that there is one (RFC 8288)."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

_LINK = re.compile(r"""<([^<>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^\s;,"]+))*)""")
_PARAMETER = re.compile(r""";\s*([\w*-]+)\s*=\s*"?([^";,]*)""")


def page_of(link: str, host: str) -> str | None:
    """Find the address of the page; None where there is none, or where it is another server's.

    Args:
        link: The header `Link` of the answer.
        host: Where the answer comes from.
    """
    for target, parameters in _LINK.findall(link):
        given = {name.lower(): value.strip().lower() for name, value in _PARAMETER.findall(parameters)}
        if "alternate" in given.get("rel", "").split() and given.get("type") == "text/html":
            return _below(host, target)
    return None


def _below(host: str, target: str) -> str | None:
    try:
        here, there = urlsplit(host), urlsplit(urljoin(host, target))
    except ValueError:
        return None
    if there.scheme not in {"http", "https"} or (there.scheme, there.netloc) != (here.scheme, here.netloc):
        return None
    # What stands before an @ may be a key.
    return there._replace(netloc=there.netloc.rpartition("@")[2]).geturl()
