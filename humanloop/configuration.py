# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""How a client is set up: where it sends, which key it uses, how long it waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.core.secret import hidden
from humanloop.core.settings import MAX_RESPONSE_BYTES, MAX_RETRIES, TIMEOUT, WARN, BaseConfiguration, provider_secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.core.background import BackgroundOptions
    from humanloop.core.settings import UnknownKeys


class Configuration(BaseConfiguration):
    """How a client is set up. Every attribute can be changed; a change counts from the next call on.

    Where an argument is left out, the environment decides (`HUMANLOOP_API_KEY`, `HUMANLOOP_HOST`), then the default.
    The keys of model providers are sent with the calls that use a provider; a call's own key wins.
    """

    sends_idempotency_keys = True

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
        bedrock_api_key: str | None = None,
        timeout: float | tuple[float, float] | None = TIMEOUT,
        max_retries: int = MAX_RETRIES,
        idempotent_writes: bool = False,
        debug: bool = False,
        tracing: bool | None = None,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
        unknown_keys: UnknownKeys = WARN,
        background: BackgroundOptions | None = None,
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
            openai_api_key: Key for OpenAI.
            openai_azure_api_key: Key for Azure OpenAI; give `openai_azure_endpoint` with it.
            openai_azure_endpoint_api_key: Base URL of the Azure OpenAI resource; give `openai_azure` with it.
            ai21_api_key: Key for AI21.
            mock_api_key: Key for the built-in mock provider, which needs none; accepted and ignored.
            anthropic_api_key: Key for Anthropic.
            cohere_api_key: Key for Cohere.
            disabled_client_side_validations: Accepted for code written for 0.7.15; see `client_side_validation`.
            server_index: Accepted for code written for 0.7.15; the API has one server, see `host`.
            server_variables: As `server_index`.
            server_operation_index: As `server_index`.
            server_operation_variables: As `server_index`.
            bedrock_api_key: Credentials for Amazon Bedrock.
            timeout: Seconds for a whole call, or a pair (connect, read), or None for no limit.
            max_retries: Further tries after the first, 0 for none.
            idempotent_writes: The server is known to honour `Idempotency-Key`, so writes may be tried again.
            debug: Log every try through the logger of this package, keys redacted.
            tracing: Whether calls are spans where the program has a tracer provider of OpenTelemetry. Default: yes,
                unless the environment says `HUMANLOOP_TRACING=false`.
            max_response_bytes: Bytes that an answer may have, decompressed.
            unknown_keys: What is done about keys of objects in arguments that the API does not have: `warn` of them and
                send them, `refuse` the call, or `pass` them on in silence.
            background: How `client.background` keeps and sends what is logged. Default: as `BackgroundOptions()`.

        Raises:
            InvalidHostConfigurationError: The host is not a usable URL.
            ClientConfigurationError: The key is empty or not printable ASCII, or a setting cannot be what it is for.
        """
        # From here on no traceback shows a key.
        api_key = hidden(api_key)
        password = hidden(password)
        x_api_key = hidden(x_api_key)
        openai_api_key = hidden(openai_api_key)
        openai_azure_api_key = hidden(openai_azure_api_key)
        openai_azure_endpoint_api_key = hidden(openai_azure_endpoint_api_key)
        ai21_api_key = hidden(ai21_api_key)
        mock_api_key = hidden(mock_api_key)
        anthropic_api_key = hidden(anthropic_api_key)
        cohere_api_key = hidden(cohere_api_key)
        bedrock_api_key = hidden(bedrock_api_key)
        super().__init__(
            host,
            api_key if api_key is not None else x_api_key,
            api_key_prefix,
            timeout=timeout,
            max_retries=max_retries,
            idempotent_writes=idempotent_writes,
            debug=debug,
            tracing=tracing,
            max_response_bytes=max_response_bytes,
            unknown_keys=unknown_keys,
        )
        self.background = background
        self.openai_api_key = provider_secret(openai_api_key)
        self.openai_azure_api_key = provider_secret(openai_azure_api_key)
        self.openai_azure_endpoint_api_key = provider_secret(openai_azure_endpoint_api_key)
        self.ai21_api_key = provider_secret(ai21_api_key)
        self.mock_api_key = provider_secret(mock_api_key)
        self.anthropic_api_key = provider_secret(anthropic_api_key)
        self.cohere_api_key = provider_secret(cohere_api_key)
        self.bedrock_api_key = provider_secret(bedrock_api_key)
        # Kept for code that reads or sets them; nothing here depends on them.
        self.username = username
        self.password = password
        self.discard_unknown_keys = discard_unknown_keys
        self.disabled_client_side_validations = disabled_client_side_validations
        self.server_index = server_index or 0
        self.server_variables = server_variables or {}
        self.server_operation_index = server_operation_index or {}
        self.server_operation_variables = server_operation_variables or {}
        self.safe_chars_for_path_param: str = ""
        self.temp_folder_path: str | None = None
