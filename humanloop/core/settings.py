"""What every client is set up with: where it sends, which key it uses, how long it waits."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

from humanloop.core.errors import ClientConfigurationError
from humanloop.core.hosts import checked_host
from humanloop.core.logs import is_debugging
from humanloop.core.secret import Secret, hidden
from humanloop.core.settings_checks import check, checked_retries, checked_timeout
from humanloop.spec.facts import (
    ENVIRONMENT,
    HOST,
    KEY_ARGUMENT,
    KEY_NOTE,
    PROVIDERS,
    SECURITY_HEADER,
    SECURITY_NAME,
    SECURITY_WORD,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from humanloop.core.operation import Security

CONNECT_TIMEOUT = 5.0
"""Seconds to wait for a connection."""


class DefaultTimeout(float):
    """Seconds for a whole call where nobody set a limit; an operation with a limit of its own then uses that."""


TIMEOUT = DefaultTimeout(60.0)
"""Seconds that an ordinary call may take in all; operations that generate text state a longer limit of their own."""
MAX_RETRIES = 2
"""Further tries after the first."""
MAX_RESPONSE_BYTES = 64 * 1024 * 1024
"""Bytes that an answer may have, decompressed."""
UnknownKeys = Literal["warn", "refuse", "pass"]
"""What is done about keys of objects in arguments that the types of the API do not have."""
WARN: Final = "warn"
REFUSE: Final = "refuse"
OVERLOOK: Final = "pass"
_OFF = frozenset({"false", "0", "no", "off"})


class ApiFacts:
    """What a client knows of its API; packages that depend on this one derive what they know of another API."""

    __slots__ = ()

    host: str = HOST
    """URL that all paths are below; only its path, or nothing, where a client has to be given its host."""
    environment: str = ENVIRONMENT
    """What the names of environment variables begin with."""
    key_argument: str = KEY_ARGUMENT
    """What the configuration calls the key."""
    security_name: str = SECURITY_NAME
    """Name of the way in which calls are authorised."""
    security_header: str = SECURITY_HEADER
    """Header that carries the key; empty if the API asks for none."""
    security_word: str = SECURITY_WORD
    """Word before the key in that header."""
    user_agent: str = ""
    """How calls say who sends them, where that is not this package."""
    providers: tuple[str, ...] = PROVIDERS
    """Providers of models whose keys the configuration may hold, as `{provider}_api_key`."""
    key_note: str = KEY_NOTE
    """Where keys come from; empty if nothing is to be said of it."""


class BaseConfiguration:
    """How a client is set up, whatever the API. A change of an attribute counts from the next call on."""

    facts: ClassVar[ApiFacts] = ApiFacts()
    """What is known of the API."""

    sends_idempotency_keys = False
    """Whether each write carries an `Idempotency-Key`, also where its description names none."""

    def __init__(
        self,
        host: str | None = None,
        api_key: str | Mapping[str, str] | None = None,
        api_key_prefix: str | Mapping[str, str] | None = None,
        *,
        timeout: float | tuple[float, float] | None = TIMEOUT,
        max_retries: int = MAX_RETRIES,
        idempotent_writes: bool = False,
        debug: bool = False,
        tracing: bool | None = None,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
        unknown_keys: UnknownKeys = WARN,
    ) -> None:
        """Set a client up; where an argument is left out, the environment decides, then the default.

        Args:
            host: URL that all paths are below.
            api_key: The API key, or a mapping from the name of the security scheme to it.
            api_key_prefix: Word before the key in its header.
            timeout: Seconds for a whole call, or a pair (connect, read), or None for no limit.
            max_retries: Further tries after the first, 0 for none.
            idempotent_writes: The server is known to honour `Idempotency-Key`, so writes may be tried again.
            debug: Log every try, keys redacted.
            tracing: Whether calls are spans, where the program has set a tracer provider of OpenTelemetry.
            max_response_bytes: Bytes that an answer may have, decompressed.
            unknown_keys: What is done about keys of objects in arguments that the types of the API do not have: `warn`,
                `refuse`, or `pass` them.

        Raises:
            InvalidHostConfigurationError: The host is not a usable URL.
            ClientConfigurationError: The API key is empty or not printable ASCII, or a number cannot be what it is for.
        """
        facts = self.facts
        # Trimmed as the key is: files that variables are read from end in a newline.
        self.host = host or os.environ.get(f"{facts.environment}_HOST", "").strip() or facts.host
        self.api_key = _keys(api_key, facts)
        self.environment_key = self.api_key.get(facts.security_name) if api_key is None else None
        """The key that the environment gave, where no other was given."""
        prefix = facts.security_word or None if api_key_prefix is None else api_key_prefix
        self.api_key_prefix = _prefixes(prefix, facts)
        self._checked: tuple[Any, str | None, Secret] = (None, None, Secret(""))
        """The key and prefix that were checked last, and what is sent for them."""
        self.timeout = timeout
        self.max_retries = max_retries
        self.retries: int | None = None
        """Another name for `max_retries`; counts if it is set."""
        self.idempotent_writes = idempotent_writes
        """Whether the server is known to honour `Idempotency-Key`; it may also say so itself, in an answer."""
        self.debug = debug or is_debugging()
        """Whether every try is logged."""
        self.tracing = _is_traced(facts) if tracing is None else tracing
        """Whether calls are spans, where the program has set a tracer provider of OpenTelemetry."""
        self.max_response_bytes = max_response_bytes
        """Bytes that an answer may have, decompressed."""
        self.unknown_keys: UnknownKeys = unknown_keys
        """What is done about keys of objects in arguments that the types of the API do not have."""
        self.connection_pool_maxsize = 100
        """Connections kept open for reuse; more are opened when more calls run at once, and closed after them."""
        self.client_side_validation = True
        """Whether arguments are checked before anything is sent."""
        self.refresh_api_key_hook: Callable[[Any], None] | None = None
        """Called with the configuration before every call, for keys that change."""

        self.proxy: str | None = None
        """URL of the proxy, with its user and password if it wants them. Default: what the environment names."""
        self.proxy_headers: Mapping[str, str] | None = None
        self.verify_ssl = True
        self.ssl_ca_cert: str | None = None
        """File or folder with the certificates to trust. Default: `SSL_CERT_FILE`, `REQUESTS_CA_BUNDLE`, certifi's."""
        self.cert_file: str | None = None
        """File with the client's certificate."""
        self.key_file: str | None = None
        """File with the key of the client's certificate."""
        self.assert_hostname: str | bool | None = None
        """Name that the server's certificate must have, where it is not the host's; False for any."""
        self.socket_options: list[tuple[int, int, int]] | None = None

    if not TYPE_CHECKING:
        # Type checkers would otherwise take every attribute for one that can be set.
        def __setattr__(self, name: str, value: Any) -> None:
            """Check what is set: in the constructor and after it."""
            if name == "api_key_prefix":
                value = _prefixes(value, self.facts)
            elif name in _CHECKED:
                value = _CHECKED[name](value)
            else:
                check(name, value)
            super().__setattr__(name, value)

    @property
    def host(self) -> str:
        """URL that all paths are below, without a slash at the end."""
        return self._host

    @host.setter
    def host(self, host: str) -> None:
        facts = self.facts
        self._host = checked_host(host, facts.host, facts.environment, facts.key_argument)

    def authorization(self, security: Security | None = None) -> dict[str, str]:
        """The header that carries the API key.

        Args:
            security: What a call asks for; empty if it asks for no key, and `()` among it if it can do without.

        Raises:
            ClientConfigurationError: There is no key, or it cannot be one.
        """
        facts = self.facts
        if not facts.security_header or security == ():
            return {}
        keys: Any = self.api_key
        given = keys.get(facts.security_name) if keys.__class__ is dict else keys
        prefix = self.api_key_prefix.get(facts.security_name)
        if given is None or self._checked[:2] != (given, prefix):
            # Checked once more: keys may change after construction, and a refreshed one may come from anywhere.
            given, keys = hidden(given), hidden(keys)
            key = _keys(keys, facts).get(facts.security_name)
            if key is None and security and () in security:
                return {}
            if key is None:
                raise ClientConfigurationError(f"There is no API key: {_cure(facts)}")
            self._checked = given, prefix, _checked_key(Secret(f"{prefix} {key}"), facts) if prefix else key
        return {facts.security_header: self._checked[2]}

    def authorized(self, security: Security, query: str) -> str:  # noqa: ARG002 - this key stands in a header
        """Add the keys that stand in the query of a call."""
        return query

    def __repr__(self) -> str:
        # Not all is there where the constructor has failed, and a traceback shows it.
        held = {"host": vars(self).get("_host"), **{name: vars(self).get(name) for name in ("timeout", "max_retries")}}
        shown = [f"{name}={value!r}" for name, value in held.items()]
        return f"<{type(self).__name__} {' '.join(shown)}>"


def checked_unknown_keys(unknown_keys: Any) -> UnknownKeys:
    """Check what is to be done about unknown keys.

    Raises:
        ClientConfigurationError: It is none of the words for it.
    """
    words: tuple[UnknownKeys, ...] = (WARN, REFUSE, OVERLOOK)
    for word in words:
        if unknown_keys == word:
            return word
    raise ClientConfigurationError(f"unknown_keys={unknown_keys!r}: `{WARN}`, `{REFUSE}` or `{OVERLOOK}`.")


_CHECKED: Final[Mapping[str, Callable[[Any], Any]]] = {
    "timeout": checked_timeout,
    "max_retries": checked_retries,
    "unknown_keys": checked_unknown_keys,
}
"""What checks attributes of which options of calls are twins."""


def _prefixes(given: Any, facts: ApiFacts) -> dict[str, str]:
    """The words before keys by the name of their security scheme."""
    by_name: Any = {facts.security_name: given} if isinstance(given, str) else given or {}
    if not hasattr(by_name, "items") or not all(word is None or isinstance(word, str) for word in by_name.values()):
        kind = type(given).__name__
        raise ClientConfigurationError(f"api_key_prefix is of type {kind}: it must be a word, or map names to words.")
    return dict(by_name)


def provider_secret(key: Any) -> Secret | None:
    """Hide a key of a model provider.

    Raises:
        ClientConfigurationError: It is no text.
    """
    if key is None:
        return None
    if not isinstance(key, str):
        raise ClientConfigurationError(f"The key of a model provider must be text, not {type(key).__name__}.")
    return Secret(key)


def _is_traced(facts: ApiFacts) -> bool:
    return os.environ.get(f"{facts.environment}_TRACING", "").strip().lower() not in _OFF


def _keys(given: str | Mapping[str, str] | None, facts: ApiFacts) -> dict[str, Secret]:
    """The API keys by the name of their security scheme, checked: a bad key shows here and not in an HTTP library."""
    if given is None:
        given = hidden(os.environ.get(f"{facts.environment}_API_KEY")) or {}
    by_name: Mapping[str, Any] = {facts.security_name: given} if isinstance(given, str) else given
    if not hasattr(by_name, "items"):
        raise ClientConfigurationError(f"The API key must be text, not {type(given).__name__}.")
    return {name: _checked_key(key, facts) for name, key in by_name.items()}


def _checked_key(key: Any, facts: ApiFacts) -> Secret:
    if not isinstance(key, str):
        raise ClientConfigurationError(f"The API key must be text, not {type(key).__name__}.")
    secret = Secret(key.strip())
    if not secret:
        raise ClientConfigurationError(f"The API key is empty: {_cure(facts)}")
    if not (secret.isascii() and secret.isprintable()):
        raise ClientConfigurationError("The API key holds a character that no key has; is it the right text?")
    return secret


def _cure(facts: ApiFacts) -> str:
    note = f"; {facts.key_note}" if facts.key_note else ""
    return f"pass `{facts.key_argument}=…` to the client or set {facts.environment}_API_KEY{note}."
