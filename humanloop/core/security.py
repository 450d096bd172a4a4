"""Several ways of showing who calls: which of them a call uses, and where each of its keys goes."""

from __future__ import annotations

import os
from base64 import b64encode
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple
from urllib.parse import quote, urlencode

from humanloop.core.errors import ClientConfigurationError
from humanloop.core.secret import Secret, hidden
from humanloop.core.settings import BaseConfiguration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.core.operation import Security

BASIC = "Basic"


class Scheme(NamedTuple):
    """One way of showing who calls."""

    argument: str
    """What the configuration calls its key."""
    place: str
    """`header`, `query` or `cookie`."""
    key: str
    """The name there."""
    word: str = ""
    """Word before the key."""


class SecuredConfiguration(BaseConfiguration):
    """How a client is set up whose API knows several ways of showing who calls, or one that is no header alone."""

    schemes: ClassVar[Mapping[str, Scheme]] = {}
    """The ways, by their names in the description."""

    @classmethod
    def given_keys(cls, given: Mapping[str, Any]) -> dict[str, str]:
        """Find the keys that are given, or that the environment has.

        Args:
            given: By the name of their scheme; for user and password, a pair.
        """
        keys: dict[str, str] = {}
        for name, scheme in cls.schemes.items():
            key: Any = given.get(name)
            if key is None:
                key = hidden(os.environ.get(f"{cls.facts.environment}_{scheme.argument.upper()}"))
            if key.__class__ is tuple:
                key = Secret(":".join(map(str, key)))
            if scheme.word == BASIC and isinstance(key, str) and key:
                key = b64encode(key.encode()).decode()
            if key is not None:
                keys[name] = hidden(key)
        return keys

    def authorization(self, security: Security | None = None) -> dict[str, str]:
        """The headers that carry the keys of a call.

        Raises:
            ClientConfigurationError: A key is missing.
        """
        headers: dict[str, str] = {}
        cookies: list[str] = []
        for name, scheme in self._chosen(security).items():
            key = self.api_key[name]
            if scheme.place == "header":
                headers[scheme.key] = Secret(f"{scheme.word} {key}") if scheme.word else key
            elif scheme.place == "cookie":
                cookies.append(f"{scheme.key}={quote(key, safe='')}")
        if cookies:
            headers["Cookie"] = Secret("; ".join(cookies))
        return headers

    def authorized(self, security: Security, query: str) -> str:
        """Add the keys that stand in the query of a call."""
        schemes = self._chosen(security).items()
        keys = urlencode([(scheme.key, self.api_key[name]) for name, scheme in schemes if scheme.place == "query"])
        return "&".join(filter(None, (query, keys)))

    def _chosen(self, security: Security | None) -> dict[str, Scheme]:
        """Choose the first of a call's alternatives for which there are all keys."""
        for names in security or ((),):
            if all(name in self.api_key for name in names):
                return {name: self.schemes[name] for name in names}
        ways = [[self.schemes[name].argument for name in names] for names in security or ()]
        given = " or ".join(" and ".join(f"`{argument}=…`" for argument in way) for way in ways)
        variables = " or ".join(
            " and ".join(f"{self.facts.environment}_{argument.upper()}" for argument in way) for way in ways
        )
        raise ClientConfigurationError(f"There is no key for this call: pass {given} to the client or set {variables}.")
