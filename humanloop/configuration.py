"""How a client is set up: where it sends, which keys it uses, how long it waits."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from humanloop.apis.spec import HOST, SECURITY_HEADER, SECURITY_NAME
from humanloop.exceptions import ClientConfigurationError, InvalidHostConfigurationError
from humanloop.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CONNECT_TIMEOUT = 5.0
"""Seconds to wait for a connection."""


class DefaultTimeout(float):
    """Seconds for a whole call where nobody set a limit; an operation with a limit of its own then uses that."""


TIMEOUT = DefaultTimeout(60.0)
"""Seconds that an ordinary call may take in all; operations that generate text state a longer limit of their own."""
MAX_RETRIES = 2
"""Further tries after the first."""

_ENVIRONMENT_KEY = "HUMANLOOP_API_KEY"
_ENVIRONMENT_HOST = "HUMANLOOP_HOST"


class Configuration:
    """How a client is set up. Every attribute can be changed; a change counts from the next call on.

    Where an argument is left out, the environment decides (`HUMANLOOP_API_KEY`, `HUMANLOOP_HOST`), then the default.
    """

    def __init__(
        self,
        host: str | None = None,
        api_key: str | Mapping[str, str] | None = None,
        api_key_prefix: str | Mapping[str, str] | None = None,
        username: str | None = None,
        password: str | None = None,
        discard_unknown_keys: bool = False,
        x_api_key: str | None = None,
        openai_api_key: str | None = None,
        openai_azure_api_key: str | None = None,
        openai_azure_endpoint_api_key: str | None = None,
        ai21_api_key: str | None = None,
        mock_api_key: str | None = None,
        anthropic_api_key: str | None = None,
        cohere_api_key: str | None = None,
        disabled_client_side_validations: str = "",
        server_index: int | None = None,
        server_variables: Mapping[str, str] | None = None,
        server_operation_index: Mapping[str, int] | None = None,
        server_operation_variables: Mapping[str, Mapping[str, str]] | None = None,
        *,
        timeout: float | tuple[float, float] | None = TIMEOUT,
        max_retries: int = MAX_RETRIES,
    ) -> None:
        """Set a client up.

        Args:
            host: URL that all paths are below. Default: `HUMANLOOP_HOST`, else the API's own.
            api_key: The API key, or `{"APIKeyHeader": key}`. Default: `HUMANLOOP_API_KEY`.
            api_key_prefix: Word before the key in its header, for example `Bearer`. Default: none.
            username: Accepted for code written for 0.7.15; the API has no use for it.
            password: Accepted for code written for 0.7.15; the API has no use for it.
            discard_unknown_keys: Accepted for code written for 0.7.15; unknown fields of answers are always kept.
            x_api_key: Another name for `api_key`.
            openai_api_key: Key for OpenAI, sent with the calls that use a model provider.
            openai_azure_api_key: Key for OpenAI on Azure.
            openai_azure_endpoint_api_key: Endpoint for OpenAI on Azure.
            ai21_api_key: Key for AI21.
            mock_api_key: Key for the provider `mock`.
            anthropic_api_key: Key for Anthropic.
            cohere_api_key: Key for Cohere.
            disabled_client_side_validations: Accepted for code written for 0.7.15; see `client_side_validation`.
            server_index: Accepted for code written for 0.7.15; the API has one server, see `host`.
            server_variables: As `server_index`.
            server_operation_index: As `server_index`.
            server_operation_variables: As `server_index`.
            timeout: Seconds for a whole call, or a pair (connect, read), or None for no limit.
            max_retries: Further tries after the first, 0 for none.

        Raises:
            InvalidHostConfigurationError: The host is not a usable URL.
            ClientConfigurationError: The API key is empty or not printable ASCII.
        """
        self.host = host or os.environ.get(_ENVIRONMENT_HOST) or HOST
        self.api_key = _keys(api_key if api_key is not None else x_api_key)
        self.api_key_prefix = (
            {SECURITY_NAME: api_key_prefix} if isinstance(api_key_prefix, str) else dict(api_key_prefix or {})
        )
        self.openai_api_key = _secret(openai_api_key)
        self.openai_azure_api_key = _secret(openai_azure_api_key)
        self.openai_azure_endpoint_api_key = _secret(openai_azure_endpoint_api_key)
        self.ai21_api_key = _secret(ai21_api_key)
        self.mock_api_key = _secret(mock_api_key)
        self.anthropic_api_key = _secret(anthropic_api_key)
        self.cohere_api_key = _secret(cohere_api_key)

        self.timeout = timeout
        self.max_retries = max_retries
        self.retries: int | None = None
        """The name that 0.7.15 had for `max_retries`; counts if it is set."""
        self.connection_pool_maxsize = 10
        """Connections kept open for reuse; more are opened when more calls run at once, and closed after them."""
        self.client_side_validation = True
        """Whether arguments are checked before anything is sent."""
        self.refresh_api_key_hook: Callable[[Configuration], None] | None = None
        """Called with the configuration before every call, for keys that change."""

        self.proxy: str | None = None
        self.proxy_headers: Mapping[str, str] | None = None
        self.verify_ssl = True
        self.ssl_ca_cert: str | None = None
        """File with the certificates to trust. Default: certifi's."""
        self.cert_file: str | None = None
        """File with the client's certificate."""
        self.key_file: str | None = None
        """File with the key of the client's certificate."""
        self.assert_hostname: str | bool | None = None
        """Name that the server's certificate must have, where it is not the host's; False for any."""
        self.socket_options: list[tuple[int, int, int]] | None = None

        # Kept for code that reads or sets them; nothing here depends on them.
        self.username = username
        self.password = password
        self.discard_unknown_keys = discard_unknown_keys
        self.disabled_client_side_validations = disabled_client_side_validations
        self.safe_chars_for_path_param = ""
        self.temp_folder_path: str | None = None
        self.server_index = server_index or 0
        self.server_variables = server_variables or {}
        self.server_operation_index = server_operation_index or {}
        self.server_operation_variables = server_operation_variables or {}

    @property
    def host(self) -> str:
        """URL that all paths are below, without a slash at the end."""
        return self._host

    @host.setter
    def host(self, host: str) -> None:
        self._host = _checked_host(host)

    def authorization(self) -> dict[str, str]:
        """The header that carries the API key.

        Raises:
            ClientConfigurationError: There is no key.
        """
        key = self.api_key.get(SECURITY_NAME)
        if key is None:
            raise ClientConfigurationError(
                f"There is no API key: pass `api_key=…` to the client or set {_ENVIRONMENT_KEY}."
            )
        prefix = self.api_key_prefix.get(SECURITY_NAME)
        return {SECURITY_HEADER: Secret(f"{prefix} {key}") if prefix else key}

    def __repr__(self) -> str:
        return f"<Configuration host={self.host!r} timeout={self.timeout} max_retries={self.max_retries}>"


def _secret(key: str | None) -> Secret | None:
    return None if key is None else Secret(key)


def _keys(given: str | Mapping[str, str] | None) -> dict[str, Secret]:
    """The API keys by the name of their security scheme, checked: a bad key shows here and not in an HTTP library."""
    if given is None:
        given = os.environ.get(_ENVIRONMENT_KEY) or {}
    by_name: Mapping[str, Any] = {SECURITY_NAME: given} if isinstance(given, str) else given
    if not hasattr(by_name, "items"):
        raise ClientConfigurationError(f"The API key must be text, not {type(given).__name__}.")
    return {name: _checked_key(key) for name, key in by_name.items()}


def _checked_key(key: Any) -> Secret:
    if not isinstance(key, str):
        raise ClientConfigurationError(f"The API key must be text, not {type(key).__name__}.")
    key = key.strip()
    if not key:
        raise ClientConfigurationError("The API key is empty.")
    if not (key.isascii() and key.isprintable()):
        raise ClientConfigurationError("The API key holds a character that no key has; is it the right text?")
    return Secret(key)


def _checked_host(host: str) -> str:
    if any(character.isspace() or not character.isprintable() for character in host):
        raise InvalidHostConfigurationError(host, "it holds blanks or control characters")
    try:
        parts = urlsplit(host)
        port = parts.port
    except ValueError as error:
        raise InvalidHostConfigurationError(host, str(error)) from None
    if parts.scheme not in ("http", "https"):
        raise InvalidHostConfigurationError(host, "it must start with http:// or https://")
    if not parts.hostname or port == 0:
        raise InvalidHostConfigurationError(host, "it names no machine")
    if parts.query or parts.fragment or "?" in host or "#" in host:
        raise InvalidHostConfigurationError(host, "it must not have a query or a fragment")
    if parts.username is not None or parts.password is not None:
        raise InvalidHostConfigurationError(host, "it must not carry a user name or password; use `api_key`")
    return host.rstrip("/")
